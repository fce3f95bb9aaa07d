/** How much is waiting to be done, and how far the gates are, in numbers for whoever watches over this installation. */
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { SILENT_AFTER_SECONDS } from "@/access/keys/gates";
import { mayReachConsole } from "@/access/rules";

export type OperatingNumbers = {
  readonly jobsQueued: number;
  readonly jobsRunning: number;
  /** Of the queue: what is due and nobody works at, for how long the oldest of it, and what is tried no more. */
  readonly tasksDue: number;
  readonly tasksDueSeconds: number;
  readonly tasksGivenUp: number;
  readonly eventsPending: number;
  readonly eventsPendingSeconds: number;
  readonly gatesListening: number;
  readonly gatesSilent: number;
  /** The age of the oldest change, of the last minutes, that a listening gate has not acknowledged. */
  readonly gatesBehindSeconds: number;
};

/** Null for who may not read the console. */
export async function findOperatingNumbers(actor: Actor): Promise<OperatingNumbers | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const [numbers] = await rows<OperatingNumbers>`
    WITH tasks AS (
      SELECT count(*) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL) AS due,
             coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE attempts < max_attempts AND locked_at IS NULL)), 0)
               AS age,
             count(*) FILTER (WHERE attempts >= max_attempts) AS given_up
      FROM graphile_worker.jobs WHERE run_at <= now()),
    running AS (
      SELECT id, started_snapshot, heard_at < now() - make_interval(secs => ${SILENT_AFTER_SECONDS}::int) AS silent
      FROM gates WHERE stopped_at IS NULL AND heard_at > now() - interval '1 day'),
    behind AS (
      SELECT greatest(coalesce(extract(epoch FROM clock_timestamp() - min(c.at)), 0), 0) AS age FROM access_changes c JOIN running g
        ON NOT g.silent AND NOT pg_visible_in_snapshot(c.xact::text::xid8, g.started_snapshot::pg_snapshot)
      WHERE c.at > now() - interval '5 minutes' AND NOT EXISTS (
        SELECT FROM gate_acknowledgements a WHERE a.change_id = c.id AND a.gate_id = g.id)),
    events AS (
      SELECT count(*) AS pending, greatest(coalesce(extract(epoch FROM now() - min(occurred_at)), 0), 0) AS age
      FROM signal_events WHERE status = 'PENDING')
    SELECT (SELECT count(*) FROM jobs WHERE status = 'QUEUED')::int AS "jobsQueued",
           (SELECT count(*) FROM jobs WHERE status = 'RUNNING')::int AS "jobsRunning",
           tasks.due::int AS "tasksDue", tasks.age::float8 AS "tasksDueSeconds",
           tasks.given_up::int AS "tasksGivenUp", events.pending::int AS "eventsPending",
           events.age::float8 AS "eventsPendingSeconds",
           (SELECT count(*) FROM running WHERE NOT silent)::int AS "gatesListening",
           (SELECT count(*) FROM running WHERE silent)::int AS "gatesSilent",
           behind.age::float8 AS "gatesBehindSeconds"
    FROM tasks, events, behind`;
  return numbers ?? null;
}
