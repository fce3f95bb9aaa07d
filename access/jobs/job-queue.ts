/**
 * The queue on which jobs and schedules wait for their turn. Guarantees that something is queued in the transaction that
 * orders it. The queue only says when to look: what there is to do stands in the tables of jobs and schedules, so that
 * being called twice or too early does no harm (jobs/worker.ts).
 */
import type { Tx } from "@/access/database";
import type { Prisma } from "@/generated/prisma/client";

/** What the queue can be asked for. */
export const TASKS = { runJob: "run-job", carryOutSchedule: "carry-out-schedule" } as const;

/** So long what nobody works at is left before it is queued again. */
export const LEFT_SECONDS = 15;

/** Queues each of the rows of a statement, once each: `id`, and `due` for when. */
export async function queue(tx: Tx, task: keyof typeof TASKS, which: Prisma.Sql): Promise<void> {
  await tx.rows`
    SELECT graphile_worker.add_job(task.name, json_build_object('id', row.id), run_at => row.due,
                                   job_key => task.name || ':' || row.id) IS NULL AS queued
    FROM (${which}) AS row CROSS JOIN (SELECT ${TASKS[task]}::text AS name) AS task`;
}
