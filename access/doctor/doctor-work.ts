/** What the doctor asks about what goes on by itself: jobs, schedules, the queue, gates and events for receivers. */
import { LEFT_SECONDS } from "@/access/jobs/job-queue";
import { GONE_AFTER_HOURS, SILENT_AFTER_SECONDS } from "@/access/keys/gates";
import { UNKNOWN_PROXIES } from "@/access/operation/unknown-proxy";
import { Prisma } from "@/generated/prisma/client";
import { counted } from "@/text/en/numbers";
import { ARCHIVED_UNTIL, type Check, check, moment } from "./doctor-check";

/** What is due is looked for every second, and what a killed process has left after LEFT_SECONDS. */
const LATE = Prisma.sql`make_interval(secs => ${20 * LEFT_SECONDS}::int)`;

const ENTRY_OF_JOB = Prisma.sql`
  e.outcome = 'DONE' AND e.event = CASE j.target WHEN 'DISABLED' THEN 'user.disabled' ELSE 'user.enabled' END`;

export const WORK_CHECKS: readonly Check[] = [
  check(
    "job-counters",
    "What a job says of its users in numbers is what became of each of them.",
    Prisma.sql`
      SELECT j.number, concat_ws(', ', j.total, j.planned, j.changed, j.failed), concat_ws(', ', i.total, i.planned, i.changed, i.failed)
      FROM jobs j CROSS JOIN LATERAL (
        SELECT count(*) AS total, count(*) FILTER (WHERE outcome <> 'SKIPPED') AS planned,
               count(*) FILTER (WHERE outcome = 'CHANGED') AS changed, count(*) FILTER (WHERE outcome = 'FAILED') AS failed
        FROM job_items WHERE job_id = j.id) AS i
      WHERE j.status <> 'DRAFT' AND (j.total, j.planned, j.changed, j.failed) <> (i.total, i.planned, i.changed, i.failed)`,
    ([job, said, are]) =>
      `Job ${job} says ${said} (all, to change, changed, failed), and its users make it ${are}: go by the users, which the ` +
      "page of the job lists.",
  ),
  check(
    "job-ends",
    "A job that has finished has left no user out, and each that has ended says when.",
    Prisma.sql`
      SELECT j.number, lower(j.status::text), j.finished_at IS NULL,
             (SELECT count(*) FROM job_items WHERE job_id = j.id AND outcome = 'PENDING') FROM jobs j
      WHERE (j.status IN ('FINISHED', 'STOPPED')) <> (j.finished_at IS NOT NULL)
         OR (j.status = 'FINISHED' AND EXISTS (SELECT FROM job_items WHERE job_id = j.id AND outcome = 'PENDING'))`,
    ([job, status, isOpen, pending = "0"]) =>
      pending === "0" || status !== "finished"
        ? `Job ${job} is ${status} and ${isOpen === "t" ? "has no time" : "has a time"} of its end: its history says when it ended.`
        : `Job ${job} has finished and left ${counted(Number(pending), "user")} undone: order another one for them.`,
  ),
  check(
    "job-entries",
    "Each user whom a job changed has the entry that the job names.",
    Prisma.sql`
      SELECT j.number, i.username FROM jobs j JOIN job_items i ON i.job_id = j.id AND i.outcome = 'CHANGED'
      LEFT JOIN audit_entries e ON e.id = i.entry_id AND e.job_id = j.id AND e.subject_id = i.user_id AND ${ENTRY_OF_JOB}
      WHERE e.id IS NULL AND j.queued_at > ${ARCHIVED_UNTIL}`,
    ([job, username]) =>
      `Job ${job} says that it changed ${username}, and the audit has no such entry: see the history of ${username}.`,
  ),
  check(
    "job-changes",
    "Each change that the audit says a job made is one that the job knows of.",
    Prisma.sql`
      SELECT e.id, j.number, e.subject_username FROM audit_entries e JOIN jobs j ON j.id = e.job_id
      WHERE ${ENTRY_OF_JOB} AND NOT EXISTS (
        SELECT FROM job_items i WHERE i.job_id = j.id AND i.entry_id = e.id AND i.outcome = 'CHANGED')`,
    ([entry, job, username]) =>
      `Entry ${entry} says that job ${job} changed ${username}, and the job does not: they may have been changed twice. ` +
      `See the history of ${username}.`,
  ),
  check(
    "waiting-jobs",
    "No job waits for a console.",
    Prisma.sql`
      SELECT number, coalesce(progressed_at, queued_at) FROM jobs
      WHERE status IN ('QUEUED', 'RUNNING') AND coalesce(progressed_at, queued_at) < now() - ${LATE}`,
    ([job, since = ""]) =>
      `Job ${job} has made no progress since ${moment(since)}: start a console, or see in its log why it does not go on.`,
  ),
  check(
    "due-schedules",
    "No scheduled change is overdue.",
    Prisma.sql`
      SELECT u.username, c.due_at, lower(c.target::text) FROM scheduled_changes c JOIN users u ON u.id = c.user_id
      WHERE c.status = 'PENDING' AND c.due_at < now() - ${LATE}`,
    ([username, due = "", target]) =>
      `${username} was to be ${target} at ${moment(due)} and is not: start a console, or see in its log why it does not.`,
  ),
  check(
    "settled-schedules",
    "A scheduled change that is settled says when, and no other does.",
    Prisma.sql`
      SELECT u.username, c.id FROM scheduled_changes c JOIN users u ON u.id = c.user_id
      WHERE (c.status = 'PENDING') <> (c.settled_at IS NULL)`,
    ([username, id]) =>
      `The scheduled change ${id} of ${username} is settled without a time, or has one and is pending: cancel it on the page.`,
  ),
  check(
    "queue",
    "Nothing in the queue has failed for good, or is locked for an hour.",
    // What a killed process had locked is replaced, and stays there without its key and without an error.
    Prisma.sql`
      SELECT q.id, t.identifier, q.locked_at, coalesce(nullif(split_part(q.last_error, E'\\n', 1), ''), 'no error'), q.payload ->> 'id'
      FROM graphile_worker._private_jobs q JOIN graphile_worker._private_tasks t ON t.id = q.task_id
      WHERE (q.attempts >= q.max_attempts AND q.locked_at IS NULL AND (q.key IS NOT NULL OR q.last_error IS NOT NULL))
         OR (q.locked_at < now() - interval '1 hour' AND q.attempts < q.max_attempts)`,
    ([number, task, locked = "", error, id]) =>
      locked === ""
        ? `The queue has given up ${task} ${id} (number ${number}) after: ${error}. See the log of the consoles.`
        : `In the queue ${task} ${id} (number ${number}) is locked since ${moment(locked)}: a console was killed, or hangs. ` +
          "Restart the consoles.",
  ),
  check(
    "unknown-proxies",
    "Every reverse proxy in front of the console is counted by LATCHKEY_TRUSTED_PROXIES.",
    UNKNOWN_PROXIES,
    ([address]) =>
      `Everybody seems to come from ${address}, and shares what wrong passwords that address has: if it is a reverse proxy, set ` +
      "LATCHKEY_TRUSTED_PROXIES to the number of proxies in front.",
  ),
  check(
    "silent-gates",
    "Every gate that has not been stopped is heard of.",
    Prisma.sql`
      SELECT name, heard_at FROM gates
      WHERE stopped_at IS NULL AND heard_at < now() - make_interval(secs => ${SILENT_AFTER_SECONDS}::int)
        AND heard_at > now() - make_interval(hours => ${GONE_AFTER_HOURS}::int)`,
    ([gate, heard = ""]) =>
      `${gate} was last heard of ${moment(heard)}: see whether that gate runs and reaches the database. Meanwhile it lets ` +
      "nobody pass by what it remembers.",
  ),
  check(
    "gates-behind",
    "Every gate that is heard of decides by the changes of the last hour.",
    // A change is written a while before its commit; a backup brings numbers of transactions that nobody has given here.
    Prisma.sql`
      SELECT g.name, count(*), min(c.id) FROM access_changes c JOIN gates g
        ON g.stopped_at IS NULL AND g.heard_at > now() - make_interval(secs => ${SILENT_AFTER_SECONDS}::int)
       AND NOT pg_visible_in_snapshot(c.xact::text::xid8, g.started_snapshot::pg_snapshot)
      WHERE c.at BETWEEN now() - interval '1 hour' AND now() - interval '1 minute'
        AND c.xact < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        AND NOT EXISTS (SELECT FROM gate_acknowledgements a WHERE a.change_id = c.id AND a.gate_id = g.id)
      GROUP BY g.id`,
    ([gate, count = "", first]) =>
      `${gate} has not acknowledged ${counted(Number(count), "change")} of the last hour, from ${first} on: restart that gate.`,
  ),
  check(
    "due-events",
    "No event for a receiver is overdue.",
    // A later event about the same user waits for the earlier one.
    Prisma.sql`
      SELECT r.label, count(*), min(e.next_attempt_at) FROM signal_events e JOIN signal_receivers r ON r.id = e.receiver_id
      WHERE e.status = 'PENDING' AND e.next_attempt_at < now() - ${LATE} AND NOT EXISTS (
        SELECT FROM signal_events earlier WHERE earlier.receiver_id = e.receiver_id AND earlier.subject_id = e.subject_id
        AND earlier.status = 'PENDING' AND earlier.id < e.id)
      GROUP BY r.id`,
    ([receiver, count = "", since = ""]) =>
      `${counted(Number(count), "event")} for the receiver ${receiver} should have gone out at ${moment(since)}: start a console, or ` +
      "see in its log why it sends nothing.",
  ),
];
