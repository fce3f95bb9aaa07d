/**
 * next-auth over sessions in the database. Its cookie holds nothing but the random name of a session: "encoding" hands
 * that name out, "decoding" asks the database. Next-auth's own routes and the sign-in page end in the same signIn().
 */
import { cookies } from "next/headers";
import { NextRequest, NextResponse } from "next/server";
import NextAuth, { type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { SESSION_HOURS, endSessionOfToken, findOpenSession } from "./sessions";
import { type SignIn, signIn } from "./sign-in";

const secure = (process.env["NEXTAUTH_URL"] ?? "").startsWith("https:");

/** Over TLS the prefix makes browsers refuse a cookie that another host or plain http tries to set (RFC 6265bis). */
export const SESSION_COOKIE = secure ? "__Host-latchkey-session" : "latchkey-session";

const COOKIE_OPTIONS = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;

type Headers = Record<string, string | undefined>;

export const authOptions: NextAuthOptions = {
  pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/account" },
  session: { strategy: "jwt", maxAge: SESSION_HOURS * 3_600 },
  cookies: { sessionToken: { name: SESSION_COOKIE, options: COOKIE_OPTIONS } },
  providers: [
    CredentialsProvider({
      credentials: { username: { label: "Username" }, password: { label: "Password", type: "password" } },
      authorize: async (credentials, request) => {
        const { username, password } = typedCredentials.parse(credentials);
        const result = await signIn(username, password, browserOf(request.headers ?? {}));
        if (result.ok) return carrying(result);
        // next-auth hands the message on in its answer; the sign-in page turns it into a sentence.
        throw new Error(result.refusal === "throttled" ? `throttled:${result.minutes}` : result.refusal);
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ ...token, sessionToken: sessionTokenOf(user) ?? sessionTokenOf(token) }),
    session: ({ session, token }) => ({ expires: session.expires, user: { name: token.name ?? null } }),
  },
  jwt: {
    encode: ({ token }) => sessionTokenOf(token) ?? "",
    decode: async ({ token }) => {
      const session = await findOpenSession(token);
      return session.open && token
        ? { sub: session.user.id, name: session.user.displayName, sessionToken: token }
        : null;
    },
  },
  events: {
    signOut: async ({ token }) => {
      const sessionToken = sessionTokenOf(token);
      if (sessionToken !== undefined) await endSessionOfToken(sessionToken);
    },
  },
};

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

function browserOf(headers: Headers): { address: string; userAgent: string; previousToken: string | undefined } {
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

/** Answers the addresses below /api/auth, but the one by which any browser could write into the server's log. */
export async function nextAuthHandler(request: NextRequest, context: NextAuthContext): Promise<Response> {
  if ((await context.params).nextauth[0] === "_log") return new Response(null, { status: 404 });
  const answer: unknown = await NextAuth(request, context, authOptions);
  if (answer instanceof Response) return answer;
  throw new Error("next-auth gave no answer.");
}

type NextAuthContext = { params: Promise<{ nextauth: string[] }> };

/**
 * Signs in by next-auth from within a server action, so that the form needs no script and no token of its own: the
 * origin of an action is checked already. Sets the cookie, or returns next-auth's error.
 */
export async function signInByForm(username: string, password: string): Promise<string | null> {
  const answer = await callNextAuth(["callback", "credentials"], { username, password });
  return new URL(answer.headers.get("location") ?? "/", baseUrl()).searchParams.get("error");
}

/** Ends the session of this browser and takes its cookie away. */
export async function signOutByForm(): Promise<void> {
  await callNextAuth(["signout"], {});
  (await cookies()).delete({ name: SESSION_COOKIE, ...COOKIE_OPTIONS });
}

async function callNextAuth(nextauth: string[], fields: Record<string, string>): Promise<Response> {
  const csrf = await nextAuthHandler(new NextRequest(`${baseUrl()}/api/auth/csrf`), { params: params(["csrf"]) });
  await keepCookies(csrf);
  const { csrfToken } = csrfAnswer.parse(await csrf.json());
  const request = new NextRequest(`${baseUrl()}/api/auth/${nextauth.join("/")}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: baseUrl() }),
  });
  const answer = await nextAuthHandler(request, { params: params(nextauth) });
  await keepCookies(answer);
  return answer;
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
