/**
 * Accounts that wrong passwords or codes have locked, and the key to them. A lock is a counter that has reached its limit
 * (attempts.ts): it holds only for where the wrong ones came from. Platform users have nothing here that can be guessed.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Outcome, lockUser, refuse } from "@/access/change";
import { rows } from "@/access/database";
import { mayReachConsole, mayUnlockUser } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { Prisma } from "@/generated/prisma/client";
import { WRONG_CODES_OF_DAY, WRONG_PASSWORDS, clearAttempts, letIn } from "./attempts";

/** Counters `a` that let nothing through at this moment. */
const IS_LOCK = Prisma.sql`
  (a.points >= ${WRONG_PASSWORDS} AND a.expire > extract(epoch FROM now()) * 1000
   AND (split_part(a.key, ':', 1) IN ('password', 'code', 'recovery')
        OR (split_part(a.key, ':', 1) = 'codes-of-day' AND a.points >= ${WRONG_CODES_OF_DAY})))`;

/** Whether a user `u` is locked. */
export const USER_IS_LOCKED = Prisma.sql`
  (u.origin = 'LOCAL' AND EXISTS (SELECT FROM sign_in_attempts a WHERE split_part(a.key, ':', 2) = u.id::text AND ${IS_LOCK}))`;

/** Until when, at the latest, somebody waits, and from how many places the attempts came. */
export type AccountLock = { readonly until: Date; readonly places: number };

/** Null where the account is not locked, and for who may not see the console. */
export async function findAccountLock(actor: Actor, userId: string): Promise<AccountLock | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const [found] = await rows<AccountLock>`
    SELECT to_timestamp(max(a.expire) / 1000.0) AS until, count(DISTINCT split_part(a.key, ':', 3))::int AS places
    FROM users u JOIN sign_in_attempts a ON split_part(a.key, ':', 2) = u.id::text AND ${IS_LOCK}
    WHERE u.id = ${userId}::uuid AND u.origin = 'LOCAL' HAVING count(*) > 0`;
  return found ?? null;
}

/** The names of users who are locked, as many as are asked for. */
export async function selectLockedUsers(most: number): Promise<string[]> {
  const locked = await rows<{ username: string }>`
    SELECT u.username FROM users u
    WHERE u.origin = 'LOCAL' AND u.id::text IN (SELECT split_part(a.key, ':', 2) FROM sign_in_attempts a WHERE ${IS_LOCK})
    ORDER BY u.username LIMIT ${most}`;
  return locked.map(({ username }) => username);
}

/** Ends the counters of an account, and lets its owner in for an hour even where a whole network is slowed down. */
export async function unlockUser(actor: Actor, username: string): Promise<Outcome> {
  const event = "user.unlocked";
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, event);
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const verdict = mayUnlockUser(asker, user);
    if (!verdict.allowed) return refuse(tx, actor, event, verdict.refusal, user);
    await clearAttempts(tx, [user.id]);
    await letIn(tx, user.id);
    return { ok: true, entry: await record(tx, actor, { event, subject: user }) };
  });
}
