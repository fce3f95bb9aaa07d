/**
 * Setting up a second factor, the first one or another in its place. Guarantees that the secret belongs to the session that
 * began it, that it counts only once a code of it was typed, and that what is in use stays in use until then.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Locked, type Outcome, lockUser, refuse } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { type Verdict, mayChangeOwnSecondFactor } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { seal } from "@/access/sealed";
import { dropEnrolmentCode } from "./enrolment-codes";
import { makeSecret, stepOf } from "./one-time-codes";
import type { CodesOutcome } from "./second-factor";
import { hasSecondFactor, openSecret, writeRecoveryCodes } from "./second-factor-codes";
import { type Proof, changeWithProof } from "./second-factor-proof";
import { endSessions } from "./sessions";

/** So long a secret may wait for its first code. */
const SET_UP_MINUTES = 60;

/** The secret that the actor is setting up in this session; null where none is. */
export async function findPendingSecret(actor: Actor): Promise<string | null> {
  return (await findPending(actor))?.secret ?? null;
}

type Pending = { readonly secret: string; readonly sealed: Uint8Array };

async function findPending(actor: Actor): Promise<Pending | null> {
  if (actor.kind !== "user") return null;
  const [row] = await rows<{ sealed: Uint8Array }>`
    SELECT p.sealed_secret AS sealed FROM second_factor_set_ups p JOIN sessions s ON s.id = p.session_id
    WHERE s.id = ${actor.sessionId}::uuid AND s.ended_at IS NULL
      AND p.created_at >= now() - make_interval(mins => ${SET_UP_MINUTES}::int)`;
  const secret = row ? openSecret(row.sealed) : null;
  return row && secret !== null ? { secret, sealed: row.sealed } : null;
}

/** Makes a secret for the actor to bring into an app. Forgets those of sessions that have ended. */
export async function beginSecondFactor(actor: Actor): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, actor.username, "second-factor.enabled");
    if (!locked.ok) return locked;
    const verdict = own(locked);
    if (!verdict.allowed) return refuse(tx, actor, "second-factor.enabled", verdict.refusal, locked.user);
    await tx.rows`
      DELETE FROM second_factor_set_ups p USING sessions s WHERE s.id = p.session_id
      AND (s.ended_at IS NOT NULL OR p.created_at < now() - make_interval(mins => ${SET_UP_MINUTES}::int))`;
    await tx.rows`
      INSERT INTO second_factor_set_ups (session_id, sealed_secret) VALUES (${actor.sessionId}::uuid, ${seal(makeSecret())})
      ON CONFLICT (session_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = now()`;
    return { ok: true, entry: null };
  });
}

function own({ asker, user }: Locked): Verdict {
  return mayChangeOwnSecondFactor(asker, user);
}

/** Turns the second factor on, or puts a new app in the place of the one before, by the first code of the new secret. */
export async function confirmSecondFactor(actor: Actor, code: string, proof: Proof): Promise<CodesOutcome> {
  const pending = await findPending(actor);
  const step = pending && stepOf(pending.secret, code);
  const event = "second-factor.enabled";
  return changeWithProof(actor, proof, {
    ...{ event, rule: own, looksAtCode: step !== null },
    refuseFirst: async (tx, user) => {
      if (!pending || !(await isStillPending(tx, actor, pending))) return { ok: false, refusal: "set_up_expired" };
      if (step !== null) return null;
      await record(tx, actor, { event, refusal: "wrong_code", subject: user });
      return { ok: false, refusal: "wrong_code" };
    },
    work: async (tx, user) => {
      const isReplaced = await hasSecondFactor(tx, user.id);
      await tx.rows`
        INSERT INTO second_factors (user_id, sealed_secret, confirmed_at, last_step)
        VALUES (${user.id}::uuid, ${pending?.sealed}, now(), ${step}::bigint)
        ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, confirmed_at = excluded.confirmed_at,
                                            last_step = excluded.last_step, sealed_pending = NULL, pending_at = NULL`;
      await tx.rows`DELETE FROM second_factor_set_ups WHERE session_id = ${actor.sessionId}::uuid`;
      await dropEnrolmentCode(tx, user.id);
      const codes = await writeRecoveryCodes(tx, user.id);
      const sessionsEnded = await endSessions(tx, user.id, "SECOND_FACTOR_CHANGED", actor.sessionId);
      const entry = await record(tx, actor, {
        event: isReplaced ? "second-factor.replaced" : event,
        ...{ subject: user, effects: { sessionsEnded } },
      });
      return { ok: true, codes, entry };
    },
  });
}

/** Whether it is this secret that the session still sets up, now that the user is locked. */
async function isStillPending(tx: Tx, { sessionId }: Actor, { sealed }: Pending): Promise<boolean> {
  const found = await tx.rows`
    SELECT session_id FROM second_factor_set_ups WHERE session_id = ${sessionId}::uuid AND sealed_secret = ${sealed}`;
  return found.length > 0;
}
