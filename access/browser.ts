/** The browser of the request under way: where it is, and by which cookies the console knows it again. */
import { cookies, headers } from "next/headers";
import { LANGUAGE_COOKIE, type Language, isLanguage } from "@/text/language";
import { SESSION_HOURS } from "./sign-in/sessions";
import type { Browser } from "./sign-in/sign-in";
import { UNFINISHED_MINUTES } from "./sign-in/unfinished-sign-ins";

const secure = siteUrl().startsWith("https:");

/** Over TLS the prefix makes browsers refuse a cookie that another host or plain http tries to set (RFC 6265bis). */
const OWN = secure ? "__Host-latchkey" : "latchkey";

export const SESSION_COOKIE = `${OWN}-session`;

/** Names the sign-in that waits for a code (access/sign-in/unfinished-sign-ins.ts). */
export const UNFINISHED_COOKIE = `${OWN}-unfinished`;

/** Shows that this browser has signed in before (access/sign-in/device-cookie.ts). Browsers keep a cookie for 400 days at most. */
const DEVICE_COOKIE = `${OWN}-device`;
const DEVICE_DAYS = 400;

/** What a sign-in by single sign-on is known by when its browser comes back from the provider. */
export const FLOW_COOKIES = {
  state: `${OWN}-state`,
  pkceCodeVerifier: `${OWN}-pkce`,
  nonce: `${OWN}-nonce`,
  /** Where it leads. */
  target: `${OWN}-target`,
} as const;

/** Where next-auth keeps where to go. Nothing here needs it. */
export const CALLBACK_COOKIE = `${secure ? "__Secure-" : ""}next-auth.callback-url`;

export const COOKIE_OPTIONS = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;

/** The public address of the console, an origin. */
export function siteUrl(): string {
  return process.env["NEXTAUTH_URL"] ?? "http://localhost:3000";
}

export async function presentBrowser(): Promise<Browser> {
  const sent = await headers();
  return {
    // The server in front of the pages has made it one plain address.
    address: sent.get("x-forwarded-for") ?? "",
    userAgent: sent.get("user-agent") ?? "",
    // By exactly its cookie: next-auth would join all whose names begin alike, and find no session by that.
    previousToken: (await cookies()).get(SESSION_COOKIE)?.value,
    device: (await cookies()).get(DEVICE_COOKIE)?.value,
  };
}

/** Hands the browser another name of its session. How long that lasts, the database knows. */
export async function keepSession(token: string): Promise<void> {
  const maxAge = SESSION_HOURS * 3_600;
  (await cookies()).set({ name: SESSION_COOKIE, value: token, ...COOKIE_OPTIONS, maxAge });
}

export async function keepDevice(value: string): Promise<void> {
  (await cookies()).set({ name: DEVICE_COOKIE, value, ...COOKIE_OPTIONS, maxAge: DEVICE_DAYS * 86_400 });
}

/** The sign-in of this browser that waits for a code, if there is one. */
export async function unfinishedToken(): Promise<string | undefined> {
  return (await cookies()).get(UNFINISHED_COOKIE)?.value;
}

export async function keepUnfinishedToken(value: string): Promise<void> {
  const maxAge = UNFINISHED_MINUTES * 60;
  (await cookies()).set({ name: UNFINISHED_COOKIE, value, ...COOKIE_OPTIONS, sameSite: "strict", maxAge });
}

/** Which language somebody chose, for a year. */
const CHOSEN_LANGUAGE = `${secure ? "__Host-" : ""}${LANGUAGE_COOKIE}`;
const LANGUAGE_DAYS = 365;

/** In which language the pages shall speak to this browser; null where it is as the browser asks. */
export async function chosenLanguage(): Promise<Language | null> {
  const value = (await cookies()).get(CHOSEN_LANGUAGE)?.value;
  return isLanguage(value) ? value : null;
}

export async function chooseLanguage(language: Language | null): Promise<void> {
  if (language === null) return dropCookies(CHOSEN_LANGUAGE);
  const maxAge = LANGUAGE_DAYS * 86_400;
  (await cookies()).set({ name: CHOSEN_LANGUAGE, value: language, ...COOKIE_OPTIONS, maxAge });
}

/** Takes cookies away from the browser. */
export async function dropCookies(...names: readonly string[]): Promise<void> {
  const jar = await cookies();
  for (const name of names) if (jar.has(name)) jar.delete({ name, ...COOKIE_OPTIONS });
}
