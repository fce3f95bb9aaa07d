/**
 * What an administrator should look at now, and nothing that is well. Guarantees that nobody is told of what they may not
 * see, and that what could be very many is counted no further than the lists do.
 */
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { JOB_COLUMNS, type JobRow, jobOf } from "@/access/jobs/job-rows";
import type { Job } from "@/access/jobs/jobs";
import { listGates } from "@/access/keys/gates";
import { selectUnknownProxies } from "@/access/operation/unknown-proxy";
import type { Count } from "@/access/lists/lists";
import { type SettableStatus, mayManagePlatform, mayReachConsole } from "@/access/rules";
import { selectLockedUsers } from "@/access/sign-in/account-lock";
import { IS_ENABLED_ADMINISTRATOR } from "@/access/status/last-administrator";
import { countUsers, parseUserListQuery } from "./user-list";

/** Who is enabled and did nothing for so long is looked at. */
export const STALE_DAYS = 90;
/** A scheduled change is told of so long before it is due, and a job that stopped so long after. */
const NEAR_DAYS = 7;
/** So many of each kind are named. */
const NAMED = 5;

export type DueSchedule = {
  readonly id: string;
  readonly username: string;
  readonly target: SettableStatus;
  readonly dueAt: Date;
  /** Its time is over, and nothing has carried it out. */
  readonly overdue: boolean;
};

export type Attention =
  | { readonly kind: "one-administrator" }
  /** Everybody seems to come from this address. */
  | { readonly kind: "unknown-proxy"; readonly address: string }
  | { readonly kind: "no-gate" }
  | { readonly kind: "silent-gates"; readonly names: readonly string[] }
  /** Calls of the platform within a day, with a token; and those without a good one. */
  | { readonly kind: "failed-calls"; readonly calls: number }
  | { readonly kind: "refused-callers"; readonly calls: number }
  | { readonly kind: "undelivered-events"; readonly receivers: readonly string[] }
  | { readonly kind: "stopped-job"; readonly job: Job }
  | { readonly kind: "job-under-way"; readonly job: Job }
  | { readonly kind: "schedules"; readonly schedules: readonly DueSchedule[]; readonly more: boolean }
  /** `more` with the last one that is named. */
  | { readonly kind: "locked-user"; readonly username: string; readonly more: boolean }
  | { readonly kind: "waiting-users"; readonly users: Count }
  | { readonly kind: "stale-users"; readonly users: Count };

/** The most urgent first; nothing for who may not see the console. */
export async function listAttention(actor: Actor): Promise<Attention[]> {
  if (!mayReachConsole(actor).allowed) return [];
  const found = await Promise.all([
    fewAdministrators(),
    unknownProxies(),
    absentGates(actor),
    mayManagePlatform(actor).allowed ? platformTroubles() : [],
    notableJobs(),
    dueSchedules(),
    lockedUsers(),
    notableUsers(actor),
  ]);
  return found.flat();
}

/** That there is none at all is said on every page. */
async function fewAdministrators(): Promise<Attention[]> {
  const found = await rows`SELECT id FROM users WHERE ${IS_ENABLED_ADMINISTRATOR} LIMIT 2`;
  return found.length === 1 ? [{ kind: "one-administrator" }] : [];
}

async function unknownProxies(): Promise<Attention[]> {
  return (await selectUnknownProxies()).map((address) => ({ kind: "unknown-proxy", address }));
}

async function absentGates(actor: Actor): Promise<Attention[]> {
  const gates = await listGates(actor);
  if (gates.every(({ state }) => state === "stopped")) return [{ kind: "no-gate" }];
  const names = gates.filter(({ state }) => state === "silent").map(({ name }) => name);
  return names.length > 0 ? [{ kind: "silent-gates", names }] : [];
}

type Troubles = { readonly failed: number; readonly refused: number; readonly receivers: readonly string[] };

/** Of calls a thousand are kept; whether a receiver has an event that failed is one step along an index. */
async function platformTroubles(): Promise<Attention[]> {
  const [found] = await rows<Troubles>`
    SELECT count(*) FILTER (WHERE token_label IS NOT NULL)::int AS failed,
           count(*) FILTER (WHERE token_label IS NULL)::int AS refused,
           ARRAY(SELECT r.label FROM signal_receivers r
                 WHERE EXISTS (SELECT FROM signal_events e
                               WHERE e.receiver_id = r.id AND e.status = 'PENDING' AND e.last_error IS NOT NULL)
                 ORDER BY r.label) AS receivers
    FROM platform_calls WHERE status >= 400 AND at > now() - interval '1 day'`;
  const { failed, refused, receivers } = found ?? { failed: 0, refused: 0, receivers: [] };
  return [
    ...(receivers.length > 0 ? [{ kind: "undelivered-events", receivers } as const] : []),
    ...(failed > 0 ? [{ kind: "failed-calls", calls: failed } as const] : []),
    ...(refused > 0 ? [{ kind: "refused-callers", calls: refused } as const] : []),
  ];
}

async function notableJobs(): Promise<Attention[]> {
  const jobs = await rows<JobRow>`
    SELECT ${JOB_COLUMNS} FROM jobs j
    WHERE j.status IN ('QUEUED', 'RUNNING')
       OR (j.status = 'STOPPED' AND j.refusal IS NOT NULL AND j.finished_at > now() - make_interval(days => ${NEAR_DAYS}::int))
    ORDER BY j.status = 'STOPPED' DESC, j.number DESC LIMIT ${NAMED}`;
  return jobs.map(jobOf).map((job) => ({ kind: job.status === "STOPPED" ? "stopped-job" : "job-under-way", job }));
}

async function dueSchedules(): Promise<Attention[]> {
  const due = await rows<DueSchedule>`
    SELECT c.id, u.username, c.target::text AS target, c.due_at AS "dueAt",
           c.due_at < now() - interval '5 minutes' AS overdue
    FROM scheduled_changes c JOIN users u ON u.id = c.user_id
    WHERE c.status = 'PENDING' AND c.due_at < now() + make_interval(days => ${NEAR_DAYS}::int)
    ORDER BY c.due_at, c.id LIMIT ${NAMED + 1}`;
  if (due.length === 0) return [];
  return [{ kind: "schedules", schedules: due.slice(0, NAMED), more: due.length > NAMED }];
}

async function lockedUsers(): Promise<Attention[]> {
  const names = await selectLockedUsers(NAMED + 1);
  const named = names.slice(0, NAMED);
  return named.map((username, place) => ({
    kind: "locked-user",
    username,
    more: place + 1 === NAMED && names.length > NAMED,
  }));
}

/** Found as the list finds them, to which the page links. */
async function notableUsers(actor: Actor): Promise<Attention[]> {
  const [waiting, stale] = await countUsers(actor, [
    parseUserListQuery({ status: "WAITING" }),
    parseUserListQuery({ stale: `${STALE_DAYS}` }),
  ]);
  return [
    ...(waiting && waiting.count > 0 ? [{ kind: "waiting-users", users: waiting } as const] : []),
    ...(stale && stale.count > 0 ? [{ kind: "stale-users", users: stale } as const] : []),
  ];
}
