/** What every answer of the console has to say to a browser, and how it is seen that a page keeps to it. */
import { expect } from "@playwright/test";

/** Everything but scripts, whose nonce is another in each answer. */
const POLICY = [
  ...["default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'"],
  ...["form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"],
];

type Answer = { headers: () => Record<string, string> };

/** Expects every header, and hands over the nonce. */
export function expectSecured(answer: Answer, what: string): string {
  const headers = answer.headers();
  expect(headers, what).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": expect.any(String),
  });
  expect(headers, what).not.toHaveProperty("x-powered-by");
  const [scripts, ...others] = policyOf(headers);
  expect(others, what).toEqual(POLICY.toSorted());
  const [, nonce = ""] = /^script-src 'nonce-([A-Za-z0-9+/]{22}==)' 'strict-dynamic'$/.exec(scripts ?? "") ?? [];
  expect(nonce, `${what}: ${scripts}`).not.toBe("");
  return nonce;
}

/** That of the scripts first. */
function policyOf(headers: Record<string, string>): string[] {
  const directives = (headers["content-security-policy"] ?? "").split("; ");
  const isScripts = (directive: string): boolean => directive.startsWith("script-src");
  return [...directives.filter(isScripts), ...directives.filter((directive) => !isScripts(directive)).toSorted()];
}

/** Whatever a browser would run, it runs by the nonce of this very answer, and styles stand in files. */
export function expectNothingInline(html: string, nonce: string, what: string): void {
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) expect(tag, what).toContain(` nonce="${nonce}"`);
  const markup = html.replaceAll(/<script\b[^>]*>[^]*?<\/script>/g, "");
  expect(markup, what).not.toMatch(/<style\b|<[^>]+\s(?:style|on\w+)="|href="javascript:/);
}
