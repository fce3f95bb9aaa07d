/**
 * Signing out at the OpenID Connect provider as well (RP-Initiated Logout 1.0), after the session here has ended.
 * Guarantees that the ID token, by which the provider knows which of its sessions to end, is in no address of ours, in
 * no log and in no cookie that scripts or other sites can use.
 */
import { cookies } from "next/headers";
import { COOKIE_OPTIONS, cookieName, siteUrl } from "@/access/browser";
import { platformSettings } from "@/access/platform/platform-settings";
import { findProvider } from "./provider-discovery";
import { SESSION_HOURS } from "./session-limits";

const ID_TOKEN_COOKIE = cookieName("id-token", "__Secure-");

/** Only the link on the sign-in page needs it, and no request that another site makes this browser send. */
const OPTIONS = { ...COOKIE_OPTIONS, sameSite: "strict", path: "/sign-in" } as const;

/** Browsers drop a cookie of more than 4,096 bytes, its name and attributes included. */
const LONGEST_COOKIE = 3_500;

/** Keeps the ID token of a sign-in until the browser signs out. The provider asks who it is where there is none. */
export async function keepIdToken(idToken: string | undefined): Promise<void> {
  if (idToken === undefined || idToken.length > LONGEST_COOKIE) return dropIdToken();
  (await cookies()).set({ name: ID_TOKEN_COOKIE, value: idToken, ...OPTIONS, maxAge: SESSION_HOURS * 3_600 });
}

/** Whoever signs in with a password here does not sign out at the provider as whoever was here before. */
export async function dropIdToken(): Promise<void> {
  (await cookies()).delete({ name: ID_TOKEN_COOKIE, ...OPTIONS });
}

/** Whether the provider has an address for signing out. */
export async function hasPlatformSignOut(): Promise<boolean> {
  const { singleSignOn } = platformSettings();
  return singleSignOn !== null && Boolean((await findProvider(singleSignOn))?.endSession);
}

/** Where the browser signs out at the provider, or null. The ID token has served its purpose then. */
export async function takePlatformSignOut(): Promise<string | null> {
  const { singleSignOn } = platformSettings();
  const endSession = singleSignOn && (await findProvider(singleSignOn))?.endSession;
  if (!endSession) return null;
  const idToken = (await cookies()).get(ID_TOKEN_COOKIE)?.value;
  await dropIdToken();
  const address = new URL(endSession);
  if (idToken) address.searchParams.set("id_token_hint", idToken);
  address.searchParams.set("client_id", singleSignOn.clientId);
  address.searchParams.set("post_logout_redirect_uri", `${siteUrl()}/sign-in?signed-out`);
  return address.href;
}
