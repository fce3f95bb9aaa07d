/**
 * What the owner of an account types before their second factor changes: the password and a code. Guarantees that who has a
 * session and the password alone changes nothing of a second factor that is on, and sets up none that a role requires; and
 * that guessing the code here is no easier than at the sign-in.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Locked, type Refused, refuse } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { type Origin, type Role, type Verdict, needsSecondFactor } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { countCode, forgetCodes } from "./attempts";
import { takeEnrolmentCode } from "./enrolment-codes";
import { isOneTimeCode } from "./one-time-codes";
import { type NotProven, checkPassword, lockProven, sourceOfActor } from "./own-password";
import { hasSecondFactor, takeCode } from "./second-factor-codes";
import { readSecondFactorSettings } from "./second-factor-settings";

/** `code` is of the app that is in use, a recovery code, or the enrolment code where that one is needed. */
export type Proof = { readonly password: string; readonly code: string };

/** Which code is needed besides the password. */
export type NeededProof = "code" | "enrolment-code";

export type CodeNotProven =
  | NotProven
  | { readonly ok: false; readonly refusal: "wrong_proof" }
  | { readonly ok: false; readonly refusal: "codes_throttled"; readonly minutes: number };

/** Which code the actor needs besides the password; null where none is: no second factor is on, and no role requires one. */
export async function findNeededProof(actor: Actor): Promise<NeededProof | null> {
  if (actor.kind !== "user") return null;
  const [user] = await rows<{ origin: Origin; roles: Role[]; isOn: boolean }>`
    SELECT origin::text AS origin, roles::text[] AS roles,
           EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "isOn"
    FROM users u WHERE id = ${actor.id}::uuid`;
  return user ? proofFor(user, user.isOn) : null;
}

function proofFor(
  user: { readonly origin: Origin; readonly roles: readonly Role[] },
  isOn: boolean,
): NeededProof | null {
  if (isOn) return "code";
  return needsSecondFactor(user, readSecondFactorSettings().roles) ? "enrolment-code" : null;
}

type User = Locked["user"];

type WrongCode = { readonly ok: false; readonly refusal: "wrong_code" };

export type SecondFactorChange<Done> = {
  readonly event: AuditEvent;
  readonly rule: (locked: Locked) => Verdict;
  /** Whether the code is worth looking at. Where it is not, `refuseFirst` has to refuse. */
  readonly looksAtCode: boolean;
  /** What is refused before the code is used up. */
  readonly refuseFirst: (tx: Tx, user: User) => Promise<Refused | WrongCode | null>;
  readonly work: (tx: Tx, user: User) => Promise<Done>;
};

/** Changes the own second factor where password and code are right and the rule allows it. */
export async function changeWithProof<Done extends { readonly ok: true }>(
  actor: Actor,
  { password, code }: Proof,
  change: SecondFactorChange<Done>,
): Promise<Done | Refused | WrongCode | CodeNotProven> {
  const checked = await checkPassword(actor, change.event, password);
  if ("refusal" in checked) return checked;
  const needed = checked.hash !== null && change.looksAtCode ? await findNeededProof(actor) : null;
  const slowed = needed && (await countProof(actor, change.event, needed, code));
  if (slowed) return slowed;
  const outcome = await runChange(actor, async (tx) => {
    const locked = await lockProven(tx, actor, change.event, checked.hash, change.rule);
    if (!locked.ok) return locked;
    const { user } = locked;
    const refused = await change.refuseFirst(tx, user);
    if (refused) return refused;
    // A code of another kind than the one that was counted could be guessed without an end.
    const neededNow = proofFor(user, await hasSecondFactor(tx, user.id));
    if (neededNow !== needed) return refuse(tx, actor, change.event, "changed_meanwhile", user);
    if (needed !== null && !(await takeProof(tx, user.id, needed, code))) {
      await record(tx, actor, { event: change.event, refusal: "wrong_code", subject: user });
      return { ok: false as const, refusal: "wrong_proof" as const };
    }
    return change.work(tx, user);
  });
  if (outcome.ok && needed !== null && actor.id !== null) await forgetCodes(actor.id, sourceOfActor(actor));
  return outcome;
}

/** Counts the code before it is looked at, as the sign-in does. Null where it may be looked at. */
async function countProof(
  actor: Actor,
  event: AuditEvent,
  needed: NeededProof,
  code: string,
): Promise<CodeNotProven | null> {
  const isGuessable = needed === "code" && isOneTimeCode(code);
  const slowed = await countCode(actor.id ?? "", sourceOfActor(actor), isGuessable);
  if (!slowed) return null;
  // As at the sign-in, one entry tells of all that follow.
  if (!slowed.noted)
    await runChange(actor, (tx) => record(tx, actor, { event, refusal: "codes_throttled", subject: actor }));
  return { ok: false, refusal: "codes_throttled", minutes: slowed.minutes };
}

async function takeProof(tx: Tx, userId: string, needed: NeededProof, code: string): Promise<boolean> {
  if (needed === "enrolment-code") return takeEnrolmentCode(tx, userId, code);
  return (await takeCode(tx, userId, code)) !== null;
}
