import { texts } from "@/text/texts";

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, "Edge"],
  [/\bFirefox\//, "Firefox"],
  [/\b(?:Headless)?Chrom(?:e|ium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone|\biPad/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** A browser's own description cut down to what its owner recognises. */
export function browserName(userAgent: string): string {
  const { unknownBrowser, browserOn } = texts().userParts.sessions;
  const name = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? unknownBrowser;
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  return system ? browserOn(name, system) : name;
}
