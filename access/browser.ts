/** The browser of the request under way: where it is, and by which cookies the console knows it again. */
import { cookies, headers } from "next/headers";
import { LANGUAGE_COOKIE, type Language, isLanguage } from "@/text/language";
import { SESSION_HOURS } from "./sign-in/session-limits";
import type { Browser } from "./sign-in/sign-in";
import { UNFINISHED_MINUTES } from "./sign-in/unfinished-sign-ins";

const secure = siteUrl().startsWith("https:");

/** Cookies know no ports: two consoles on one host would take each other's. So they are called by the port, if there is one. */
const { port } = new URL(siteUrl());

/**
 * The name of a cookie of this console alone. Over TLS the prefix makes browsers refuse one that another host or plain http
 * tries to set (RFC 6265bis).
 */
export function cookieName(name: string, prefix: "__Host-" | "__Secure-" = "__Host-"): string {
  return `${secure ? prefix : ""}latchkey-${name}${port === "" ? "" : `-${port}`}`;
}

export const SESSION_COOKIE = cookieName("session");

/** What it was called whatever the port, up to 2026-12-01: who was signed in before an upgrade stays signed in. */
const FORMER_SESSION_COOKIE = `${secure ? "__Host-" : ""}latchkey-session`;

/** The token of a session, by how the cookies of a request are read. */
export function sessionTokenIn(read: (name: string) => string | undefined): string | undefined {
  return read(SESSION_COOKIE) ?? read(FORMER_SESSION_COOKIE);
}

/** Names the sign-in that waits for a code (access/sign-in/unfinished-sign-ins.ts). */
export const UNFINISHED_COOKIE = cookieName("unfinished");

/** Shows that this browser has signed in before (access/sign-in/device-cookie.ts). Browsers keep a cookie for 400 days at most. */
const DEVICE_COOKIE = cookieName("device");
const DEVICE_DAYS = 400;

/** What a sign-in by single sign-on is known by when its browser comes back from the provider. */
export const FLOW_COOKIES = {
  state: cookieName("state"),
  pkceCodeVerifier: cookieName("pkce"),
  nonce: cookieName("nonce"),
  /** Where it leads. */
  target: cookieName("target"),
} as const;

export const CSRF_COOKIE = cookieName("csrf");

/** Where next-auth keeps where to go. Nothing here needs it. */
export const CALLBACK_COOKIE = cookieName("callback-url", "__Secure-");

export const COOKIE_OPTIONS = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;

/** The public address of the console, an origin. */
export function siteUrl(): string {
  return process.env["NEXTAUTH_URL"] ?? "http://localhost:3000";
}

export async function presentBrowser(): Promise<Browser> {
  const [sent, jar] = [await headers(), await cookies()];
  return {
    // The server in front of the pages has made it one plain address.
    address: sent.get("x-forwarded-for") ?? "",
    userAgent: sent.get("user-agent") ?? "",
    // By exactly its cookie: next-auth would join all whose names begin alike, and find no session by that.
    previousToken: sessionTokenIn((name) => jar.get(name)?.value),
    device: jar.get(DEVICE_COOKIE)?.value,
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

/** Which language somebody chose, for a year. One for all consoles of a host: it is about who reads, and opens nothing. */
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
