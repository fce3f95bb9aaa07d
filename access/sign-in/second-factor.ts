/**
 * The second factor of local users: reading it, changing one that is on, and taking a lost one away. Guarantees that the
 * owner changes it only by the password and a code, and that a change signs the user out everywhere else.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Locked, type Outcome, type Refused, lockUser, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import {
  mayChangeOwnSecondFactor,
  mayReachConsole,
  mayRemoveSecondFactor,
  mayTurnOffSecondFactor,
} from "@/access/rules";
import { runChange } from "@/access/run-change";
import { type SecondFactor, findConfirmed, hasSecondFactor, writeRecoveryCodes } from "./second-factor-codes";
import { type CodeNotProven, type Proof, changeWithProof } from "./second-factor-proof";
import { readSecondFactorSettings } from "./second-factor-settings";
import { endSessions } from "./sessions";

export type { SecondFactor };

/** Shown once, with the entry of the change that made them. */
export type NewCodes = { readonly ok: true; readonly entry: bigint; readonly codes: readonly string[] };

/** `wrong_code` is about the app that is being set up, `wrong_proof` about the code that a change takes. */
export type FactorRefused = Refused | CodeNotProven | { readonly ok: false; readonly refusal: "wrong_code" };

export type CodesOutcome = NewCodes | FactorRefused;

type Done = Extract<Outcome, { ok: true }>;

/** The actor's own second factor; null where it is off. */
export async function findOwnSecondFactor(actor: Actor): Promise<SecondFactor | null> {
  return actor.kind === "user" && actor.id !== null ? findConfirmed(actor.id) : null;
}

/** Somebody's second factor, for who reads the console. */
export async function findSecondFactor(actor: Actor, userId: string): Promise<SecondFactor | null> {
  return mayReachConsole(actor).allowed ? findConfirmed(userId) : null;
}

/** Puts ten new recovery codes in the place of those that are left. */
export async function renewRecoveryCodes(actor: Actor, proof: Proof): Promise<CodesOutcome> {
  const event = "second-factor.codes-renewed";
  return changeWithProof<NewCodes>(actor, proof, {
    ...{ event, looksAtCode: true },
    rule: ({ asker, user }) => mayChangeOwnSecondFactor(asker, user),
    refuseFirst: async (tx, user) =>
      (await hasSecondFactor(tx, user.id)) ? null : refuse(tx, actor, event, "no_second_factor", user),
    work: async (tx, user) => {
      const codes = await writeRecoveryCodes(tx, user.id);
      return { ok: true, codes, entry: await record(tx, actor, { event, subject: user }) };
    },
  });
}

/** Turns the own second factor off, where none of the actor's roles requires one. */
export async function turnOffSecondFactor(actor: Actor, proof: Proof): Promise<Done | FactorRefused> {
  const event = "second-factor.disabled";
  const { roles } = readSecondFactorSettings();
  return changeWithProof<Done>(actor, proof, {
    ...{ event, looksAtCode: true },
    rule: ({ asker, user }) => mayTurnOffSecondFactor(asker, user, roles),
    refuseFirst: () => Promise.resolve(null),
    work: (tx, user) => takeAway(tx, actor, event, user, actor.sessionId),
  });
}

/**
 * Takes a lost second factor away from somebody else, and signs them out. The next sign-in takes the password alone; where a
 * role requires a second factor, an enrolment code is needed to set up another.
 */
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

/** Where none is on, it is so already. */
async function takeAway(
  tx: Tx,
  actor: Actor,
  event: AuditEvent,
  user: Locked["user"],
  keptSession: string | null,
): Promise<Done> {
  const gone = await tx.rows`
    DELETE FROM second_factors WHERE user_id = ${user.id}::uuid AND confirmed_at IS NOT NULL RETURNING user_id`;
  if (gone.length === 0) return { ok: true, entry: null };
  const sessionsEnded = await endSessions(tx, user.id, "SECOND_FACTOR_CHANGED", keptSession);
  return { ok: true, entry: await record(tx, actor, { event, subject: user, effects: { sessionsEnded } }) };
}
