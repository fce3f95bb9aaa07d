/**
 * What was done and refused, by whom, to whom. Guarantees that an entry is written only inside the transaction of what
 * it tells about, and that it holds copies: it outlives the users it names. A trigger keeps entries as they are.
 */
import type { Actor } from "@/access/actor";
import { type Tx, database } from "@/access/database";
import { type Refusal, mayReachConsole } from "@/access/rules";
import { keepTyped } from "@/access/typed-text";
import type { AuditOutcome, AuditSource, Prisma } from "@/generated/prisma/client";
import { tellEntry } from "./entry-log";

export const AUDIT_EVENTS = [
  "user.created",
  "user.deleted",
  "user.enabled",
  "user.disabled",
  "user.roles-changed",
  "user.profile-changed",
  "user.password-changed",
  "user.unlocked",
  "second-factor.enabled",
  "second-factor.replaced",
  "second-factor.disabled",
  "second-factor.removed",
  "second-factor.codes-renewed",
  "second-factor.enrolment-code-created",
  "sign-in.succeeded",
  "sign-in.refused",
  "session.ended",
  "application.created",
  "application.deleted",
  "package-key.created",
  "package-key.enabled",
  "package-key.disabled",
  "package-key.deleted",
  "package.created",
  "package.renamed",
  "plan.created",
  "plan.changed",
  "plan.activated",
  "plan.deactivated",
  "platform-token.created",
  "platform-token.revoked",
  "signal-receiver.created",
  "signal-receiver.deleted",
  "signal-receiver.verified",
  "job.started",
  "job.stopped",
  "schedule.created",
  "schedule.cancelled",
  "users.exported",
  "audit.exported",
  "audit.archived",
  "database.restored",
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** Whose doing it is. A sign-in that nobody completed has no actor id; the platform has that of its token, and its label as name. */
export type AuditActor = {
  readonly id: string | null;
  readonly username: string;
  readonly source: AuditSource;
  readonly address: string | null;
};

export type EntryToWrite = {
  readonly event: AuditEvent;
  readonly refusal?: Refusal | SignInRefusal;
  readonly subject: { readonly id: string | null; readonly username: string } | null;
  readonly reason?: string | null;
  readonly before?: Prisma.InputJsonObject;
  readonly after?: Prisma.InputJsonObject;
  readonly effects?: Prisma.InputJsonObject;
  /** The job that it is part of, or that it is about. */
  readonly jobId?: string | null;
};

/** Why a sign-in failed, as the audit keeps it; the person who tries is told less. */
export type SignInRefusal = "wrong_password" | "throttled" | "unknown_subject" | "wrong_code" | "codes_throttled";

/**
 * Writes one entry; with a refusal it stands for an attempt that changed nothing. Returns its number. It comes last in
 * its transaction, because it keeps the number of the last change that the gates are told of by then.
 */
export async function record(tx: Tx, actor: AuditActor, entry: EntryToWrite): Promise<bigint> {
  const [id] = await recordAll(tx, actor, [entry]);
  if (id === undefined) throw new Error("The audit entry was not written.");
  return id;
}

/**
 * Writes entries by one statement and returns their numbers, which are in the order of the entries. Where there are several,
 * each keeps the last change of its own subject.
 */
export async function recordAll(tx: Tx, actor: AuditActor, written: readonly EntryToWrite[]): Promise<bigint[]> {
  if (written.length === 0) return [];
  const entries = written.map(withTypedKept);
  const changes = entries.length > 1 ? await changesBySubject(tx) : null;
  const all = <Value>(read: (entry: EntryToWrite) => Value): Value[] => entries.map(read);
  const numbers = await tx.rows<{ id: string }>`
    INSERT INTO audit_entries (event, outcome, refusal, source, actor_id, actor_username, address, subject_id,
                               subject_username, reason, before, after, effects, job_id, change_id)
    SELECT e.event, CASE WHEN e.refusal IS NULL THEN 'DONE' ELSE 'REFUSED' END::audit_outcome, e.refusal,
           ${actor.source}::audit_source, ${actor.id}::uuid, ${actor.username}, ${actor.address}, e.subject_id,
           e.subject_username, e.reason, e.before, e.after, e.effects, e.job_id,
           CASE WHEN ${changes !== null}::boolean THEN e.change_id ELSE
             -- Gates have nothing to enforce about somebody new; what they are told of then is who had the name before.
             (SELECT max(id) FROM access_changes WHERE e.event <> 'user.created'
              AND xact = pg_current_xact_id()::text::bigint AND at >= now()) END
    FROM unnest(${all(({ event }) => event)}::text[], ${all(({ refusal }) => refusal ?? null)}::text[],
                ${all(({ subject }) => subject?.id ?? null)}::uuid[],
                ${all(({ subject }) => subject?.username ?? null)}::text[],
                ${all(({ reason }) => reason || null)}::text[], ${all(({ before }) => json(before))}::jsonb[],
                ${all(({ after }) => json(after))}::jsonb[], ${all(({ effects }) => json(effects))}::jsonb[],
                ${all(({ jobId }) => jobId ?? null)}::uuid[],
                ${all(({ subject }) => changes?.get(subject?.id ?? "") ?? null)}::bigint[])
         AS e (event, refusal, subject_id, subject_username, reason, before, after, effects, job_id, change_id)
    RETURNING id`;
  tx.afterCommit(() => entries.forEach((entry, index) => tellEntry(actor, entry, numbers[index]?.id)));
  return numbers.map(({ id }) => BigInt(id));
}

const LONGEST_NAME = 300;
const LONGEST_REASON = 1_000;

/** The reason, and what somebody named in an attempt that was refused: nobody looked at that before. */
function withTypedKept(entry: EntryToWrite): EntryToWrite {
  const reason = entry.reason ? keepTyped(entry.reason, LONGEST_REASON) : null;
  const { subject, before, refusal } = entry;
  if (refusal === undefined) return { ...entry, reason };
  const named = subject?.id === null ? { id: null, username: keepTyped(subject.username, 128) } : subject;
  return { ...entry, reason, subject: named, ...(before && { before: withTexts(before) }) };
}

function withTexts(about: Prisma.InputJsonObject): Prisma.InputJsonObject {
  const kept: Record<string, Prisma.InputJsonValue | null | undefined> = {};
  for (const [name, value] of Object.entries(about)) {
    kept[name] = typeof value === "string" ? keepTyped(value, LONGEST_NAME) : value;
  }
  return kept;
}

/** The last change of each subject that this transaction told the gates of. */
async function changesBySubject(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const changes = await tx.rows<{ subject: string; id: string }>`
    SELECT subject_id AS subject, max(id) AS id FROM access_changes
    WHERE xact = pg_current_xact_id()::text::bigint AND at >= now() AND subject_id IS NOT NULL GROUP BY subject_id`;
  return new Map(changes.map(({ subject, id }) => [subject, id]));
}

function json(value: Prisma.InputJsonObject | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

const ENTRY = {
  id: true,
  at: true,
  event: true,
  outcome: true,
  refusal: true,
  source: true,
  actorId: true,
  actorUsername: true,
  subjectId: true,
  subjectUsername: true,
  reason: true,
  before: true,
  after: true,
  effects: true,
  address: true,
  changeId: true,
  jobId: true,
} satisfies Prisma.AuditEntrySelect;

export type AuditEntry = {
  readonly id: bigint;
  readonly at: Date;
  readonly event: string;
  readonly outcome: AuditOutcome;
  readonly refusal: string | null;
  readonly source: AuditSource;
  readonly actorId: string | null;
  readonly actorUsername: string;
  readonly subjectId: string | null;
  readonly subjectUsername: string | null;
  readonly reason: string | null;
  readonly before: Prisma.JsonValue;
  readonly after: Prisma.JsonValue;
  readonly effects: Prisma.JsonValue;
  readonly address: string | null;
  /** The change that gates acknowledge, if the entry's transaction wrote one: access/keys/gates.ts tells how it went. */
  readonly changeId: bigint | null;
  /** The job that it was part of, or that it is about. */
  readonly jobId: string | null;
};

export const HISTORY_PAGE = 50;

/**
 * What happened to a user, newest first, a page of HISTORY_PAGE entries older than `before`.
 * Empty for who may not read the console.
 */
export async function listHistory(actor: Actor, userId: string, before?: bigint): Promise<AuditEntry[]> {
  if (!mayReachConsole(actor).allowed) return [];
  return database().auditEntry.findMany({
    where: { subjectId: userId, ...(before !== undefined && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: HISTORY_PAGE,
    select: ENTRY,
  });
}

/** The entry of a change that this actor made, for the notice after it; nobody else's. */
export async function findOwnEntry(actor: Actor, id: bigint): Promise<AuditEntry | null> {
  if (actor.id === null) return null;
  return database().auditEntry.findFirst({
    where: { id, actorId: actor.id, source: actor.source, outcome: "DONE" },
    select: ENTRY,
  });
}
