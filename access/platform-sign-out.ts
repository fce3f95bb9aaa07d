/**
 * Signing out at the OpenID Connect provider as well (RP-Initiated Logout 1.0), after the session here has ended.
 * Guarantees that the ID token, by which the provider knows which of its sessions to end, is in no address of ours, in
 * no log and in no cookie that scripts or other sites can use.
 */
import { cookies } from "next/headers";
import { z } from "zod";
import { COOKIE_OPTIONS, siteUrl } from "./browser";
import { logLine } from "./log-line";
import {
  type SingleSignOn,
  discoveryAddress,
  isPrivateAddress,
  isSameIssuer,
  platformSettings,
} from "./platform-settings";
import { SESSION_HOURS } from "./sessions";

const ID_TOKEN_COOKIE = `${COOKIE_OPTIONS.secure ? "__Secure-" : ""}latchkey-id-token`;

/** Only the link on the sign-in page needs it, and no request that another site makes this browser send. */
const OPTIONS = { ...COOKIE_OPTIONS, sameSite: "strict", path: "/sign-in" } as const;

/** Browsers drop a cookie of more than 4,096 bytes, its name and attributes included. */
const LONGEST_COOKIE = 3_500;

const PATIENCE_MS = 3_000;

/** Keeps the ID token of a sign-in until the browser signs out. The provider asks who it is where there is none. */
export async function keepIdToken(idToken: string | undefined): Promise<void> {
  const jar = await cookies();
  if (idToken === undefined || idToken.length > LONGEST_COOKIE) jar.delete({ name: ID_TOKEN_COOKIE, ...OPTIONS });
  else jar.set({ name: ID_TOKEN_COOKIE, value: idToken, ...OPTIONS, maxAge: SESSION_HOURS * 3_600 });
}

/** Whether the provider has an address for signing out. */
export async function hasPlatformSignOut(): Promise<boolean> {
  const { singleSignOn } = platformSettings();
  return singleSignOn !== null && (await findEndSession(singleSignOn)) !== null;
}

/** Where the browser signs out at the provider, or null. The ID token has served its purpose then. */
export async function takePlatformSignOut(): Promise<string | null> {
  const { singleSignOn } = platformSettings();
  const endSession = singleSignOn && (await findEndSession(singleSignOn));
  if (!endSession) return null;
  const jar = await cookies();
  const idToken = jar.get(ID_TOKEN_COOKIE)?.value;
  jar.delete({ name: ID_TOKEN_COOKIE, ...OPTIONS });
  const address = new URL(endSession);
  if (idToken) address.searchParams.set("id_token_hint", idToken);
  address.searchParams.set("client_id", singleSignOn.clientId);
  address.searchParams.set("post_logout_redirect_uri", `${siteUrl()}/sign-in?signed-out`);
  return address.href;
}

const discovered = z.object({
  issuer: z.string(),
  end_session_endpoint: z.string().refine(isPrivateAddress).optional(),
});

async function findEndSession({ issuer }: SingleSignOn): Promise<string | null> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(discoveryAddress(issuer), { redirect: "error", signal, cache: "no-store" });
    const document = discovered.parse(await answer.json());
    return isSameIssuer(document.issuer, issuer) ? (document.end_session_endpoint ?? null) : null;
  } catch (error) {
    console.error(logLine("The provider does not tell where one signs out", error));
    return null;
  }
}
