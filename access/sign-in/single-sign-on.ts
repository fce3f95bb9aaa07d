/**
 * Single sign-on: to the OpenID Connect provider and back, by next-auth. Guarantees that only an answer to a sign-in that
 * this browser began is looked at, once, so that nobody is signed in as somebody else by a link; and that it leads to
 * addresses of this site alone.
 */
import { decode } from "next-auth/jwt";
import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { FLOW_COOKIES, SESSION_COOKIE, dropCookies, siteUrl } from "@/access/browser";
import { logFailure } from "@/access/operation/log";
import { platformSettings } from "@/access/platform/platform-settings";
import { identityProvider } from "./identity-provider";
import { FLOW_OPTIONS, askNextAuth, postToNextAuth } from "./next-auth";
import { errorIn, keepCookies, setsCookie } from "./next-auth-answer";
import { leadsTo, readProviderAnswer } from "./next-auth-requests";
import { findProvider } from "./provider-discovery";

/** So long the provider may take in all before a sign-in, however slowly it answers each question. */
const PATIENCE_MS = 15_000;

/** A longer path makes a cookie that browsers and proxies refuse; who wanted to be there finds the way again. */
const LONGEST_PATH = 1_000;

/** Begins a sign-in that ends at this path. Returns where the browser goes now: to the provider, or to an error. */
export async function startSingleSignOn(from: string): Promise<string> {
  const target = targetOf(from.length > LONGEST_PATH ? "/" : from);
  const { singleSignOn } = platformSettings();
  const provider = singleSignOn && (await findProvider(singleSignOn));
  if (!provider) return signInPage("platform_unavailable", target);
  const answer = await postToNextAuth(["signin", "oidc"], {}, identityProvider(singleSignOn, provider));
  const address = answer.headers.get("location");
  if (address === null || !setsCookie(answer, FLOW_COOKIES.state)) return signInPage("platform_unavailable", target);
  (await cookies()).set({ name: FLOW_COOKIES.target, value: target, ...FLOW_OPTIONS });
  return address;
}

/** Ends the sign-in that the provider sends the browser back from. Returns where the browser goes now. */
export async function finishSingleSignOn(parameters: URLSearchParams): Promise<string> {
  const target = targetOf((await cookies()).get(FLOW_COOKIES.target)?.value ?? "/");
  const answer = readProviderAnswer(parameters);
  // Whoever else sends a browser here is told so, without a line in the log.
  if (!answer || !(await isOfThisBrowser(answer))) return signInPage("platform_expired", target);
  const error = answer.has("error") ? refused(answer) : await redeem(answer);
  await dropCookies(...Object.values(FLOW_COOKIES));
  return error === null ? `${siteUrl()}${target}` : signInPage(error, target);
}

/** Where the user wanted to be: a path of this site that a page can be at, whatever is asked for or in the cookie. */
function targetOf(text: string): string {
  if (!leadsTo(siteUrl(), text)) return "/";
  const { pathname, search } = new URL(text, siteUrl());
  return isDecodable(pathname) && !pathname.startsWith("//") ? `${pathname}${search}` : "/";
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
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
  const { singleSignOn } = platformSettings();
  const provider = singleSignOn && (await findProvider(singleSignOn));
  if (!provider) return "platform_unavailable";
  if (provider.namesItselfInAnswers && !answer.has("iss")) return unusable("its issuer is missing");
  const late = AbortSignal.timeout(PATIENCE_MS);
  const request = new NextRequest(`${siteUrl()}/api/auth/callback/oidc?${answer.toString()}`);
  const asking = askNextAuth(request, ["callback", "oidc"], identityProvider(singleSignOn, provider, late));
  const response = await Promise.race([asking, whenAborted(late)]);
  if (response === null) return unusable(`it took longer than ${PATIENCE_MS / 1_000} seconds`, "platform_unavailable");
  await keepCookies(response);
  if (setsCookie(response, SESSION_COOKIE)) return null;
  const error = errorIn(response) ?? "";
  return /^[a-z_]+$/.test(error) ? error : "platform_failed";
}

function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve(null);
    });
  });
}

function unusable(why: string, error = "platform_failed"): string {
  logFailure("The answer of the provider can't be used", why);
  return error;
}

/** The provider did not let the user in. Why is for the eyes of who runs this console. */
function refused(answer: URLSearchParams): string {
  const error = answer.get("error");
  logFailure("The provider refused a sign-in", `${error} ${answer.get("error_description") ?? ""}`.trim());
  return error === "access_denied" ? "platform_denied" : "platform_failed";
}
