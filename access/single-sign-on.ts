/**
 * Single sign-on: to the OpenID Connect provider and back, by next-auth. Guarantees that only an answer to a sign-in that
 * this browser began is looked at, once, so that nobody is signed in as somebody else by a link; and that it leads to
 * addresses of this site alone.
 */
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { decode } from "next-auth/jwt";
import { CALLBACK_COOKIE, FLOW_COOKIES, SESSION_COOKIE, dropCookies, siteUrl } from "./browser";
import { logLine } from "./log-line";
import { askNextAuth, errorIn, keepCookies, postToNextAuth, setsCookie } from "./next-auth";
import { leadsTo, readProviderAnswer } from "./next-auth-requests";

/** A longer path makes a cookie that browsers and proxies refuse; who wanted to be there finds the way again. */
const LONGEST_PATH = 1_000;

/** Begins a sign-in that ends at this path. Returns where the browser goes now: to the provider, or to an error. */
export async function startSingleSignOn(from: string): Promise<string> {
  const path = from.length > LONGEST_PATH ? "/" : from;
  const answer = await postToNextAuth(["signin", "oidc"], { callbackUrl: `${siteUrl()}${path}` });
  const provider = answer.headers.get("location");
  const begun = provider !== null && setsCookie(answer, FLOW_COOKIES.state);
  return begun ? provider : signInPage("platform_unavailable", path);
}

/** Ends the sign-in that the provider sends the browser back from. Returns where the browser goes now. */
export async function finishSingleSignOn(parameters: URLSearchParams): Promise<string> {
  const target = await targetOfFlow();
  const answer = readProviderAnswer(parameters);
  // Whoever else sends a browser here is told so, without a line in the log.
  if (!answer || !(await isOfThisBrowser(answer))) return signInPage("platform_expired", pathOf(target));
  // Next-auth would fail over a target that is no address.
  await dropCookies(CALLBACK_COOKIE);
  const error = answer.has("error") ? refused(answer) : await redeem(answer);
  await dropCookies(CALLBACK_COOKIE, ...Object.values(FLOW_COOKIES));
  return error === null ? target : signInPage(error, pathOf(target));
}

/** Where the user wanted to be: an address of this site, whatever is in the cookie. */
async function targetOfFlow(): Promise<string> {
  const target = (await cookies()).get(CALLBACK_COOKIE)?.value ?? "/";
  return new URL(leadsTo(siteUrl(), target) ? target : "/", siteUrl()).href;
}

function pathOf(target: string): string {
  const { pathname, search } = new URL(target);
  return `${pathname}${search}`;
}

function signInPage(error: string, from: string): string {
  return `${siteUrl()}/sign-in?${new URLSearchParams({ error, from }).toString()}`;
}

/** next-auth compares the state as well, but only after it has taken an error at its word. */
async function isOfThisBrowser(answer: URLSearchParams): Promise<boolean> {
  const token = (await cookies()).get(FLOW_COOKIES.state)?.value ?? "";
  const secret = process.env["NEXTAUTH_SECRET"] ?? "";
  try {
    return (await decode({ token, secret, salt: FLOW_COOKIES.state }))?.["value"] === answer.get("state");
  } catch {
    return false;
  }
}

/** Has next-auth fetch and check the tokens and sign in. Returns the error, or null when there is a session. */
async function redeem(answer: URLSearchParams): Promise<string | null> {
  const address = `${siteUrl()}/api/auth/callback/oidc?${answer.toString()}`;
  const response = await askNextAuth(new NextRequest(address), ["callback", "oidc"]);
  await keepCookies(response);
  if (setsCookie(response, SESSION_COOKIE)) return null;
  const error = errorIn(response) ?? "";
  return /^[a-z_]+$/.test(error) ? error : "platform_failed";
}

/** The provider did not let the user in. Why is for the eyes of who runs this console. */
function refused(answer: URLSearchParams): string {
  const error = answer.get("error");
  console.error(logLine("The provider refused a sign-in", `${error} ${answer.get("error_description") ?? ""}`.trim()));
  return error === "access_denied" ? "platform_denied" : "platform_failed";
}
