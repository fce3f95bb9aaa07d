/**
 * What receivers of security events are told: the outbox. Guarantees that the events of a change are written in its
 * transaction, in one statement over all receivers, and that neither a receiver nor its removal holds the change up.
 * Sending them is the work of signals/, over signal-deliveries.ts.
 */
import { randomUUID } from "node:crypto";
import type { Actor } from "@/access/actor";
import type { Tx } from "@/access/database";
import { platformSettings } from "@/access/platform/platform-settings";
import type { SignalKind, SignalStatus } from "@/generated/prisma/enums";

export type { SignalKind, SignalStatus };

/** What a row of the outbox keeps besides its columns. A verification is about no user. */
export type SignalPayload = {
  /** The claim txn, which the events of one change share. */
  readonly txn: string;
  readonly about: {
    /** A copy, for the list of deliveries; receivers are not told it. */
    readonly username: string;
    /** Who gave the user this id: the OpenID Connect provider, or null for this product. */
    readonly issuer: string | null;
    readonly id: string;
    readonly initiatedBy: "admin" | "system";
    readonly reason: string;
  } | null;
};

/** So long an event belongs to whoever claimed it: longer than sending it can take. */
export const LEASE_SECONDS = 30;

export type AnnouncedChange = "enabled" | "disabled" | "deleted";

const EVENTS: Record<AnnouncedChange, { readonly kinds: readonly SignalKind[]; readonly reason: string }> = {
  enabled: { kinds: ["ACCOUNT_ENABLED"], reason: "The user was enabled." },
  disabled: { kinds: ["ACCOUNT_DISABLED", "SESSION_REVOKED"], reason: "The user was disabled." },
  deleted: { kinds: ["SESSION_REVOKED", "ACCOUNT_PURGED"], reason: "The user was deleted." },
};

/**
 * Writes the events of a change for each receiver, in the order in which they are to arrive. Called while the users are
 * locked and still there. A receiver that somebody is removing at this moment is passed over: to wait for that, or to
 * fail with it, would be the change's loss.
 */
export async function announce(
  tx: Tx,
  actor: Actor,
  users: readonly { readonly id: string }[],
  change: AnnouncedChange,
): Promise<void> {
  const { kinds, reason } = EVENTS[change];
  const initiatedBy = actor.kind === "platform" ? "system" : "admin";
  const issuer = subjectIssuer();
  await tx.rows`
    INSERT INTO signal_events (receiver_id, kind, subject_id, next_attempt_at, payload)
    SELECT r.id, event.kind::signal_kind, subject.id,
           -- What waits for an event that failed is due with it, so that claims need not pass over it until then. Within
           -- the time of a lease that one may well be on its way, claimed since this transaction began; times are rounded.
           coalesce((SELECT max(earlier.next_attempt_at) FROM signal_events earlier
                     WHERE earlier.receiver_id = r.id AND earlier.subject_id = subject.id AND earlier.status = 'PENDING'
                       AND earlier.next_attempt_at > clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}::int + 1)),
                    now()),
           jsonb_build_object('txn', changed.txn, 'about', jsonb_build_object(
             'username', u.username, 'initiatedBy', ${initiatedBy}::text, 'reason', ${reason}::text,
             'issuer', CASE WHEN platform.knows THEN ${issuer}::text END,
             'id', CASE WHEN platform.knows THEN u.external_id ELSE u.id::text END))
    FROM (SELECT id FROM signal_receivers FOR KEY SHARE SKIP LOCKED) AS r
    CROSS JOIN unnest(${kinds}::text[]) WITH ORDINALITY AS event (kind, position)
    CROSS JOIN unnest(${users.map(({ id }) => id)}::uuid[], ${users.map(() => randomUUID())}::text[]) AS changed (id, txn)
    JOIN users u ON u.id = changed.id
    CROSS JOIN LATERAL (SELECT u.origin = 'PLATFORM' AND u.external_id IS NOT NULL AND ${issuer}::text IS NOT NULL
                       ) AS platform (knows)
    -- Whose events follow each other is whom receivers take for one: who comes again under the external id of somebody who
    -- was removed has another id here, but is the same subject of the provider. The hash only makes one value of the two.
    CROSS JOIN LATERAL (SELECT CASE WHEN platform.knows THEN md5(${issuer}::text || ' ' || u.external_id)::uuid
                                    ELSE u.id END) AS subject (id)
    ORDER BY r.id, u.id, event.position`;
}

/**
 * Who names the users of the platform to receivers: the OpenID Connect provider, if external ids are what it says in `sub`.
 * A pair of its issuer and the value of any other claim would name nobody.
 */
function subjectIssuer(): string | null {
  const { singleSignOn } = platformSettings();
  return singleSignOn?.claim === "sub" ? singleSignOn.issuer : null;
}
