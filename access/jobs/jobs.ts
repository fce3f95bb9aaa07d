/**
 * Jobs: changes of many users, who are kept one by one with what became of each. This is what people do with a job: look
 * at it, order it, stop it. Guarantees that only a draft that was reviewed is started, once, with a reason and one entry
 * for the job; what a job does to its users is job-batches.ts.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Outcome, type Refused, guardChange, refusalBeforeLocks } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { type Refusal, type SettableStatus, mayReachConsole, mayRunJobs } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { keepTyped } from "@/access/typed-text";
import { Prisma } from "@/generated/prisma/client";
import type { AuditSource, JobItemOutcome, JobStatus } from "@/generated/prisma/enums";
import type { RefusedRow, RowRefusal } from "@/access/users/username-list";
import { queue } from "./job-queue";
import { JOB_COLUMNS, type JobRow, jobOf } from "./job-rows";

export type { JobItemOutcome, JobStatus };

/** Why a user was not changed: what a rule said, or that there was nothing to do, or that the order is void. */
export type ChangeRefusal = Refusal | "already_so" | "order_void";

/** Why a row of a list names nobody who could be changed. */
export type ListRefusal = "ambiguous_name" | RowRefusal;

/** Why a user or a row of a job was not changed, or why a job stopped by itself. */
export type JobRefusal = ChangeRefusal | ListRefusal;

/** How the users of a job were chosen. */
export type JobSelection =
  | { readonly kind: "rows"; readonly usernames: readonly string[] }
  /** The address of the list of users, with its search and filters: userListAddress. */
  | { readonly kind: "filter"; readonly address: string }
  | {
      readonly kind: "file";
      readonly name: string;
      readonly usernames: readonly string[];
      /** The other rows of the file, which the job accounts for. */
      readonly refusedRows: readonly RefusedRow[];
    }
  /** Takes back what another job did. */
  | { readonly kind: "undo"; readonly jobId: string };

/** The same as the job keeps it. */
export type JobOrigin =
  | { readonly kind: "rows" }
  | { readonly kind: "filter"; readonly address: string }
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "undo"; readonly jobId: string; readonly number: number };

export type Job = {
  readonly id: string;
  /** How people call it: job 12. */
  readonly number: number;
  readonly status: JobStatus;
  readonly target: SettableStatus;
  readonly reason: string | null;
  readonly source: AuditSource;
  readonly createdById: string | null;
  readonly createdByUsername: string;
  readonly selection: JobOrigin;
  /** All that were selected: planned and skipped. */
  readonly total: number;
  /** Those who are to change; of these: */
  readonly planned: number;
  readonly changed: number;
  readonly failed: number;
  readonly remaining: number;
  readonly skipped: number;
  /** Open sessions that ended and package keys that stopped or work again; of a draft, as many as there were to be. */
  readonly sessionsEnded: number;
  readonly keysConcerned: number;
  /** Why it stopped where nobody stopped it. */
  readonly refusal: JobRefusal | null;
  /** While it runs: users a second so far, and in how many seconds it may be done. */
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly createdAt: Date;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly progressedAt: Date | null;
  readonly stopRequestedAt: Date | null;
  readonly finishedAt: Date | null;
};

/** A job with how many of its users were skipped or failed, by why. The most frequent comes first. */
export type JobDetails = Job & { readonly left: readonly JobLeft[] };

export type JobLeft = {
  readonly outcome: "SKIPPED" | "FAILED";
  readonly refusal: JobRefusal;
  readonly count: number;
};

export type JobItem = {
  /** Its place in the job. */
  readonly number: number;
  /** Null for a name that nobody has, and for a row that was not taken. */
  readonly userId: string | null;
  /** Of a row that was not taken: what stands there. */
  readonly username: string;
  /** Of a row that was not taken, in its file. */
  readonly line: number | null;
  readonly outcome: JobItemOutcome;
  readonly refusal: JobRefusal | null;
  readonly entryId: bigint | null;
};

/**
 * A job, whoever ordered it; a draft for whoever made it alone. Null where there is none, or for who may not see the
 * console.
 */
export async function findJob(actor: Actor, id: string): Promise<JobDetails | null> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return null;
  const [row] = await rows<JobRow>`
    SELECT ${JOB_COLUMNS} FROM jobs j
    WHERE j.id = ${id}::uuid AND (j.status <> 'DRAFT' OR j.created_by_id = ${actor.id}::uuid)`;
  return row ? { ...jobOf(row), left: await countLeft(id) } : null;
}

function countLeft(id: string): Promise<JobLeft[]> {
  return rows<JobLeft>`
    SELECT outcome::text AS outcome, refusal, count(*)::int AS count FROM job_items
    WHERE job_id = ${id}::uuid AND outcome IN ('SKIPPED', 'FAILED') GROUP BY outcome, refusal ORDER BY 3 DESC, 1, 2`;
}

/** Starts a draft: from here on it is carried out whatever becomes of this request. The reason is required. */
export async function startJob(actor: Actor, id: string, reason: string): Promise<Outcome> {
  if (reason.trim() === "") throw new Error("A job is started with a reason.");
  return changeJob<Outcome>(actor, id, "job.started", async (tx, job) => {
    const isOwn = job.createdById === actor.id;
    if (job.status !== "DRAFT") return { ok: false, refusal: "job_settled" };
    if (!isOwn) return { ok: false, refusal: "unknown_job" };
    await tx.rows`
      UPDATE jobs SET status = 'QUEUED', reason = ${keepTyped(reason, 500)}, queued_at = now(), sessions_ended = 0, keys_concerned = 0
      WHERE id = ${id}::uuid`;
    await queue(tx, "runJob", Prisma.sql`SELECT ${id}::uuid AS id, now() AS due`);
    const { number, target, planned, total } = job;
    const after = { job: number, target, users: planned, skipped: total - planned };
    const entry = await record(tx, actor, { event: "job.started", subject: null, reason, after, jobId: id });
    return { ok: true, entry };
  });
}

/** Stops a job after the users it is at. What is done stays done, and can be taken back by a job of its own. */
export async function stopJob(actor: Actor, id: string): Promise<Outcome> {
  return changeJob<Outcome>(actor, id, "job.stopped", async (tx, job) => {
    if (job.status === "DRAFT") return { ok: false, refusal: "unknown_job" };
    if (job.status !== "QUEUED" && job.status !== "RUNNING") return { ok: false, refusal: "job_settled" };
    return { ok: true, entry: await endEarly(tx, actor, job) };
  });
}

/** Ends a job that is locked before all of it is done, by whoever stops it or because nobody may go on with it. */
export async function endEarly(
  tx: Tx,
  actor: Actor,
  { id, number, changed, failed, planned }: LockedJob,
  refusal: JobRefusal | null = null,
): Promise<bigint> {
  await tx.rows`
    UPDATE jobs SET status = 'STOPPED', refusal = ${refusal}, stop_requested_at = now(), finished_at = now()
    WHERE id = ${id}::uuid`;
  const after = { job: number, changed, failed, remaining: planned - changed - failed, ...(refusal && { refusal }) };
  return record(tx, actor, { event: "job.stopped", subject: null, after, jobId: id });
}

/** Removes a draft that shall not be carried out; nothing was changed by it, so nothing is recorded. */
export async function discardDraft(actor: Actor, id: string): Promise<{ readonly ok: true } | Refused> {
  return changeJob<{ readonly ok: true } | Refused>(actor, id, "job.stopped", async (tx, job) => {
    if (job.status !== "DRAFT") return { ok: false, refusal: "job_settled" };
    if (job.createdById !== actor.id) return { ok: false, refusal: "unknown_job" };
    await tx.rows`DELETE FROM jobs WHERE id = ${id}::uuid`;
    return { ok: true };
  });
}

/** What a change of a job has to know of it, locked. */
export type LockedJob = Pick<
  JobRow,
  "id" | "number" | "status" | "target" | "reason" | "createdById" | "createdByUsername" | "total" | "planned"
> & { readonly changed: number; readonly failed: number };

/**
 * The job is locked before the actor, because a part of it that is under way locks them in this order. It is only read for
 * the entry of somebody who may run none.
 */
async function changeJob<Result>(
  actor: Actor,
  id: string,
  event: AuditEvent,
  change: (tx: Tx, job: LockedJob) => Promise<Result>,
): Promise<Result | Refused> {
  return runChange(actor, async (tx) => {
    const locking = refusalBeforeLocks(actor, mayRunJobs) === null ? Prisma.sql`FOR UPDATE` : Prisma.empty;
    const [job] = isId(id)
      ? await tx.rows<LockedJob>`SELECT ${JOB_COLUMNS} FROM jobs j WHERE j.id = ${id}::uuid ${locking}`
      : [];
    const refused = await guardChange(tx, actor, event, mayRunJobs, () => (job ? { job: job.number } : {}));
    if (refused) return refused;
    return job ? change(tx, job) : { ok: false, refusal: "unknown_job" };
  });
}
