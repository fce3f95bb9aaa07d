/**
 * The second factor of local users: setting it up, turning it off, taking a lost one away. Guarantees that the own password
 * is asked for again before any change of it, that a secret counts only once a code of it was typed, and that a change
 * signs the user out everywhere else.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Locked, type Outcome, type Refused, lockUser, refuse } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import {
  type Verdict,
  mayChangeOwnSecondFactor,
  mayReachConsole,
  mayRemoveSecondFactor,
  mayTurnOffSecondFactor,
} from "@/access/rules";
import { runChange } from "@/access/run-change";
import { seal } from "@/access/sealed";
import { makeSecret, stepOf } from "./one-time-codes";
import { type NotProven, checkPassword, lockProven } from "./own-password";
import {
  type SecondFactor,
  findConfirmed,
  hasSecondFactor,
  openSecret,
  writeRecoveryCodes,
} from "./second-factor-codes";
import { readSecondFactorSettings } from "./second-factor-settings";
import { endSessions } from "./sessions";

export type { SecondFactor };

/** So long a secret may wait for its first code. */
const SET_UP_MINUTES = 60;

/** Shown once, with the entry of the change that made them. */
export type NewCodes = { readonly ok: true; readonly entry: bigint; readonly codes: readonly string[] };

export type CodesOutcome = NewCodes | NotProven | { readonly ok: false; readonly refusal: "wrong_code" };

/** The actor's own second factor; null where it is off. */
export async function findOwnSecondFactor(actor: Actor): Promise<SecondFactor | null> {
  return actor.kind === "user" && actor.id !== null ? findConfirmed(actor.id) : null;
}

/** Somebody's second factor, for who reads the console. */
export async function findSecondFactor(actor: Actor, userId: string): Promise<SecondFactor | null> {
  return mayReachConsole(actor).allowed ? findConfirmed(userId) : null;
}

/** The secret that the actor is setting up; null where none is. */
export async function findPendingSecret(actor: Actor): Promise<string | null> {
  if (actor.kind !== "user") return null;
  const [row] = await rows<{ sealed: Uint8Array }>`
    SELECT sealed_pending AS sealed FROM second_factors
    WHERE user_id = ${actor.id}::uuid AND pending_at >= now() - make_interval(mins => ${SET_UP_MINUTES}::int)`;
  return row ? openSecret(row.sealed) : null;
}

/** Makes a secret for the actor to bring into an app. What is in use stays in use until a code confirms the new one. */
export async function beginSecondFactor(actor: Actor): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, actor.username, "second-factor.enabled");
    if (!locked.ok) return locked;
    const verdict = own(locked);
    if (!verdict.allowed) return refuse(tx, actor, "second-factor.enabled", verdict.refusal, locked.user);
    await tx.rows`
      INSERT INTO second_factors (user_id, sealed_pending, pending_at)
      VALUES (${locked.user.id}::uuid, ${seal(makeSecret())}, now())
      ON CONFLICT (user_id) DO UPDATE SET sealed_pending = excluded.sealed_pending, pending_at = excluded.pending_at`;
    return { ok: true, entry: null };
  });
}

function own({ asker, user }: Locked): Verdict {
  return mayChangeOwnSecondFactor(asker, user);
}

/** Turns the second factor on, or puts a new app in the place of the one before, by the first code of the new secret. */
export async function confirmSecondFactor(actor: Actor, password: string, code: string): Promise<CodesOutcome> {
  return withPassword<CodesOutcome>(actor, "second-factor.enabled", password, own, async (tx, user) => {
    const step = await stepOfPending(tx, user.id, code);
    if (step === "expired") return { ok: false, refusal: "set_up_expired" };
    if (step === null) {
      await record(tx, actor, { event: "second-factor.enabled", refusal: "wrong_code", subject: user });
      return { ok: false, refusal: "wrong_code" };
    }
    const event = (await hasSecondFactor(tx, user.id)) ? "second-factor.replaced" : "second-factor.enabled";
    await tx.rows`
      UPDATE second_factors SET sealed_secret = sealed_pending, confirmed_at = now(), last_step = ${step}::bigint,
                                sealed_pending = NULL, pending_at = NULL
      WHERE user_id = ${user.id}::uuid`;
    const codes = await writeRecoveryCodes(tx, user.id);
    const sessionsEnded = await endSessions(tx, user.id, "SECOND_FACTOR_CHANGED", actor.sessionId);
    return { ok: true, codes, entry: await record(tx, actor, { event, subject: user, effects: { sessionsEnded } }) };
  });
}

async function stepOfPending(tx: Tx, userId: string, code: string): Promise<number | null | "expired"> {
  const [row] = await tx.rows<{ sealed: Uint8Array }>`
    SELECT sealed_pending AS sealed FROM second_factors
    WHERE user_id = ${userId}::uuid AND pending_at >= now() - make_interval(mins => ${SET_UP_MINUTES}::int)`;
  const secret = row ? openSecret(row.sealed) : null;
  return secret === null ? "expired" : stepOf(secret, code);
}

/** Puts ten new recovery codes in the place of those that are left. */
export async function renewRecoveryCodes(actor: Actor, password: string): Promise<CodesOutcome> {
  const event = "second-factor.codes-renewed";
  return withPassword<CodesOutcome>(actor, event, password, own, async (tx, user) => {
    if (!(await hasSecondFactor(tx, user.id))) return refuse(tx, actor, event, "no_second_factor", user);
    const codes = await writeRecoveryCodes(tx, user.id);
    return { ok: true, codes, entry: await record(tx, actor, { event, subject: user }) };
  });
}

/** Turns the own second factor off, where none of the actor's roles requires one. */
export async function turnOffSecondFactor(actor: Actor, password: string): Promise<Outcome | NotProven> {
  const event = "second-factor.disabled";
  const { roles } = readSecondFactorSettings();
  const rule = ({ asker, user }: Locked): Verdict => mayTurnOffSecondFactor(asker, user, roles);
  return withPassword<Outcome>(actor, event, password, rule, (tx, user) =>
    takeAway(tx, actor, event, user, actor.sessionId),
  );
}

/** Takes a lost second factor away from somebody else, and signs them out. The next sign-in takes the password alone. */
export async function removeSecondFactor(actor: Actor, username: string): Promise<Outcome> {
  const event = "second-factor.removed";
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, event);
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const verdict = mayRemoveSecondFactor(asker, user);
    if (!verdict.allowed) return refuse(tx, actor, event, verdict.refusal, user);
    return takeAway(tx, actor, event, user, null);
  });
}

type User = Locked["user"];

/** Where none is on, it is so already. */
async function takeAway(
  tx: Tx,
  actor: Actor,
  event: AuditEvent,
  user: User,
  keptSession: string | null,
): Promise<Outcome> {
  const gone = await tx.rows`
    DELETE FROM second_factors WHERE user_id = ${user.id}::uuid AND confirmed_at IS NOT NULL RETURNING user_id`;
  if (gone.length === 0) return { ok: true, entry: null };
  const sessionsEnded = await endSessions(tx, user.id, "SECOND_FACTOR_CHANGED", keptSession);
  return { ok: true, entry: await record(tx, actor, { event, subject: user, effects: { sessionsEnded } }) };
}

/** Does the work on the own account, which is locked, where the password is right and the rule allows it. */
async function withPassword<Done>(
  actor: Actor,
  event: AuditEvent,
  password: string,
  rule: (locked: Locked) => Verdict,
  work: (tx: Tx, user: User) => Promise<Done | Refused>,
): Promise<Done | Refused | NotProven> {
  const checked = await checkPassword(actor, event, password);
  if ("refusal" in checked) return checked;
  return runChange(actor, async (tx) => {
    const locked = await lockProven(tx, actor, event, checked.hash, rule);
    return locked.ok ? work(tx, locked.user) : locked;
  });
}
