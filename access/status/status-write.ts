/**
 * How a status is written, for one user and for many. There is no second way: the list, the settings page, jobs, schedules,
 * the platform and the command line all come through here. Guarantees that the change, the end of the sessions, what
 * receivers of events are told and an audit entry for each user happen together or not at all.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, type EntryToWrite, recordAll } from "@/access/audit/audit";
import type { Locked } from "@/access/change";
import type { Tx } from "@/access/database";
import { CALLS_LAST_DAY, KEY_IS_GOOD, PLAN_IS_GOOD } from "@/access/keys/key-rows";
import type { AccountStatus, SettableStatus } from "@/access/rules";
import { clearAttempts } from "@/access/sign-in/attempts";
import { endSessionsOf } from "@/access/sign-in/sessions";
import { announce } from "@/access/signals/signals";
import { Prisma } from "@/generated/prisma/client";

/** What the change of one user's status did. */
export type Applied = {
  readonly entry: bigint;
  readonly sessionsEnded: number;
  /** Package keys that stopped working, or work again. */
  readonly keysConcerned: number;
};

export type Circumstances = {
  readonly reason?: string | null | undefined;
  readonly jobId?: string | undefined;
  /** Whom the platform deletes is disabled for good, and the entry says so. */
  readonly platformDeleted?: true | undefined;
  /** A schedule leaves alone what else is put down for later. */
  readonly bySchedule?: true;
};

/**
 * Writes a status that the rules have allowed for users who are locked and have another one. Whoever was to be enabled
 * later is not any more: that was meant for the status which the user had.
 */
export async function applyStatus(
  tx: Tx,
  actor: Actor,
  users: readonly Locked["user"][],
  target: SettableStatus,
  circumstances: Circumstances = {},
): Promise<ReadonlyMap<string, Applied>> {
  if (users.length === 0) return new Map();
  const ids = users.map(({ id }) => id);
  const written = await writeStatus(tx, ids, target, circumstances.bySchedule ?? false);
  const sessions = target === "DISABLED" ? await endSessionsOf(tx, ids, "USER_DISABLED") : new Map<string, number>();
  if (target === "ENABLED") await clearAttempts(tx, ids);
  if (written[0]?.isHeard) await announce(tx, actor, users, target === "DISABLED" ? "disabled" : "enabled");
  const numbers = new Map(written.map((row) => [row.id, row]));
  const changes = users.map((user) => {
    const effects = effectsOf(user.status, target, sessions.get(user.id) ?? 0, numbers.get(user.id));
    return { user, effects, target, cancelled: numbers.get(user.id)?.cancelled ?? [] };
  });
  const entries = await recordAll(tx, actor, [
    ...changes.map((change) => statusEntry(change, circumstances)),
    ...changes.flatMap((change) => change.cancelled.map((dueAt) => cancellation(change.user, dueAt))),
  ]);
  return new Map(changes.map(({ user, effects }, index) => [user.id, appliedBy(entries[index], effects)]));
}

type Written = {
  readonly id: string;
  readonly isHeard: boolean;
  /** When the user was to be enabled. */
  readonly cancelled: readonly string[];
} & UserNumbers;

type UserNumbers = {
  /** How many keys work while the user is enabled and not otherwise: good ones on active plans. */
  readonly keys: number;
  /** Whose keys these are, how often they were let pass in a day, and when last. */
  readonly applications: number;
  readonly callsLastDay: number;
  readonly lastUsedAt: string | null;
};

const READY = Prisma.sql`${KEY_IS_GOOD} AND ${PLAN_IS_GOOD}`;

/** The numbers of a row of `users` as a json object. */
const USER_NUMBERS = Prisma.sql`(
  SELECT json_build_object(
    'keys', count(*) FILTER (WHERE ${READY}), 'applications', count(DISTINCT a.id) FILTER (WHERE ${READY}),
    'callsLastDay', coalesce(sum(${CALLS_LAST_DAY}) FILTER (WHERE ${READY}), 0),
    'lastUsedAt', max(k.last_used_at) FILTER (WHERE ${READY}))
  FROM applications a JOIN package_keys k ON k.application_id = a.id JOIN plans p ON p.id = k.plan_id
  WHERE a.owner_id = users.id)`;

/** Also says whether there is anybody to tell of it, so that it costs nothing where there is not. */
async function writeStatus(
  tx: Tx,
  ids: readonly string[],
  target: SettableStatus,
  bySchedule: boolean,
): Promise<Written[]> {
  const written = await tx.rows<Omit<Written, keyof UserNumbers> & { readonly numbers: UserNumbers }>`
    WITH written AS (
      UPDATE users SET status = ${target}::account_status, updated_at = now() WHERE id = ANY (${ids}::uuid[])
      RETURNING id, ${USER_NUMBERS} AS numbers),
    cancelled AS (
      UPDATE scheduled_changes SET status = 'CANCELLED', settled_at = now()
      WHERE user_id = ANY (${ids}::uuid[]) AND target = 'ENABLED' AND status = 'PENDING' AND NOT ${bySchedule}::boolean
      RETURNING user_id, due_at)
    SELECT id, numbers, EXISTS (SELECT FROM signal_receivers) AS "isHeard",
           ARRAY (SELECT to_json(due_at) #>> '{}' FROM cancelled WHERE cancelled.user_id = written.id) AS cancelled
    FROM written`;
  return written.map(({ numbers, ...row }) => ({ ...row, ...numbers }));
}

type Effects = {
  readonly sessionsEnded: number;
  readonly keysStopped?: number;
  readonly keysRestored?: number;
  readonly applications?: number;
  readonly callsLastDay?: number;
  readonly lastUsedAt?: string;
};

/** Of who has no such key there is nothing more to tell. */
function effectsOf(
  before: AccountStatus,
  target: SettableStatus,
  sessionsEnded: number,
  { keys, applications, callsLastDay, lastUsedAt }: UserNumbers = NOTHING,
): Effects {
  return {
    sessionsEnded,
    ...(before === "ENABLED" && { keysStopped: keys }),
    ...(target === "ENABLED" && { keysRestored: keys }),
    ...(keys > 0 && { applications, callsLastDay }),
    ...(lastUsedAt !== null && { lastUsedAt: new Date(lastUsedAt).toISOString() }),
  };
}

const NOTHING: UserNumbers = { keys: 0, applications: 0, callsLastDay: 0, lastUsedAt: null };

type Change = {
  readonly user: Locked["user"];
  readonly target: SettableStatus;
  readonly effects: Effects;
};

function statusEntry({ user, target, effects }: Change, circumstances: Circumstances): EntryToWrite {
  const { reason, jobId, platformDeleted } = circumstances;
  return {
    event: statusEvent(target),
    subject: user,
    reason: reason ?? null,
    before: { status: user.status },
    after: { status: target, ...(platformDeleted && { platformDeleted }) },
    effects,
    jobId: jobId ?? null,
  };
}

export function statusEvent(status: AccountStatus): AuditEvent {
  return status === "DISABLED" ? "user.disabled" : "user.enabled";
}

function cancellation(user: Locked["user"], dueAt: string): EntryToWrite {
  const before = { target: "ENABLED", dueAt: new Date(dueAt).toISOString() };
  return { event: "schedule.cancelled", subject: user, reason: "The status was changed before.", before };
}

function appliedBy(entry: bigint | undefined, { sessionsEnded, keysStopped, keysRestored }: Effects): Applied {
  if (entry === undefined) throw new Error("The audit entry was not written.");
  return { entry, sessionsEnded, keysConcerned: (keysStopped ?? 0) + (keysRestored ?? 0) };
}
