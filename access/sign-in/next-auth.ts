/**
 * next-auth over sessions in the database. Its cookie holds nothing but the random name of a session: "encoding" hands
 * that name out, and only findOpenSession() reads it. Guarantees that next-auth's own routes and the sign-in page go
 * through the same door and end in the same signIn(), and that a failure is never told as a refusal.
 */
import NextAuth, { type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { Provider } from "next-auth/providers/index";
import { NextRequest } from "next/server";
import { z } from "zod";
import {
  CALLBACK_COOKIE,
  CSRF_COOKIE,
  COOKIE_OPTIONS,
  FLOW_COOKIES,
  SESSION_COOKIE,
  UNFINISHED_COOKIE,
  dropCookies,
  keepDevice,
  keepUnfinishedToken,
  presentBrowser,
  siteUrl,
  unfinishedToken,
} from "@/access/browser";
import { logFailure } from "@/access/operation/log";
import { platformSettings } from "@/access/platform/platform-settings";
import { carrying, refusalOf, sessionTokenOf } from "./carried-session";
import { type CodeSignIn, signInByCode } from "./code-sign-in";
import { errorIn, keepCookies } from "./next-auth-answer";
import { refusalStatus } from "./next-auth-requests";
import { dropIdToken } from "./platform-sign-out";
import { SESSION_HOURS } from "./session-limits";
import { endSessionOfToken } from "./sessions";
import { type SignIn, signIn } from "./sign-in";

/** So long somebody may take to sign in at the provider; next-auth seals the time into its cookies of these. */
export const FLOW_OPTIONS = { ...COOKIE_OPTIONS, maxAge: 15 * 60 };

function authOptions(provider: Provider | null): NextAuthOptions {
  return {
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
    session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
    cookies: {
      sessionToken: { name: SESSION_COOKIE, options: COOKIE_OPTIONS },
      csrfToken: { name: CSRF_COOKIE, options: COOKIE_OPTIONS },
      callbackUrl: { name: CALLBACK_COOKIE, options: COOKIE_OPTIONS },
      state: { name: FLOW_COOKIES.state, options: FLOW_OPTIONS },
      pkceCodeVerifier: { name: FLOW_COOKIES.pkceCodeVerifier, options: FLOW_OPTIONS },
      nonce: { name: FLOW_COOKIES.nonce, options: FLOW_OPTIONS },
    },
    providers: provider ? [passwordProvider, provider] : [passwordProvider],
    callbacks: { signIn: ({ user }) => requireAdmission(user), jwt: carryOn },
    jwt: {
      encode: ({ token }) => sessionTokenOf(token) ?? "",
      // Nothing is in the token, and no address in use asks.
      decode: () => null,
    },
    events: {
      signOut: async () => {
        await endSessionOfBrowser();
      },
    },
    logger,
  };
}

const passwordProvider = CredentialsProvider({
  credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
  authorize: async (credentials) => {
    const { username, password } = typedCredentials.parse(credentials);
    const result = await orFail(async () => signIn(username, password, await presentBrowser()));
    if (!result.ok && result.refusal === "code_wanted") await keepUnfinishedToken(result.token);
    return admitted(result);
  },
});

/** The second half, for who has a second factor. Only the page that asks for the code comes here: signInWithCode(). */
const codeProvider = CredentialsProvider({
  id: "code",
  credentials: { code: { label: "Code" } },
  authorize: async (credentials) => {
    const { code } = typedCredentials.parse(credentials);
    const result = await orFail(async () => signInByCode(await unfinishedToken(), code, await presentBrowser()));
    if (result.ok) await dropCookies(UNFINISHED_COOKIE);
    return admitted(result);
  },
});

/** Who is signed in, in next-auth's terms. It hands the message of an error on; the sign-in page makes a sentence of it. */
async function admitted(result: SignIn | CodeSignIn): Promise<ReturnType<typeof carrying>> {
  if (!result.ok) throw new Error("minutes" in result ? `${result.refusal}:${result.minutes}` : result.refusal);
  if (result.device !== null) await keepDevice(result.device);
  if (platformSettings().singleSignOn !== null) await dropIdToken();
  return carrying(result);
}

/** What is no answer to the one who tries, such as a database out of reach, is for the operator's eyes only. */
async function orFail<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    logFailure("Sign-in failed", error);
    throw new Error(UNAVAILABLE);
  }
}

const UNAVAILABLE = "unavailable";
const NOTHING = { username: "", password: "", code: "" };

// A form posted by hand may leave a field out, or send something else in its place.
const text = z.string().catch("");
const typedCredentials = z.object({ username: text, password: text, code: text }).catch(NOTHING);

/** Where next-auth asks whether somebody may come in; it hands the message on as it does that of a password. */
function requireAdmission(user: unknown): true {
  const refusal = refusalOf(user);
  if (refusal !== undefined) throw new Error(refusal);
  return true;
}

const carryOn: NonNullable<NonNullable<NextAuthOptions["callbacks"]>["jwt"]> = ({ token, user }) => {
  return { ...token, sessionToken: sessionTokenOf(user) ?? sessionTokenOf(token) };
};

const logger: NonNullable<NextAuthOptions["logger"]> = {
  error: (code, { message, error }: { message?: unknown; error?: unknown }) =>
    logFailure(`next-auth ${code}`, error ?? message),
  warn: (code) => logFailure("next-auth", code, "warn"),
  debug: () => undefined,
};

/** Answers the addresses below /api/auth. */
export async function nextAuthHandler(request: NextRequest, context: NextAuthContext): Promise<Response> {
  const path = (await context.params).nextauth;
  const status = await refusalStatus(request, path, siteUrl());
  if (status !== null) return new Response(null, { status });
  return askNextAuth(request, path);
}

type NextAuthContext = { params: Promise<{ nextauth: string[] }> };

/** Next-auth's own answer to a request that is ours, or that was found bearable; single sign-on is asked with its provider. */
export async function askNextAuth(
  request: NextRequest,
  path: readonly string[],
  provider: Provider | null = null,
): Promise<Response> {
  // Next-auth would fail over a cookie that is no address, at each sign-in of that browser.
  await dropCookies(CALLBACK_COOKIE);
  const context = { params: Promise.resolve({ nextauth: [...path] }) };
  const answer: unknown = await NextAuth(request, context, authOptions(provider));
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no answer.");
}

/**
 * Posts to next-auth from within this process, so that no page needs a script, or a token of its own: who calls this has
 * made sure that the browser means it. Hands the cookies of the answer on.
 */
export async function postToNextAuth(
  path: readonly string[],
  fields: Record<string, string>,
  provider: Provider | null = null,
): Promise<Response> {
  const csrf = await askNextAuth(new NextRequest(`${siteUrl()}/api/auth/csrf`), ["csrf"]);
  await keepCookies(csrf);
  const { csrfToken } = csrfAnswer.parse(await csrf.json());
  const request = new NextRequest(`${siteUrl()}/api/auth/${path.join("/")}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken }),
  });
  const answer = await askNextAuth(request, path, provider);
  await keepCookies(answer);
  return answer;
}

const csrfAnswer = z.object({ csrfToken: z.string() });

/** Signs in from within a server action, whose origin is checked. Sets the cookie, or returns next-auth's error. */
export async function signInByForm(username: string, password: string): Promise<string | null> {
  return errorOf(await postToNextAuth(["callback", "credentials"], { username, password, callbackUrl: siteUrl() }));
}

/** The same by a code, after the password was right: "code_wanted" was the error then. */
export async function signInWithCode(code: string): Promise<string | null> {
  return errorOf(await postToNextAuth(["callback", "code"], { code, callbackUrl: siteUrl() }, codeProvider));
}

function errorOf(answer: Response): string | null {
  const error = errorIn(answer);
  if (error === UNAVAILABLE) throw new Error("Signing in is not possible at the moment.");
  return error;
}

/** Ends the session of this browser and takes its cookie away. Whether it was a platform user's. */
export async function signOutByForm(): Promise<boolean> {
  const isPlatformUser = await endSessionOfBrowser();
  await dropCookies(SESSION_COOKIE);
  return isPlatformUser;
}

async function endSessionOfBrowser(): Promise<boolean> {
  const { previousToken, address } = await presentBrowser();
  return previousToken !== undefined && endSessionOfToken(previousToken, address);
}
