/**
 * How a job is carried out: part by part, each a transaction that changes users and writes down what became of each of
 * them. So whatever ends the process, a user was changed and is noted as that, or neither; and whoever goes on finds the
 * rest. Guarantees that a job is worked at by one at a time, in the name of whoever ordered it, while they may.
 */
import { Actor } from "@/access/actor";
import { lockUsers } from "@/access/change";
import { type Tx, backgroundTransaction, rows, transaction } from "@/access/database";
import { mayRunJobs } from "@/access/rules";
import { USERS_AT_ONCE, type UserOutcome, changeLocked } from "@/access/status/status-change";
import { Prisma } from "@/generated/prisma/client";
import { changedSince } from "./job-drafts";
import { LEFT_SECONDS, queue } from "./job-queue";
import { JOB_COLUMNS } from "./job-rows";
import { type JobRefusal, type LockedJob, endEarly } from "./jobs";

/** So long a part is to hold its users, however busy the machine: whoever changes one of them waits for it. */
const PART_MS = 500;
const FEWEST_AT_ONCE = 10;

/** "left": it has ended, or somebody else is at it. */
export type Progress = "more" | "left";

/** Does the next part of a job, of so many users at most. */
export async function runJobPart(id: string, size = USERS_AT_ONCE): Promise<Progress> {
  return backgroundTransaction(async (tx) => {
    const [job] = await tx.rows<LockedJob & { readonly address: string | null }>`
      SELECT ${JOB_COLUMNS}, j.address FROM jobs j
      WHERE j.id = ${id}::uuid AND j.status IN ('QUEUED', 'RUNNING') FOR UPDATE SKIP LOCKED`;
    if (!job) return "left";
    const items = await nextItems(tx, id, size);
    const actor = Actor.ofOrder({ ...job, standingRoles: null });
    const { asker, users } = await lockUsers(tx, actor, { ids: items.map(({ userId }) => userId) });
    if (!asker || !mayRunJobs(asker).allowed) {
      await endEarly(tx, actor, job, "order_void");
      return "left";
    }
    const undone = new Set(await changedMeanwhile(tx, items));
    const changing = users.filter((user) => !undone.has(user.id));
    const { target, reason } = job;
    const outcomes = await changeLocked(tx, actor, changing, asker, { target, reason, jobId: id });
    await settle(tx, id, items, outcomes, undone);
    return items.length < size ? finish(tx, id) : "more";
  });
}

type Item = {
  readonly number: number;
  readonly userId: string;
  /** What a job that takes another one back takes back. */
  readonly entryId: string | null;
};

function nextItems(tx: Tx, jobId: string, size: number): Promise<Item[]> {
  return tx.rows<Item>`
    SELECT number, user_id AS "userId", entry_id AS "entryId" FROM job_items
    WHERE job_id = ${jobId}::uuid AND outcome = 'PENDING' ORDER BY number LIMIT ${size}`;
}

/** Of users who are locked, those whose status somebody changed after what is to be taken back. */
async function changedMeanwhile(tx: Tx, items: readonly Item[]): Promise<string[]> {
  const undoing = items.filter(({ entryId }) => entryId !== null);
  if (undoing.length === 0) return [];
  const changed = await tx.rows<{ id: string }>`
    SELECT i.user_id AS id
    FROM unnest(${undoing.map(({ userId }) => userId)}::uuid[], ${undoing.map(({ entryId }) => entryId)}::bigint[])
         AS i (user_id, entry_id)
    WHERE ${changedSince(Prisma.sql`i.user_id`, Prisma.sql`i.entry_id`)}`;
  return changed.map(({ id }) => id);
}

/** Writes down what became of each, and in the job how many. Who was so already was none to change after all. */
async function settle(
  tx: Tx,
  jobId: string,
  items: readonly Item[],
  outcomes: readonly UserOutcome[],
  undone: ReadonlySet<string>,
): Promise<void> {
  const byUser = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
  const settled = items.map(({ number, userId }) => settledItem(number, byUser.get(userId), undone.has(userId)));
  const all = <Value>(read: (item: Settled) => Value): Value[] => settled.map(read);
  const sum = (read: (item: Settled) => number): number => settled.reduce((total, item) => total + read(item), 0);
  const count = (outcome: Settled["outcome"]): number => settled.filter((item) => item.outcome === outcome).length;
  await tx.rows`
    WITH settled AS (
      UPDATE job_items i SET outcome = s.outcome::job_item_outcome, refusal = s.refusal, entry_id = s.entry_id
      FROM unnest(${all(({ number }) => number)}::int[], ${all(({ outcome }) => outcome)}::text[],
                  ${all(({ refusal }) => refusal)}::text[], ${all(({ entry }) => entry?.toString() ?? null)}::bigint[])
           AS s (number, outcome, refusal, entry_id)
      WHERE i.job_id = ${jobId}::uuid AND i.number = s.number)
    UPDATE jobs SET status = 'RUNNING', started_at = coalesce(started_at, now()), progressed_at = clock_timestamp(),
      changed = changed + ${count("CHANGED")}::int, failed = failed + ${count("FAILED")}::int,
      planned = planned - ${count("SKIPPED")}::int,
      sessions_ended = sessions_ended + ${sum(({ sessionsEnded }) => sessionsEnded)}::int,
      keys_concerned = keys_concerned + ${sum(({ keysConcerned }) => keysConcerned)}::int
    WHERE id = ${jobId}::uuid`;
}

type Settled = {
  readonly number: number;
  readonly outcome: "CHANGED" | "SKIPPED" | "FAILED";
  readonly refusal: JobRefusal | null;
  readonly entry: bigint | null;
  readonly sessionsEnded: number;
  readonly keysConcerned: number;
};

function settledItem(number: number, outcome: UserOutcome | undefined, isUndone: boolean): Settled {
  if (outcome?.ok) return { ...outcome, number, outcome: "CHANGED", refusal: null };
  const refusal = outcome?.refusal ?? (isUndone ? "changed_meanwhile" : "unknown_user");
  const isSkipped = refusal === "already_so" || refusal === "changed_meanwhile";
  return {
    number,
    outcome: isSkipped ? "SKIPPED" : "FAILED",
    refusal,
    entry: null,
    sessionsEnded: 0,
    keysConcerned: 0,
  };
}

async function finish(tx: Tx, id: string): Promise<Progress> {
  await tx.rows`UPDATE jobs SET status = 'FINISHED', finished_at = now() WHERE id = ${id}::uuid`;
  return "left";
}

/** How many users the next part is to have, after one of so many took so long. */
export function nextPartSize(size: number, milliseconds: number): number {
  const fitting = Math.round((size * PART_MS) / Math.max(milliseconds, 1));
  return Math.min(Math.max(fitting, FEWEST_AT_ONCE), USERS_AT_ONCE);
}

/** Queues a job again whose turn is over for now, so that others get theirs. */
export async function queueJobAgain(id: string): Promise<void> {
  await transaction((tx) => queue(tx, "runJob", Prisma.sql`SELECT ${id}::uuid AS id, now() AS due`));
}

/**
 * Queues what is not done and nobody works at: a process that was killed leaves its work locked in the queue. Right after
 * a start it is everything that is not done.
 */
export async function queueLeftJobs(idleSeconds: number = LEFT_SECONDS): Promise<void> {
  await transaction((tx) =>
    queue(
      tx,
      "runJob",
      Prisma.sql`
        SELECT id, now() AS due FROM jobs WHERE status IN ('QUEUED', 'RUNNING')
        AND coalesce(progressed_at, queued_at) <= now() - make_interval(secs => ${idleSeconds}::int)`,
    ),
  );
}

/** Removes drafts that nobody started within a day. */
export async function removeOldDrafts(): Promise<void> {
  await rows`DELETE FROM jobs WHERE status = 'DRAFT' AND created_at < now() - interval '1 day'`;
}
