/**
 * Changing the own password. Guarantees that whoever knew the old one, or has a copy of a cookie, is signed out, and that
 * guessing it here is no easier than at the sign-in.
 */
import type { Actor } from "./actor";
import { type Slowed, countAttempt, forgetAttempts } from "./attempts";
import { record } from "./audit";
import { lockUser, refuse } from "./change";
import { database, transaction } from "./database";
import { hashPassword, passwordMatches } from "./passwords";
import { type Refusal, mayChangePassword } from "./rules";
import { endSessions, renameSession } from "./sessions";

export type PasswordOutcome =
  | { readonly ok: true; readonly entry: bigint; readonly token: string | null }
  | { readonly ok: false; readonly refusal: Refusal | "wrong_password" }
  | { readonly ok: false; readonly refusal: "throttled"; readonly minutes: number };

/**
 * Sets the password where the present one is right, ends the actor's other sessions and gives this one another name, which
 * its browser is to be handed.
 */
export async function changeOwnPassword(actor: Actor, present: string, wanted: string): Promise<PasswordOutcome> {
  const address = actor.address ?? "";
  const slowed = await countAttempt(actor.username, address);
  if (slowed) return refuseGuess(actor, slowed);
  const user = await database().user.findUnique({ where: { id: actor.id ?? "" }, select: { passwordHash: true } });
  if (!(await passwordMatches(user?.passwordHash ?? null, present))) return setPassword(actor, null);
  await forgetAttempts(actor.username, address);
  return setPassword(actor, { present: user?.passwordHash ?? null, wanted: await hashPassword(wanted) });
}

/** As at the sign-in, one entry tells of all that follow. */
async function refuseGuess(actor: Actor, { minutes, noted }: Slowed): Promise<PasswordOutcome> {
  const entry = { event: "user.password-changed", refusal: "throttled", subject: actor } as const;
  if (!noted) await transaction((tx) => record(tx, actor, entry));
  return { ok: false, refusal: "throttled", minutes };
}

type Hashes = { present: string | null; wanted: string };

/** Without hashes the present password was wrong, and it remains to be seen which refusal that is. */
function setPassword(actor: Actor, hashes: Hashes | null): Promise<PasswordOutcome> {
  return transaction(async (tx) => {
    const locked = await lockUser(tx, actor, actor.username, "user.password-changed");
    if (!locked.ok) return locked;
    const verdict = mayChangePassword(locked.user);
    if (!verdict.allowed) return refuse(tx, actor, "user.password-changed", verdict.refusal, locked.user);
    // Somebody else may have changed it since: then the present password is another one.
    const [now] = await tx.rows<{ passwordHash: string | null }>`
      SELECT password_hash AS "passwordHash" FROM users WHERE id = ${locked.user.id}::uuid`;
    if (!hashes || now?.passwordHash !== hashes.present) {
      await record(tx, actor, { event: "user.password-changed", refusal: "wrong_password", subject: locked.user });
      return { ok: false, refusal: "wrong_password" };
    }
    await tx.rows`UPDATE users SET password_hash = ${hashes.wanted} WHERE id = ${locked.user.id}::uuid`;
    const sessionsEnded = await endSessions(tx, locked.user.id, "PASSWORD_CHANGED", actor.sessionId);
    const token = actor.sessionId === null ? null : await renameSession(tx, actor.sessionId);
    const changed = { event: "user.password-changed", subject: locked.user, effects: { sessionsEnded } } as const;
    return { ok: true, entry: await record(tx, actor, changed), token };
  });
}
