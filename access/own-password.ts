/** Changing the own password. Guarantees that whoever knew the old one is signed out everywhere else. */
import type { Actor } from "./actor";
import { record } from "./audit";
import { lockUser, refuse } from "./change";
import { database, transaction } from "./database";
import { hashPassword, passwordMatches } from "./passwords";
import { type Refusal, mayChangePassword } from "./rules";
import { endSessions } from "./sessions";

export type PasswordOutcome =
  { readonly ok: true; readonly entry: bigint } | { readonly ok: false; readonly refusal: Refusal | "wrong_password" };

/** Sets the password where the present one is right, and ends the actor's other sessions. */
export async function changeOwnPassword(actor: Actor, present: string, wanted: string): Promise<PasswordOutcome> {
  const user = await database().user.findUnique({ where: { id: actor.id ?? "" }, select: { passwordHash: true } });
  const right = await passwordMatches(user?.passwordHash ?? null, present);
  const passwordHash = await hashPassword(wanted);
  return transaction(async (tx) => {
    const locked = await lockUser(tx, actor, actor.username);
    if (!locked.ok) return locked;
    const verdict = mayChangePassword(locked.user);
    if (!verdict.allowed) return refuse(tx, actor, "user.password-changed", verdict.refusal, locked.user);
    // Somebody else may have changed it since: then the present password is another one.
    const [now] = await tx.rows<{ passwordHash: string | null }>`
      SELECT password_hash AS "passwordHash" FROM users WHERE id = ${locked.user.id}::uuid`;
    if (!right || now?.passwordHash !== user?.passwordHash) {
      await record(tx, actor, { event: "user.password-changed", refusal: "wrong_password", subject: locked.user });
      return { ok: false, refusal: "wrong_password" };
    }
    await tx.rows`UPDATE users SET password_hash = ${passwordHash} WHERE id = ${locked.user.id}::uuid`;
    const sessionsEnded = await endSessions(tx, locked.user.id, "PASSWORD_CHANGED", actor.sessionId);
    const changed = { event: "user.password-changed", subject: locked.user, effects: { sessionsEnded } } as const;
    return { ok: true, entry: await record(tx, actor, changed) };
  });
}
