/**
 * How a change that was put down for later is carried out once it is due: once, in the name of whoever ordered it. That a
 * user is disabled at a date holds although whoever said so has left meanwhile; that one is enabled again takes somebody
 * who may still say so.
 */
import { Actor } from "@/access/actor";
import { type Locked, type LockedUsers, lockUsers, refuse } from "@/access/change";
import { type Tx, backgroundTransaction, transaction } from "@/access/database";
import { LEFT_SECONDS, queue } from "@/access/jobs/job-queue";
import type { ChangeRefusal } from "@/access/jobs/jobs";
import type { Role, SettableStatus } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { changeLocked } from "./status-change";
import { statusEvent } from "./status-write";

type Due = {
  readonly userId: string;
  readonly target: SettableStatus;
  readonly reason: string | null;
  readonly createdById: string | null;
  readonly createdByUsername: string;
  readonly createdByRoles: readonly Role[];
};

/** Carries a schedule out if it is due and nobody has settled it. */
export async function carryOutSchedule(id: string): Promise<void> {
  await backgroundTransaction(async (tx) => {
    const [schedule] = await tx.rows<Due>`
      SELECT user_id AS "userId", target::text AS target, reason, created_by_id AS "createdById",
             created_by_username AS "createdByUsername", created_by_roles::text[] AS "createdByRoles"
      FROM scheduled_changes WHERE id = ${id}::uuid AND status = 'PENDING' AND due_at <= now()`;
    if (!schedule) return;
    const { target, createdByRoles, userId } = schedule;
    const standingRoles = target === "DISABLED" ? createdByRoles : null;
    const actor = Actor.ofOrder({ ...schedule, address: null, standingRoles });
    // The user is locked before the schedule, as by whatever changes the status and cancels it.
    const locked = await lockUsers(tx, actor, { ids: [userId] });
    const pending =
      await tx.rows`SELECT id FROM scheduled_changes WHERE id = ${id}::uuid AND status = 'PENDING' FOR UPDATE`;
    const user = locked.users[0];
    if (pending.length === 0 || !user) return;
    await settle(tx, id, await changeUser(tx, actor, user, locked.asker, schedule));
  });
}

/** Why it is refused; null where it is done, or was so already. */
async function changeUser(
  tx: Tx,
  actor: Actor,
  user: Locked["user"],
  asker: LockedUsers["asker"],
  { target, reason }: Due,
): Promise<ChangeRefusal | null> {
  if (!asker) {
    await refuse(tx, actor, statusEvent(target), "not_permitted", user);
    return "order_void";
  }
  const [outcome] = await changeLocked(tx, actor, [user], asker, { target, reason, bySchedule: true });
  return !outcome || outcome.ok || outcome.refusal === "already_so" ? null : outcome.refusal;
}

async function settle(tx: Tx, id: string, refusal: ChangeRefusal | null): Promise<void> {
  await tx.rows`
    UPDATE scheduled_changes SET status = ${refusal ? "REFUSED" : "DONE"}::schedule_status, refusal = ${refusal}, settled_at = now()
    WHERE id = ${id}::uuid`;
}

/** Queues what is due and nobody carries out: a process that was killed leaves its work locked in the queue. */
export async function queueLeftSchedules(lateSeconds: number = LEFT_SECONDS): Promise<void> {
  await transaction((tx) =>
    queue(
      tx,
      "carryOutSchedule",
      Prisma.sql`
        SELECT id, now() AS due FROM scheduled_changes
        WHERE status = 'PENDING' AND due_at <= now() - make_interval(secs => ${lateSeconds}::int)`,
    ),
  );
}
