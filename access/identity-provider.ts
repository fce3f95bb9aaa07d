/**
 * The OpenID Connect provider as next-auth is told of it, and what its word is worth. Guarantees that a sign-in rests on
 * the claim that the operator named, told by the issuer that the operator named, and on nothing else.
 */
import { decodeJwt } from "jose";
import type { TokenSet, User } from "next-auth";
import type { OAuthConfig, UserinfoEndpointHandler } from "next-auth/providers/oauth";
import { presentBrowser } from "./browser";
import { carrying, carryingRefusal } from "./carried-session";
import { logLine } from "./log-line";
import { type SingleSignOn, discoveryAddress, isSameIssuer } from "./platform-settings";
import { keepIdToken } from "./platform-sign-out";
import { signInByPlatform } from "./sign-in";

type Claims = Readonly<Record<string, unknown>>;

/** So long each answer of the provider may take. */
const PATIENCE_MS = 8_000;

export function identityProvider(singleSignOn: SingleSignOn): OAuthConfig<Claims> {
  const { issuer, clientId, clientSecret, name } = singleSignOn;
  return {
    id: "oidc",
    name,
    type: "oauth",
    wellKnown: discoveryAddress(issuer),
    clientId,
    clientSecret,
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    // Entra ID tells the object id to whom the profile is told.
    authorization: { params: { scope: "openid profile" } },
    httpOptions: { timeout: PATIENCE_MS },
    userinfo: { request: (answer) => claimsIn(answer, singleSignOn) },
    profile: (claims, tokens) => signInByClaims(claims, tokens, singleSignOn),
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
async function signInByClaims(claims: Claims, tokens: TokenSet, { issuer, claim }: SingleSignOn): Promise<User> {
  const subject = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  // What the issuer published about itself is what next-auth compared with; OIDC_ISSUER is what the operator trusts.
  if (!isSameIssuer(claims["iss"], issuer)) return unusable(`the issuer is ${String(claims["iss"])}, not OIDC_ISSUER`);
  if (typeof subject !== "string" || subject === "") return unusable(`the claim ${claim} is missing or no text`);
  try {
    const result = await signInByPlatform(subject, await presentBrowser());
    if (!result.ok) return carryingRefusal(result.refusal);
    await keepIdToken(tokens.id_token);
    return carrying(result);
  } catch (error) {
    console.error(logLine("Sign-in failed", error));
    return carryingRefusal("unavailable");
  }
}

function unusable(why: string): User {
  console.error(logLine("The answer of the provider can't be used", why));
  return carryingRefusal("platform_failed");
}
