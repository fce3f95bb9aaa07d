/** How jobs are read, for the page of one and for the list of all. */
import { Prisma } from "@/generated/prisma/client";
import type { Job } from "./jobs";

export const JOB_COLUMNS = Prisma.sql`
  j.id, j.number::int AS number, j.status::text AS status, j.target::text AS target, j.reason, j.source::text AS source,
  j.created_by_id AS "createdById", j.created_by_username AS "createdByUsername", j.selection, j.total, j.planned, j.changed,
  j.failed, j.planned - j.changed - j.failed AS remaining, j.total - j.planned AS skipped,
  j.sessions_ended AS "sessionsEnded", j.keys_concerned AS "keysConcerned", j.refusal, j.created_at AS "createdAt",
  j.queued_at AS "queuedAt", j.started_at AS "startedAt", j.progressed_at AS "progressedAt",
  j.stop_requested_at AS "stopRequestedAt", j.finished_at AS "finishedAt"`;

export type JobRow = Omit<Job, "perSecond" | "secondsLeft">;

export function jobOf(row: JobRow): Job {
  const { status, startedAt, progressedAt, changed, failed, remaining } = row;
  const done = changed + failed;
  const seconds = startedAt && progressedAt ? (progressedAt.getTime() - startedAt.getTime()) / 1_000 : 0;
  const perSecond = status === "RUNNING" && done > 0 && seconds > 0 ? done / seconds : null;
  return { ...row, perSecond, secondsLeft: perSecond === null ? null : Math.ceil(remaining / perSecond) };
}
