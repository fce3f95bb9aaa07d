/**
 * The OpenID Connect provider as next-auth is told of it, and what its word is worth. Guarantees that a sign-in rests on
 * the claim that the operator named, told by the issuer that the operator named, and on nothing else.
 */
import { decodeJwt } from "jose";
import type { TokenSet, User } from "next-auth";
import type { OAuthConfig, UserinfoEndpointHandler } from "next-auth/providers/oauth";
import { presentBrowser } from "@/access/browser";
import { logFailure } from "@/access/operation/log";
import type { SingleSignOn } from "@/access/platform/platform-settings";
import { carrying, carryingRefusal } from "./carried-session";
import { keepIdToken } from "./platform-sign-out";
import type { Provider } from "./provider-discovery";
import { signInByPlatform } from "./sign-in";

type Claims = Readonly<Record<string, unknown>>;

/** So long each answer of the provider may take. */
const PATIENCE_MS = 5_000;

/** After the signal, when nobody waits any more, nobody is signed in. */
export function identityProvider(
  singleSignOn: SingleSignOn,
  provider: Provider,
  late?: AbortSignal,
): OAuthConfig<Claims> {
  const { clientId, clientSecret, name } = singleSignOn;
  return {
    id: "oidc",
    name,
    type: "oauth",
    issuer: provider.issuer,
    clientId,
    clientSecret,
    client: { token_endpoint_auth_method: provider.takesSecretInHeader ? "client_secret_basic" : "client_secret_post" },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    // Entra ID tells the object id to whom the profile is told.
    authorization: { url: provider.authorization, params: { scope: "openid profile" } },
    token: { url: provider.token },
    jwks_endpoint: provider.keys,
    userinfo: {
      ...(provider.userinfo !== null && { url: provider.userinfo }),
      request: (answer) => claimsIn(answer, singleSignOn),
    },
    httpOptions: { timeout: PATIENCE_MS },
    profile: (claims, tokens) =>
      late?.aborted ? carryingRefusal("platform_unavailable") : signInByClaims(claims, tokens, singleSignOn),
  };
}

type Answer = Parameters<NonNullable<UserinfoEndpointHandler["request"]>>[0];

/**
 * The claims of the ID token, which next-auth has checked. Some providers tell more to who asks for it with the access
 * token; that counts only beside the ID token, and only about the same subject.
 */
async function claimsIn({ client, tokens }: Answer, { claim }: SingleSignOn): Promise<Claims> {
  const claims = decodeJwt(tokens.id_token ?? "");
  const told = Object.hasOwn(claims, claim) || client.issuer.metadata.userinfo_endpoint === undefined;
  if (told || tokens.access_token === undefined) return claims;
  const more = await client.userinfo(tokens.access_token);
  return more.sub === claims.sub ? { ...more, ...claims } : claims;
}

/** Signs in whom the claims name. A refusal is carried to where next-auth asks for it. */
async function signInByClaims(claims: Claims, tokens: TokenSet, { claim }: SingleSignOn): Promise<User> {
  const subject = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (typeof subject !== "string" || subject === "") {
    logFailure("The answer of the provider can't be used", `the claim ${claim} is missing or no text`);
    return carryingRefusal("platform_failed");
  }
  try {
    const result = await signInByPlatform(subject, await presentBrowser());
    if (!result.ok) return carryingRefusal(result.refusal);
    await keepIdToken(tokens.id_token);
    return carrying(result);
  } catch (error) {
    logFailure("Sign-in failed", error);
    return carryingRefusal("unavailable");
  }
}
