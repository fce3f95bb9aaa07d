/**
 * Changes of a status at a later time: "Disable on a date", and the end of "Disable until a date". Guarantees that a user
 * has one pending change of each kind at most, and that a platform user has none. Carried out by due-schedules.ts.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Created, type Outcome, type Refused, lockUser, refuse } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { queue } from "@/access/jobs/job-queue";
import type { ChangeRefusal } from "@/access/jobs/jobs";
import { type Asker, type SettableStatus, mayChangeAccountStatus, mayReachConsole } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { keepTyped } from "@/access/typed-text";
import { Prisma } from "@/generated/prisma/client";
import type { ScheduleStatus } from "@/generated/prisma/enums";
import { type StatusesChange, changeLocked } from "./status-change";

export type Schedule = {
  readonly id: string;
  readonly userId: string;
  readonly target: SettableStatus;
  readonly dueAt: Date;
  readonly status: ScheduleStatus;
  readonly reason: string | null;
  readonly createdById: string | null;
  readonly createdByUsername: string;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  /** Why it was refused when it was due. */
  readonly refusal: ChangeRefusal | null;
};

export type NewSchedule = {
  readonly username: string;
  readonly target: SettableStatus;
  readonly dueAt: Date;
  readonly reason?: string;
  /** "Disable until": disables now, in the same transaction; the target is ENABLED. */
  readonly now?: "disable";
};

/** `past`: the time is over already. `taken`: a change of this kind is pending. Neither is recorded. */
export type ScheduleRefused = Refused | { readonly ok: false; readonly refusal: "past" | "taken" };

/** Puts a change of a user's status down for later. */
export async function scheduleChange(actor: Actor, change: NewSchedule): Promise<Created | ScheduleRefused> {
  return runChange<Created | ScheduleRefused>(actor, async (tx) => {
    const locked = await lockUser(tx, actor, change.username, "schedule.created");
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const verdict = mayChangeAccountStatus(asker, user);
    if (!verdict.allowed) return refuse(tx, actor, "schedule.created", verdict.refusal, user);
    if (change.dueAt.getTime() <= Date.now()) return { ok: false, refusal: "past" };
    // What would be so already when it is due was chosen on a page that showed another status.
    const status = change.now ? "DISABLED" : user.status;
    if (status === change.target) return { ok: false, refusal: "changed_meanwhile" };
    const disabled = change.now ? await changeLocked(tx, actor, [user], asker, now(change)) : [];
    const refused = disabled.find((outcome) => !outcome.ok && outcome.refusal === "last_administrator");
    if (refused) return { ok: false, refusal: "last_administrator" };
    const id = await insertSchedule(tx, actor, asker, user.id, change);
    if (id === null) return { ok: false, refusal: "taken" };
    const { target, dueAt, reason } = change;
    const after = { target, dueAt: dueAt.toISOString() };
    const entry = await record(tx, actor, { event: "schedule.created", subject: user, reason: reason ?? null, after });
    return { ok: true, id, entry };
  });
}

function now({ reason }: NewSchedule): StatusesChange {
  return { target: "DISABLED", reason: reason ?? null };
}

/** Null where a change of this kind is pending already. */
async function insertSchedule(
  tx: Tx,
  actor: Actor,
  asker: Asker,
  userId: string,
  { target, dueAt, reason }: NewSchedule,
): Promise<string | null> {
  const [schedule] = await tx.rows<{ id: string }>`
    INSERT INTO scheduled_changes (user_id, target, due_at, reason, created_by_id, created_by_username, created_by_roles)
    VALUES (${userId}::uuid, ${target}::account_status, ${dueAt}, ${reason === undefined ? null : keepTyped(reason, 500)}, ${actor.id}::uuid, ${actor.username},
            ${asker.roles}::role[])
    ON CONFLICT (user_id, target) WHERE status = 'PENDING' DO NOTHING RETURNING id`;
  if (!schedule) return null;
  await queue(tx, "carryOutSchedule", Prisma.sql`SELECT ${schedule.id}::uuid AS id, ${dueAt}::timestamptz AS due`);
  return schedule.id;
}

/** Takes back what is put down for later. What "Disable until" did already stays. */
export async function cancelSchedule(actor: Actor, id: string): Promise<Outcome> {
  return runChange<Outcome>(actor, async (tx) => {
    const [found] = isId(id)
      ? await tx.rows<{ username: string }>`
          SELECT u.username FROM scheduled_changes c JOIN users u ON u.id = c.user_id WHERE c.id = ${id}::uuid`
      : [];
    // The user is locked before the schedule, as by whatever changes the status.
    const locked = await lockUser(tx, actor, found?.username ?? "", "schedule.cancelled");
    if (!locked.ok) return locked.refusal === "unknown_user" ? { ok: false, refusal: "unknown_schedule" } : locked;
    const { user, asker } = locked;
    const verdict = mayChangeAccountStatus(asker, user);
    if (!verdict.allowed) return refuse(tx, actor, "schedule.cancelled", verdict.refusal, user);
    const [cancelled] = await tx.rows<Schedule>`
      UPDATE scheduled_changes c SET status = 'CANCELLED', settled_at = now()
      WHERE id = ${id}::uuid AND status = 'PENDING' RETURNING ${COLUMNS}`;
    if (!cancelled) return { ok: false, refusal: "schedule_settled" };
    const before = { target: cancelled.target, dueAt: cancelled.dueAt.toISOString() };
    return { ok: true, entry: await record(tx, actor, { event: "schedule.cancelled", subject: user, before }) };
  });
}

const COLUMNS = Prisma.sql`
  c.id, c.user_id AS "userId", c.target::text AS target, c.due_at AS "dueAt", c.status::text AS status, c.reason,
  c.created_by_id AS "createdById", c.created_by_username AS "createdByUsername", c.created_at AS "createdAt",
  c.settled_at AS "settledAt", c.refusal`;

const LISTED = 50;

/** All of a user's, pending ones first by their time, then the latest settled ones; none for who may not see the console. */
export async function listSchedules(actor: Actor, userId: string): Promise<Schedule[]> {
  if (!mayReachConsole(actor).allowed || !isId(userId)) return [];
  return rows<Schedule>`
    SELECT ${COLUMNS} FROM scheduled_changes c WHERE c.user_id = ${userId}::uuid
    ORDER BY c.settled_at DESC NULLS FIRST, c.due_at, c.id LIMIT ${LISTED}`;
}
