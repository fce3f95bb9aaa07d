/**
 * Who is told of security events, for administrators: adding and removing receivers, asking for a verification event, and
 * how the deliveries go. Guarantees that what a receiver wants to be told for authorization is stored sealed and shown to
 * nobody, and that every change and every refused one has its audit entry.
 */
import { randomUUID } from "node:crypto";
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Created, type Outcome, type Refused, type Taken, guardChange } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { mayManagePlatform } from "@/access/rules";
import { runChange, unlessTaken } from "@/access/run-change";
import { seal } from "@/access/sealed";
import { Prisma } from "@/generated/prisma/client";
import type { NewSignalReceiver } from "./signal-fields";
import type { SignalKind, SignalPayload, SignalStatus } from "./signals";

export type SignalReceiver = {
  readonly id: string;
  readonly label: string;
  readonly endpoint: string;
  readonly audience: string;
  readonly hasAuthorization: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly pending: number;
  readonly lastDeliveredAt: Date | null;
  /** Why the latest event did not arrive; null once one arrived after it. */
  readonly lastError: string | null;
};

/** All receivers by label; none for who may not manage them. */
export async function listSignalReceivers(actor: Actor): Promise<SignalReceiver[]> {
  if (!mayManagePlatform(actor).allowed) return [];
  return selectReceivers(Prisma.sql`true`);
}

/** A receiver; null when there is none or the actor may not manage them. */
export async function findSignalReceiver(actor: Actor, id: string): Promise<SignalReceiver | null> {
  if (!mayManagePlatform(actor).allowed || !isId(id)) return null;
  return (await selectReceivers(Prisma.sql`r.id = ${id}::uuid`))[0] ?? null;
}

/** An event that was given up counts as an error until one arrives after it. */
function selectReceivers(which: Prisma.Sql): Promise<SignalReceiver[]> {
  return rows<SignalReceiver>`
    SELECT r.id, r.label, r.endpoint, r.audience, r.sealed_authorization IS NOT NULL AS "hasAuthorization",
           r.created_at AS "createdAt", r.created_by AS "createdBy", waiting.pending,
           delivered.at AS "lastDeliveredAt", coalesce(failing.error, given_up.error) AS "lastError"
    FROM signal_receivers r
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS pending FROM signal_events e WHERE e.receiver_id = r.id AND e.status = 'PENDING') AS waiting
    LEFT JOIN LATERAL (
      SELECT e.last_error AS error FROM signal_events e
      WHERE e.receiver_id = r.id AND e.status = 'PENDING' AND e.last_error IS NOT NULL
      ORDER BY e.id DESC LIMIT 1) AS failing ON true
    LEFT JOIN LATERAL (
      SELECT e.settled_at AS at FROM signal_events e
      WHERE e.receiver_id = r.id AND e.settled_at IS NOT NULL AND e.status = 'DELIVERED'
      ORDER BY e.settled_at DESC LIMIT 1) AS delivered ON true
    LEFT JOIN LATERAL (
      SELECT e.last_error AS error FROM signal_events e
      WHERE e.receiver_id = r.id AND e.settled_at > coalesce(delivered.at, '-infinity') AND e.status = 'EXPIRED'
      ORDER BY e.settled_at DESC LIMIT 1) AS given_up ON true
    WHERE ${which} ORDER BY r.label`;
}

/** Adds a receiver, which is told of what happens from then on. `taken` when there is one of that label. */
export function createSignalReceiver(actor: Actor, receiver: NewSignalReceiver): Promise<Created | Refused | Taken> {
  const event = "signal-receiver.created";
  const { label, endpoint, audience, authorization } = receiver;
  return unlessTaken(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePlatform, () => names(receiver));
    if (refused) return refused;
    const [created] = await tx.rows<{ id: string }>`
      INSERT INTO signal_receivers (label, endpoint, audience, sealed_authorization, created_by)
      VALUES (${label}, ${endpoint}, ${audience}, ${authorization === "" ? null : seal(authorization)}, ${actor.username})
      RETURNING id`;
    if (!created) throw new Error("The receiver was not written.");
    const after = { ...names(receiver), audience, id: created.id };
    return { ok: true, entry: await record(tx, actor, { event, subject: null, after }), id: created.id };
  });
}

/** Removes a receiver with its events, also those that have not arrived yet. */
export async function deleteSignalReceiver(actor: Actor, id: string): Promise<Outcome> {
  const event = "signal-receiver.deleted";
  return runChange(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePlatform, () => namesOf(tx, id));
    if (refused) return refused;
    const [deleted] = isId(id)
      ? await tx.rows<{ label: string; endpoint: string; undelivered: number }>`
          DELETE FROM signal_receivers WHERE id = ${id}::uuid
          RETURNING label, endpoint, (SELECT count(*)::int FROM signal_events e
                                      WHERE e.receiver_id = signal_receivers.id AND e.status = 'PENDING') AS undelivered`
      : [];
    if (!deleted) return { ok: false, refusal: "unknown_signal_receiver" };
    const { undelivered } = deleted;
    const entry = { event, subject: null, before: { ...names(deleted), id }, effects: { undelivered } } as const;
    return { ok: true, entry: await record(tx, actor, entry) };
  });
}

/** Sends an event that changes nothing, by which both ends see that events arrive and can be verified. */
export async function sendVerificationEvent(actor: Actor, id: string): Promise<Outcome> {
  const event = "signal-receiver.verified";
  return runChange(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePlatform, () => namesOf(tx, id));
    if (refused) return refused;
    const payload: SignalPayload = { txn: randomUUID(), about: null };
    const written = isId(id)
      ? await tx.rows`
          INSERT INTO signal_events (receiver_id, kind, payload)
          SELECT r.id, 'VERIFICATION', ${JSON.stringify(payload)}::jsonb
          FROM signal_receivers r WHERE r.id = ${id}::uuid FOR KEY SHARE RETURNING id`
      : [];
    if (written.length === 0) return { ok: false, refusal: "unknown_signal_receiver" };
    const after = await namesOf(tx, id);
    return { ok: true, entry: await record(tx, actor, { event, subject: null, after }) };
  });
}

type Names = { readonly receiver?: string; readonly endpoint?: string };

async function namesOf(tx: Tx, id: string): Promise<Names> {
  if (!isId(id)) return {};
  const [found] = await tx.rows<{ label: string; endpoint: string }>`
    SELECT label, endpoint FROM signal_receivers WHERE id = ${id}::uuid`;
  return found ? names(found) : {};
}

/** How the audit names a receiver. What follows the path of its address may well be a secret. */
function names({ label, endpoint }: { readonly label: string; readonly endpoint: string }): Names {
  return { receiver: label, endpoint: endpoint.replace(/[?#].*$/s, "") };
}

/** An event on its way to a receiver, or one that has arrived. */
export type SignalDelivery = {
  readonly id: bigint;
  readonly receiver: string;
  readonly kind: SignalKind;
  readonly username: string | null;
  readonly occurredAt: Date;
  readonly status: SignalStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly settledAt: Date | null;
  readonly lastError: string | null;
};

const LISTED_DELIVERIES = 50;

/** The latest events of all receivers, newest first; none for who may not manage them. */
export async function listSignalDeliveries(actor: Actor): Promise<SignalDelivery[]> {
  if (!mayManagePlatform(actor).allowed) return [];
  const found = await rows<Omit<SignalDelivery, "id"> & { readonly id: string }>`
    SELECT e.id, r.label AS receiver, e.kind::text AS kind, e.payload #>> '{about,username}' AS username,
           e.occurred_at AS "occurredAt", e.status::text AS status, e.attempts, e.next_attempt_at AS "nextAttemptAt",
           e.settled_at AS "settledAt", e.last_error AS "lastError"
    FROM signal_events e JOIN signal_receivers r ON r.id = e.receiver_id
    ORDER BY e.id DESC LIMIT ${LISTED_DELIVERIES}`;
  return found.map(({ id, ...delivery }) => ({ ...delivery, id: BigInt(id) }));
}
