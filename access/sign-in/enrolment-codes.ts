/**
 * Enrolment codes: who must have a second factor and has none needs one besides the password to set up the first. Guarantees
 * that a code is of one user, works once and for a day, is replaced by the next one, and is stored as a hash.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Refused, lockUser, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import { mayCreateEnrolmentCode, needsSecondFactor } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { hashRandomCode, makeRandomCode } from "./random-codes";
import { hasSecondFactor } from "./second-factor-codes";
import { readSecondFactorSettings } from "./second-factor-settings";

export const ENROLMENT_HOURS = 24;

/** Shown once. */
export type CreatedEnrolmentCode = { readonly ok: true; readonly entry: bigint; readonly code: string };

/** Makes a code for a user who has no second factor, in the place of one that was made before. */
export async function createEnrolmentCode(actor: Actor, username: string): Promise<CreatedEnrolmentCode | Refused> {
  const event = "second-factor.enrolment-code-created";
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, event);
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const verdict = mayCreateEnrolmentCode(asker, user, needsSecondFactor(user, readSecondFactorSettings().roles));
    if (!verdict.allowed) return refuse(tx, actor, event, verdict.refusal, user);
    if (await hasSecondFactor(tx, user.id)) return refuse(tx, actor, event, "no_enrolment_code_needed", user);
    const code = makeRandomCode();
    await tx.rows`
      INSERT INTO enrolment_codes (user_id, hash, expires_at)
      VALUES (${user.id}::uuid, ${hashRandomCode(code)}, now() + make_interval(hours => ${ENROLMENT_HOURS}::int))
      ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, expires_at = excluded.expires_at`;
    return { ok: true, code, entry: await record(tx, actor, { event, subject: user }) };
  });
}

/** Takes the code of the locked user, however it is typed. Whether it was right. */
export async function takeEnrolmentCode(tx: Tx, userId: string, typed: string): Promise<boolean> {
  const hash = hashRandomCode(typed);
  if (hash === null) return false;
  const taken = await tx.rows`
    DELETE FROM enrolment_codes WHERE user_id = ${userId}::uuid AND hash = ${hash} AND expires_at > now() RETURNING user_id`;
  return taken.length > 0;
}

/** The user has a second factor by now, so a code that is left serves nobody. */
export async function dropEnrolmentCode(tx: Tx, userId: string): Promise<void> {
  await tx.rows`DELETE FROM enrolment_codes WHERE user_id = ${userId}::uuid`;
}
