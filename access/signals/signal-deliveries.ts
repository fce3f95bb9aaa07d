/**
 * The outbox as the loop that empties it sees it (signals/). Guarantees that an event belongs to one console at a time, for
 * the length of a lease, that the events about one user are claimed in their order, and that an event whose sender was
 * killed comes back. Times are those of the database, so that the clocks of consoles don't matter. A console that sleeps
 * through its lease while it sends may repeat an event which another has sent, and later ones after it, by then.
 */
import { rows } from "@/access/database";
import { unseal } from "@/access/sealed";
import { Prisma } from "@/generated/prisma/client";
import { LEASE_SECONDS, type SignalKind, type SignalPayload } from "./signals";

/** An event that did not arrive by then is given up. */
const GIVEN_UP_AFTER_HOURS = 24;
const KEPT_DAYS = 30;
/** So many rows are settled or removed by one statement, so that none takes long. */
const AT_ONCE = 1_000;

const GIVEN_UP_AT = Prisma.sql`(e.occurred_at + make_interval(hours => ${GIVEN_UP_AFTER_HOURS}::int))`;

/** An event that was claimed, with all that it takes to send it. */
export type ClaimedSignal = {
  readonly id: string;
  readonly kind: SignalKind;
  readonly jti: string;
  readonly payload: SignalPayload;
  readonly occurredAt: Date;
  /** With this one; it also tells this claim from later ones. */
  readonly attempts: number;
  readonly receiver: {
    readonly id: string;
    readonly label: string;
    readonly endpoint: string;
    readonly audience: string;
    /** Unreadable once NEXTAUTH_SECRET was changed. */
    readonly authorization: "none" | "unreadable" | { readonly value: string };
  };
};

type Receiver = ClaimedSignal["receiver"];
type ClaimedRow = Omit<ClaimedSignal, "receiver"> & Omit<Receiver, "id" | "authorization"> & { sealed: Buffer | null };

/** All receivers, and whether something may be due for them. */
export function listReceivers(): Promise<{ readonly id: string; readonly isDue: boolean }[]> {
  return rows`
    SELECT r.id, EXISTS (SELECT FROM signal_events e
                         WHERE e.receiver_id = r.id AND e.status = 'PENDING' AND e.next_attempt_at <= now()) AS "isDue"
    FROM signal_receivers r`;
}

/**
 * Which events go first. In turn: what has waited longest. Fairly, for a receiver that fails: what was tried least, so that
 * those which it never takes don't keep it from the others. Asked: only verifications that were not tried yet, for
 * somebody who waits for them.
 */
export type Choice = "in turn" | "fairly" | "asked";

const CHOICES: Record<Choice, { readonly where: Prisma.Sql; readonly orderBy: Prisma.Sql }> = {
  "in turn": { where: Prisma.sql`true`, orderBy: Prisma.sql`e.next_attempt_at, e.id` },
  fairly: { where: Prisma.sql`true`, orderBy: Prisma.sql`e.attempts, e.next_attempt_at, e.id` },
  // Nothing else is about nobody.
  asked: { where: Prisma.sql`e.subject_id IS NULL AND e.attempts = 0`, orderBy: Prisma.sql`e.id` },
};

/**
 * Claims what is due for a receiver, at most one event of each user: a later one waits until the earlier has arrived or
 * was given up. Rows of one user are in the order of their numbers, because a change locks the user before it writes them.
 */
export async function claimSignals(
  receiverId: string,
  limit: number,
  choice: Choice = "in turn",
): Promise<ClaimedSignal[]> {
  const { where, orderBy } = CHOICES[choice];
  // The earliest is looked up for one row after the other, in their order and until there are enough: as a join it would
  // be found for all that is pending.
  const claimed = await rows<ClaimedRow>`
    WITH due AS (
      SELECT e.id FROM signal_events e
      WHERE e.receiver_id = ${receiverId}::uuid AND e.status = 'PENDING' AND e.next_attempt_at <= now() AND ${where}
        AND (e.subject_id IS NULL OR
             e.id = (SELECT earliest.id FROM signal_events earliest
                     WHERE earliest.receiver_id = e.receiver_id AND earliest.subject_id = e.subject_id
                       AND earliest.status = 'PENDING'
                     ORDER BY earliest.id LIMIT 1))
      ORDER BY ${orderBy} LIMIT ${limit} FOR UPDATE OF e SKIP LOCKED)
    UPDATE signal_events e
    SET attempts = e.attempts + 1, next_attempt_at = now() + make_interval(secs => ${LEASE_SECONDS}::int)
    FROM due, signal_receivers r WHERE e.id = due.id AND r.id = e.receiver_id
    RETURNING e.id, e.kind::text AS kind, e.jti, e.payload, e.occurred_at AS "occurredAt", e.attempts, r.label, r.endpoint,
              r.audience, r.sealed_authorization AS sealed`;
  return claimed.map(({ label, endpoint, audience, sealed, ...signal }) => ({
    ...signal,
    receiver: { id: receiverId, label, endpoint, audience, authorization: authorizationIn(sealed) },
  }));
}

function authorizationIn(sealed: Buffer | null): Receiver["authorization"] {
  if (sealed === null) return "none";
  const value = unseal(sealed);
  return value === null ? "unreadable" : { value };
}

/** It has arrived. */
export async function settleDelivered({ id }: ClaimedSignal): Promise<void> {
  await rows`
    UPDATE signal_events SET status = 'DELIVERED', settled_at = now(), last_error = NULL WHERE id = ${id}::bigint`;
}

/**
 * It has not arrived and is due again after that time, or given up if its day is over. What waits for it is due at the same
 * time, and not before: otherwise every claim would have to pass over it.
 */
export async function settleFailed({ id, attempts }: ClaimedSignal, error: string, waitMs: number): Promise<void> {
  // The last attempt comes when the day is over, however long the wait would be.
  await rows`
    WITH failed AS (
      UPDATE signal_events e
      SET last_error = ${error},
          status = CASE WHEN now() < ${GIVEN_UP_AT} THEN 'PENDING' ELSE 'EXPIRED' END::signal_status,
          settled_at = CASE WHEN now() < ${GIVEN_UP_AT} THEN NULL ELSE now() END,
          next_attempt_at = least(now() + make_interval(secs => ${waitMs / 1_000}::float8), ${GIVEN_UP_AT})
      WHERE e.id = ${id}::bigint AND e.status = 'PENDING' AND e.attempts = ${attempts}
      RETURNING e.id, e.receiver_id, e.subject_id, e.status, e.next_attempt_at)
    UPDATE signal_events later SET next_attempt_at = failed.next_attempt_at
    FROM failed CROSS JOIN LATERAL (
      SELECT e.id FROM signal_events e
      WHERE failed.status = 'PENDING' AND e.receiver_id = failed.receiver_id AND e.subject_id = failed.subject_id
        AND e.status = 'PENDING' AND e.id > failed.id
      FOR UPDATE SKIP LOCKED) AS waiting
    WHERE later.id = waiting.id`;
}

/**
 * The receiver can't be reached: what is due for it and a day old is given up without an attempt for each. Some of it:
 * whether there may be more.
 */
export async function giveUpOld(receiverId: string, error: string): Promise<boolean> {
  const givenUp = await rows`
    UPDATE signal_events SET status = 'EXPIRED', settled_at = now(), last_error = ${error}
    WHERE id IN (
      SELECT e.id FROM signal_events e
      WHERE e.receiver_id = ${receiverId}::uuid AND e.status = 'PENDING' AND e.next_attempt_at <= now()
        AND ${GIVEN_UP_AT} <= now()
      ORDER BY e.next_attempt_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return givenUp.length === AT_ONCE;
}

/** Whether something of a receiver that failed has not arrived since. */
export async function hasFailing(receiverId: string): Promise<boolean> {
  const failing = await rows`
    SELECT id FROM signal_events WHERE receiver_id = ${receiverId}::uuid AND status = 'PENDING' AND last_error IS NOT NULL
    LIMIT 1`;
  return failing.length > 0;
}

/**
 * Nobody knows whether it arrived, since the sender had to stop. It is due at once, as if it had not been claimed: a time
 * rounded to the next millisecond would lie ahead.
 */
export async function returnSignal({ id, attempts }: ClaimedSignal): Promise<void> {
  await rows`
    UPDATE signal_events SET attempts = attempts - 1, next_attempt_at = date_trunc('milliseconds', now())
    WHERE id = ${id}::bigint AND status = 'PENDING' AND attempts = ${attempts}`;
}

/** Removes what was settled a month ago. */
export async function pruneSignals(): Promise<void> {
  for (;;) {
    const removed = await rows`
      DELETE FROM signal_events WHERE id IN (
        SELECT old.id FROM signal_receivers r CROSS JOIN LATERAL (
          SELECT e.id FROM signal_events e
          WHERE e.receiver_id = r.id AND e.settled_at < now() - make_interval(days => ${KEPT_DAYS}::int)
          ORDER BY e.settled_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED) AS old)
      RETURNING id`;
    if (removed.length < AT_ONCE) return;
  }
}
