/**
 * The own password, typed again before a change of how one signs in, and changing it. Guarantees that whoever knew the old
 * one, or has a copy of a cookie, is signed out, and that guessing it here is no easier than at the sign-in.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Locked, type Refused, lockUser, refuse } from "@/access/change";
import { type Tx, database } from "@/access/database";
import { type Refusal, type Verdict, mayChangePassword } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { type Slowed, type Source, clearAttempts, countPassword } from "./attempts";
import { findDeviceOwner, withDevice } from "./device-cookie";
import { hashPassword, passwordMatches } from "./passwords";
import { endSessions, renameSession } from "./sessions";

type Throttled = { readonly ok: false; readonly refusal: "throttled"; readonly minutes: number };
type WrongPassword = { readonly ok: false; readonly refusal: Refusal | "wrong_password" };

/** Why somebody who acts on their own account is not taken for its owner. */
export type NotProven = WrongPassword | Throttled;

/** With what the browser is to be handed: the session's new name, and its device cookie, which the old password made. */
export type PasswordOutcome = PasswordChanged | NotProven;

type PasswordChanged = {
  readonly ok: true;
  readonly entry: bigint;
  readonly token: string | null;
  readonly device: string | null;
};

/** The hash that the typed password fits; null where it does not. */
export type Checked = { readonly hash: string | null };

/**
 * Sets the password where the present one is right, ends the actor's other sessions and gives this one another name, which
 * its browser is to be handed.
 */
export async function changeOwnPassword(
  actor: Actor,
  present: string,
  wanted: string,
  deviceCookie?: string,
): Promise<PasswordOutcome> {
  const event = "user.password-changed";
  const checked = await checkPassword(actor, event, present);
  if ("refusal" in checked) return checked;
  const passwordHash = checked.hash === null ? null : await hashPassword(wanted);
  return runChange(actor, async (tx) => {
    const locked = await lockProven(tx, actor, event, checked.hash, ({ user }) => mayChangePassword(user));
    if (!locked.ok) return locked;
    const { user } = locked;
    await tx.rows`UPDATE users SET password_hash = ${passwordHash} WHERE id = ${user.id}::uuid`;
    await clearAttempts(tx, [user.id]);
    const sessionsEnded = await endSessions(tx, user.id, "PASSWORD_CHANGED", actor.sessionId);
    const token = actor.sessionId === null ? null : await renameSession(tx, actor.sessionId);
    const device = withDevice(await findDeviceOwner(tx.rows, user.id), deviceCookie);
    const entry = await record(tx, actor, { event, subject: user, effects: { sessionsEnded } });
    return { ok: true, entry, token, device };
  });
}

/** Looks at a password that its owner has typed again, unless there were too many wrong ones before. */
export async function checkPassword(actor: Actor, event: AuditEvent, typed: string): Promise<Checked | Throttled> {
  const { slowed, forget } = await countPassword(actor.id ?? "", sourceOfActor(actor));
  if (slowed) return refuseGuess(actor, event, slowed);
  const user = await database().user.findUnique({ where: { id: actor.id ?? "" }, select: { passwordHash: true } });
  const hash = user?.passwordHash ?? null;
  if (!(await passwordMatches(hash, typed))) return { hash: null };
  await forget();
  return { hash };
}

/** Each session has a number of its own, which no stranger can use up. */
export function sourceOfActor({ sessionId, address }: Actor): Source {
  return sessionId === null ? { kind: "network", address: address ?? "" } : { kind: "session", id: sessionId };
}

/** As at the sign-in, one entry tells of all that follow. */
async function refuseGuess(actor: Actor, event: AuditEvent, { minutes, noted }: Slowed): Promise<Throttled> {
  if (!noted) await runChange(actor, (tx) => record(tx, actor, { event, refusal: "throttled", subject: actor }));
  return { ok: false, refusal: "throttled", minutes };
}

/**
 * Locks the own account where the rule allows the change and the password fits this hash: somebody else may have changed
 * it since it was looked at, and then it is another one. What is refused leaves its entry.
 */
export async function lockProven(
  tx: Tx,
  actor: Actor,
  event: AuditEvent,
  hash: string | null,
  rule: (locked: Locked) => Verdict,
): Promise<({ readonly ok: true } & Locked) | Refused | WrongPassword> {
  const locked = await lockUser(tx, actor, actor.username, event);
  if (!locked.ok) return locked;
  const verdict = rule(locked);
  if (!verdict.allowed) return refuse(tx, actor, event, verdict.refusal, locked.user);
  const [now] = await tx.rows<{ passwordHash: string | null }>`
    SELECT password_hash AS "passwordHash" FROM users WHERE id = ${locked.user.id}::uuid`;
  if (hash !== null && now?.passwordHash === hash) return locked;
  await record(tx, actor, { event, refusal: "wrong_password", subject: locked.user });
  return { ok: false, refusal: "wrong_password" };
}
