/** What changing the status of a user would do at this moment, in numbers, for whoever is about to. */
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { isId } from "@/access/ids";
import { CALLS_LAST_DAY, KEY_IS_GOOD, KEY_TABLES, KEY_WORKS, PLAN_IS_GOOD } from "@/access/keys/key-rows";
import { mayReachConsole } from "@/access/rules";
import { SESSION_IS_OPEN } from "@/access/sign-in/session-limits";

export type Consequences = {
  readonly openSessions: number;
  /** Keys that work at this moment, and those that do while the user is enabled. */
  readonly workingKeys: number;
  readonly readyKeys: number;
  /** From here on of the ready keys: whose they are, how often they were let pass within a day, and when last. */
  readonly applications: number;
  readonly callsLastDay: number;
  readonly lastUsedAt: Date | null;
};

const NOTHING: Consequences = {
  openSessions: 0,
  workingKeys: 0,
  readyKeys: 0,
  applications: 0,
  callsLastDay: 0,
  lastUsedAt: null,
};

/** Nothing for who may not see the console. */
export async function findConsequences(actor: Actor, userId: string): Promise<Consequences> {
  if (!mayReachConsole(actor).allowed || !isId(userId)) return NOTHING;
  const [found] = await rows<Consequences>`
    SELECT (SELECT count(*)::int FROM sessions s WHERE s.user_id = ${userId}::uuid AND ${SESSION_IS_OPEN}) AS "openSessions",
           count(*) FILTER (WHERE works)::int AS "workingKeys", count(*) FILTER (WHERE ready)::int AS "readyKeys",
           count(DISTINCT application_id) FILTER (WHERE ready)::int AS applications,
           coalesce(sum(calls) FILTER (WHERE ready), 0)::float8 AS "callsLastDay",
           max(last_used_at) FILTER (WHERE ready) AS "lastUsedAt"
    FROM (SELECT ${KEY_WORKS} AS works, ${KEY_IS_GOOD} AND ${PLAN_IS_GOOD} AS ready, k.application_id, k.last_used_at,
                 ${CALLS_LAST_DAY} AS calls
          FROM ${KEY_TABLES} WHERE a.owner_id = ${userId}::uuid) AS key`;
  return found ?? NOTHING;
}
