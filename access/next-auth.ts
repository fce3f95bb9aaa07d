/**
 * next-auth over sessions in the database. Its cookie holds nothing but the random name of a session: "encoding" hands
 * that name out, and only findOpenSession() reads it. Guarantees that next-auth's own routes and the sign-in page go
 * through the same door and end in the same signIn(), and that a failure is never told as a refusal.
 */
import { cookies, headers } from "next/headers";
import { NextRequest, NextResponse } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { logLine } from "./log-line";
import { refusalStatus } from "./next-auth-requests";
import { SESSION_HOURS, endSessionOfToken } from "./sessions";
import { type Browser, type SignIn, signIn } from "./sign-in";

const secure = (process.env["NEXTAUTH_URL"] ?? "").startsWith("https:");

/** Over TLS the prefix makes browsers refuse a cookie that another host or plain http tries to set (RFC 6265bis). */
export const SESSION_COOKIE = secure ? "__Host-latchkey-session" : "latchkey-session";

const CALLBACK_COOKIE = `${secure ? "__Secure-" : ""}next-auth.callback-url`;

const COOKIE_OPTIONS = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;

type Headers = Record<string, string | undefined>;

export const authOptions: NextAuthOptions = {
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
  session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
  cookies: {
    sessionToken: { name: SESSION_COOKIE, options: COOKIE_OPTIONS },
    callbackUrl: { name: CALLBACK_COOKIE, options: COOKIE_OPTIONS },
  },
  providers: [
    CredentialsProvider({
      credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
      authorize: async (credentials, request) => {
        const result = await signInOrFail(credentials, browserOf(request.headers ?? {}));
        if (result.ok) return carrying(result);
        // next-auth hands the message on in its answer; the sign-in page turns it into a sentence.
        throw new Error(result.refusal === "throttled" ? `throttled:${result.minutes}` : result.refusal);
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ ...token, sessionToken: sessionTokenOf(user) ?? sessionTokenOf(token) }),
  },
  jwt: {
    encode: ({ token }) => sessionTokenOf(token) ?? "",
    // Nothing is in the token, and no address in use asks.
    decode: () => null,
  },
  events: { signOut: endSessionOfBrowser },
  logger: {
    error: (code, { message, error }: { message?: unknown; error?: unknown }) =>
      console.error(logLine(`next-auth ${code}`, error ?? message)),
    warn: (code) => console.warn(logLine("next-auth", code)),
    debug: () => undefined,
  },
};

/** What is no answer to the one who tries, such as a database out of reach, is for the operator's eyes only. */
async function signInOrFail(credentials: unknown, browser: Browser): Promise<SignIn> {
  try {
    const { username, password } = typedCredentials.parse(credentials);
    return await signIn(username, password, browser);
  } catch (error) {
    console.error(logLine("Sign-in failed", error));
    throw new Error(UNAVAILABLE);
  }
}

const UNAVAILABLE = "unavailable";

// A form posted by hand may leave a field out, or send something else in its place.
const typedCredentials = z.object({ username: z.string().catch(""), password: z.string().catch("") });

/** A user in next-auth's terms, with the name of the new session beside. */
function carrying({ user, token }: Extract<SignIn, { ok: true }>): { id: string; name: string; sessionToken: string } {
  return { id: user.id, name: user.displayName, sessionToken: token };
}

/** The name of the session that next-auth carries through its steps, from authorize() to the cookie. */
function sessionTokenOf(carrier: unknown): string | undefined {
  return sessionCarrier.safeParse(carrier).data?.sessionToken;
}

const sessionCarrier = z.object({ sessionToken: z.string() });

function browserOf(headers: Headers): Browser {
  return {
    address: headers["x-forwarded-for"] ?? "",
    userAgent: headers["user-agent"] ?? "",
    previousToken: cookieOf(headers["cookie"] ?? "", SESSION_COOKIE),
  };
}

function cookieOf(header: string, name: string): string | undefined {
  const pair = header.split(/; */).find((cookie) => cookie.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}

/** Answers the addresses below /api/auth. */
export async function nextAuthHandler(request: NextRequest, context: NextAuthContext): Promise<Response> {
  const status = await refusalStatus(request, (await context.params).nextauth, baseUrl());
  if (status !== null) return new Response(null, { status });
  await dropCallbackCookie();
  const answer: unknown = await NextAuth(request, context, authOptions);
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no answer.");
}

/** Next-auth would fail over a cookie that is no address, at each sign-in of that browser; nothing here needs it. */
async function dropCallbackCookie(): Promise<void> {
  const jar = await cookies();
  if (jar.has(CALLBACK_COOKIE)) jar.delete({ name: CALLBACK_COOKIE, ...COOKIE_OPTIONS });
}

type NextAuthContext = { params: Promise<{ nextauth: string[] }> };

/**
 * Signs in by next-auth from within a server action, so that the form needs no script and no token of its own: the
 * origin of an action is checked already. Sets the cookie, or returns next-auth's error.
 */
export async function signInByForm(username: string, password: string): Promise<string | null> {
  const csrf = await nextAuthHandler(new NextRequest(`${baseUrl()}/api/auth/csrf`), { params: params(["csrf"]) });
  await keepCookies(csrf);
  const { csrfToken } = csrfAnswer.parse(await csrf.json());
  const request = new NextRequest(`${baseUrl()}/api/auth/callback/credentials`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ username, password, csrfToken, callbackUrl: baseUrl() }),
  });
  const answer = await nextAuthHandler(request, { params: params(["callback", "credentials"]) });
  await keepCookies(answer);
  const error = new URL(answer.headers.get("location") ?? "/", baseUrl()).searchParams.get("error");
  if (error === UNAVAILABLE) throw new Error("Signing in is not possible at the moment.");
  return error;
}

/** Ends the session of this browser and takes its cookie away. */
export async function signOutByForm(): Promise<void> {
  await endSessionOfBrowser();
  (await cookies()).delete({ name: SESSION_COOKIE, ...COOKIE_OPTIONS });
}

/** By exactly its cookie: next-auth would join all whose names begin alike, and find no session by that. */
async function endSessionOfBrowser(): Promise<void> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value;
  if (token) await endSessionOfToken(token, (await headers()).get("x-forwarded-for") ?? "");
}

const csrfAnswer = z.object({ csrfToken: z.string() });

function params(nextauth: string[]): Promise<{ nextauth: string[] }> {
  return Promise.resolve({ nextauth });
}

function baseUrl(): string {
  return process.env["NEXTAUTH_URL"] ?? "http://localhost:3000";
}

/** Hands the cookies of next-auth's answer to the browser, as the answer of the action. */
async function keepCookies(answer: Response): Promise<void> {
  const jar = await cookies();
  for (const cookie of new NextResponse(null, { headers: answer.headers }).cookies.getAll()) jar.set(cookie);
}
