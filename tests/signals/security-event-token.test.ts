/** What each kind of event says, claim by claim, and how it is signed. */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import type { ClaimedSignal } from "@/access/signals/signal-deliveries";
import { type SecurityEventClaims, claimsOf, signToken } from "@/signals/security-event-token";

const URL_OF_CONSOLE = "https://latchkey.example.com";
const LINUS = "0b0e5c2e-5f0a-4a55-9d3e-5b7f0f2f6a01";
const RECEIVER = "5f9a9c9e-30b4-4a3f-8d8e-1f2b3c4d5e6f";
const JTI = "756e6974-2062-4a79-8573-20636f6d6d6f";

function signalOf(kind: ClaimedSignal["kind"], about: object | null = {}): ClaimedSignal {
  const linus = { username: "linus", issuer: null, id: LINUS, initiatedBy: "admin", reason: "The user was disabled." };
  return {
    ...{ id: "7", kind, jti: JTI, attempts: 3, occurredAt: new Date("2026-11-23T12:34:56.789Z") },
    payload: { txn: "the-change", about: about && ({ ...linus, ...about } as typeof linus & { initiatedBy: "admin" }) },
    receiver: {
      ...{ id: RECEIVER, label: "Portal", endpoint: "https://portal.example.com/events", audience: "urn:portal" },
      authorization: { value: "Bearer not-for-the-token" },
    },
  };
}

/** What all events of the change have in common. */
const COMMON = {
  iss: URL_OF_CONSOLE,
  aud: "urn:portal",
  iat: Date.UTC(2026, 10, 23, 12, 34, 56) / 1_000,
  jti: JTI,
  txn: "the-change",
  sub_id: { format: "iss_sub", iss: URL_OF_CONSOLE, sub: LINUS },
};

describe("the claims of an event", () => {
  test.each([
    ["ACCOUNT_DISABLED", "https://schemas.openid.net/secevent/risc/event-type/account-disabled"],
    ["ACCOUNT_ENABLED", "https://schemas.openid.net/secevent/risc/event-type/account-enabled"],
    ["ACCOUNT_PURGED", "https://schemas.openid.net/secevent/risc/event-type/account-purged"],
  ] as const)("%s", (kind, type) => {
    expect(claimsOf(signalOf(kind), URL_OF_CONSOLE)).toEqual({ ...COMMON, events: { [type]: {} } });
  });

  test("SESSION_REVOKED says when, by whom and why", () => {
    expect(claimsOf(signalOf("SESSION_REVOKED", { initiatedBy: "system" }), URL_OF_CONSOLE)).toEqual({
      ...COMMON,
      events: {
        "https://schemas.openid.net/secevent/caep/event-type/session-revoked": {
          event_timestamp: COMMON.iat,
          initiating_entity: "system",
          reason_admin: { en: "The user was disabled." },
        },
      },
    });
  });

  test("VERIFICATION is about the receiver itself, and has no state, which only a receiver that asks gives", () => {
    expect(claimsOf(signalOf("VERIFICATION", null), URL_OF_CONSOLE)).toEqual({
      ...COMMON,
      sub_id: { format: "opaque", id: RECEIVER },
      events: { "https://schemas.openid.net/secevent/ssf/event-type/verification": {} },
    });
  });

  test("name a user of the platform as the OpenID Connect provider does", () => {
    const about = { issuer: "https://login.example.com", id: "idp|pat" };
    expect(claimsOf(signalOf("ACCOUNT_DISABLED", about), URL_OF_CONSOLE)).toMatchObject({
      iss: URL_OF_CONSOLE,
      sub_id: { format: "iss_sub", iss: "https://login.example.com", sub: "idp|pat" },
    });
  });
});

describe("the token", () => {
  async function given(): Promise<{ token: string; again: string; claims: SecurityEventClaims; jwk: object }> {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const claims = claimsOf(signalOf("SESSION_REVOKED"), URL_OF_CONSOLE);
    const key = { kid: "the-key", privateKey };
    const jwk = { ...(await exportJWK(publicKey)), kid: "the-key", alg: "RS256" };
    return { token: await signToken(claims, key), again: await signToken(claims, key), claims, jwk };
  }

  test("says that it is a security event, and by which key; neither sub nor exp is in it", async () => {
    const { token, claims, jwk } = await given();
    expect(decodeProtectedHeader(token)).toEqual({ alg: "RS256", typ: "secevent+jwt", kid: "the-key" });
    expect(decodeJwt(token)).toEqual(claims);
    expect(decodeJwt(token)).not.toHaveProperty("sub");
    expect(decodeJwt(token)).not.toHaveProperty("exp");
    const keys = createLocalJWKSet({ keys: [jwk] });
    expect((await jwtVerify(token, keys, { typ: "secevent+jwt" })).payload).toEqual(claims);
  });

  test("is the same to the last letter when it is sent again, and tells nothing that is not meant for the receiver", async () => {
    const { token, again } = await given();
    expect(again).toBe(token);
    const text = JSON.stringify(decodeJwt(token));
    for (const secret of ["not-for-the-token", "linus", "portal.example.com"]) expect(text).not.toContain(secret);
  });
});
