/**
 * One security event as receivers get it: a signed token (RFC 8417) by the Shared Signals Framework 1.0, with one event
 * and neither `sub` nor `exp`, so that nobody takes it for a token that signs somebody in.
 */
import { type JWTPayload, SignJWT } from "jose";
import type { ClaimedSignal } from "@/access/signals/signal-deliveries";
import type { SignalPayload } from "@/access/signals/signals";
import { SIGNING_ALGORITHM, type SigningKey } from "@/access/signals/signing-keys";

const EVENT_TYPES: Record<ClaimedSignal["kind"], string> = {
  ACCOUNT_DISABLED: "https://schemas.openid.net/secevent/risc/event-type/account-disabled",
  ACCOUNT_ENABLED: "https://schemas.openid.net/secevent/risc/event-type/account-enabled",
  ACCOUNT_PURGED: "https://schemas.openid.net/secevent/risc/event-type/account-purged",
  SESSION_REVOKED: "https://schemas.openid.net/secevent/caep/event-type/session-revoked",
  VERIFICATION: "https://schemas.openid.net/secevent/ssf/event-type/verification",
};

/** Whom an event is about, in a form of RFC 9493. */
type SubjectIdentifier =
  | { readonly format: "iss_sub"; readonly iss: string; readonly sub: string }
  | { readonly format: "opaque"; readonly id: string };

export type SecurityEventClaims = JWTPayload & {
  readonly iss: string;
  readonly aud: string;
  readonly iat: number;
  readonly jti: string;
  readonly txn: string;
  readonly sub_id: SubjectIdentifier;
  readonly events: Readonly<Record<string, object>>;
};

/** The same each time for the same event, so that a receiver which got it before recognizes it. */
export function claimsOf(
  { kind, jti, payload, occurredAt, receiver }: ClaimedSignal,
  url: string,
): SecurityEventClaims {
  return {
    iss: url,
    aud: receiver.audience,
    iat: seconds(occurredAt),
    jti,
    txn: payload.txn,
    sub_id: subjectOf(payload, receiver.id, url),
    events: { [EVENT_TYPES[kind]]: kind === "SESSION_REVOKED" ? revocation(payload, occurredAt) : {} },
  };
}

/** A verification is about the stream of events itself, which has the receiver's id. */
function subjectOf({ about }: SignalPayload, receiverId: string, url: string): SubjectIdentifier {
  if (about === null) return { format: "opaque", id: receiverId };
  return { format: "iss_sub", iss: about.issuer ?? url, sub: about.id };
}

function revocation({ about }: SignalPayload, occurredAt: Date): object {
  return {
    event_timestamp: seconds(occurredAt),
    ...(about && { initiating_entity: about.initiatedBy, reason_admin: { en: about.reason } }),
  };
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1_000);
}

export function signToken(claims: SecurityEventClaims, { kid, privateKey }: SigningKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: "secevent+jwt", kid }).sign(privateKey);
}
