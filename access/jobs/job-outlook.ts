/** What a draft of a job would do, in numbers, and which administrator it has to leave. */
import type { Tx } from "@/access/database";
import { KEY_IS_GOOD, PLAN_IS_GOOD } from "@/access/keys/key-rows";
import type { SettableStatus } from "@/access/rules";
import { SESSION_IS_OPEN } from "@/access/sign-in/session-limits";
import { IS_ENABLED_ADMINISTRATOR } from "@/access/status/last-administrator";
import { Prisma } from "@/generated/prisma/client";

/** Where no other enabled administrator remains, the one whose turn would come last is skipped. */
export async function skipLastAdministrator(tx: Tx, jobId: string): Promise<void> {
  await tx.rows`
    WITH administrators AS (
      SELECT i.number FROM users u LEFT JOIN job_items i
        ON i.user_id = u.id AND i.job_id = ${jobId}::uuid AND i.outcome = 'PENDING'
      WHERE u.id IN (SELECT id FROM users WHERE ${IS_ENABLED_ADMINISTRATOR} AND origin = 'LOCAL'))
    UPDATE job_items SET outcome = 'SKIPPED', refusal = 'last_administrator'
    WHERE job_id = ${jobId}::uuid AND number = (SELECT max(number) FROM administrators)
      AND NOT EXISTS (SELECT FROM administrators WHERE number IS NULL)`;
}

/** Counts whom the draft concerns, and which of their open sessions and package keys. */
export async function foreseeJob(tx: Tx, jobId: string, target: SettableStatus): Promise<void> {
  await tx.rows`
    WITH planned AS MATERIALIZED (
      SELECT u.id, u.status FROM job_items i JOIN users u ON u.id = i.user_id
      WHERE i.job_id = ${jobId}::uuid AND i.outcome = 'PENDING')
    UPDATE jobs SET
      total = (SELECT count(*) FROM job_items WHERE job_id = ${jobId}::uuid),
      planned = (SELECT count(*) FROM planned),
      sessions_ended = ${sessionsOfPlanned(target)},
      keys_concerned = ${keysOfPlanned(target)}
    WHERE id = ${jobId}::uuid`;
}

/** How many sessions would end, and how many package keys would stop or work again, if these users became `target`. */
export async function foreseeChange(
  tx: Tx,
  userIds: readonly string[],
  target: SettableStatus,
): Promise<{ readonly sessionsEnded: number; readonly keysConcerned: number }> {
  const [foreseen] = await tx.rows<{ sessionsEnded: number; keysConcerned: number }>`
    WITH planned AS MATERIALIZED (SELECT id, status FROM users WHERE id = ANY (${[...userIds]}::uuid[]))
    SELECT ${sessionsOfPlanned(target)}::int AS "sessionsEnded", ${keysOfPlanned(target)}::int AS "keysConcerned"`;
  return foreseen ?? { sessionsEnded: 0, keysConcerned: 0 };
}

function sessionsOfPlanned(target: SettableStatus): Prisma.Sql {
  return Prisma.sql`(SELECT count(*) FROM sessions s JOIN planned ON planned.id = s.user_id
                     WHERE ${SESSION_IS_OPEN} AND ${target}::text = 'DISABLED')`;
}

/** Of who waits no key works anyway. */
function keysOfPlanned(target: SettableStatus): Prisma.Sql {
  return Prisma.sql`(SELECT count(*) FROM planned JOIN applications a ON a.owner_id = planned.id
                     JOIN package_keys k ON k.application_id = a.id JOIN plans p ON p.id = k.plan_id
                     WHERE ${KEY_IS_GOOD} AND ${PLAN_IS_GOOD}
                       AND (${target}::text = 'ENABLED' OR planned.status = 'ENABLED'))`;
}
