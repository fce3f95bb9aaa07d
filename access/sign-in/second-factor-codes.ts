/**
 * What is on record of second factors, and taking a code. Guarantees that the code of a step of time is accepted at most
 * once for a user and a recovery code once, also where two are sent at the same moment: the user is locked meanwhile.
 */
import { type Tx, rows } from "@/access/database";
import { logFailure } from "@/access/operation/log";
import { unseal } from "@/access/sealed";
import { isOneTimeCode, stepOf } from "./one-time-codes";
import { hashRandomCode, makeRandomCode } from "./random-codes";

/** So many recovery codes are made at a time. They stand in for a lost authenticator app, each once. */
const RECOVERY_CODES = 10;

export type SecondFactor = { readonly since: Date; readonly recoveryCodes: number };

/** The second factor that a user has; null where it is off. */
export async function findConfirmed(userId: string): Promise<SecondFactor | null> {
  const [factor] = await rows<SecondFactor>`
    SELECT confirmed_at AS since,
           (SELECT count(*)::int FROM recovery_codes c WHERE c.user_id = f.user_id) AS "recoveryCodes"
    FROM second_factors f WHERE user_id = ${userId}::uuid AND confirmed_at IS NOT NULL`;
  return factor ?? null;
}

/** Whether the locked user has one. */
export async function hasSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const found = await tx.rows`
    SELECT user_id FROM second_factors WHERE user_id = ${userId}::uuid AND confirmed_at IS NOT NULL`;
  return found.length > 0;
}

export type CodeKind = "code" | "recovery-code";

/** Takes a code of the locked user. Which kind it was of; null for one that is wrong, or was taken before. */
export async function takeCode(tx: Tx, userId: string, typed: string): Promise<CodeKind | null> {
  if (isOneTimeCode(typed)) return (await takeOneTimeCode(tx, userId, typed)) ? "code" : null;
  return (await takeRecoveryCode(tx, userId, typed)) ? "recovery-code" : null;
}

async function takeOneTimeCode(tx: Tx, userId: string, code: string): Promise<boolean> {
  const [factor] = await tx.rows<{ sealed: Uint8Array }>`
    SELECT sealed_secret AS sealed FROM second_factors WHERE user_id = ${userId}::uuid AND confirmed_at IS NOT NULL`;
  const secret = factor && openSecret(factor.sealed);
  const step = secret ? stepOf(secret, code) : null;
  if (step === null) return false;
  const taken = await tx.rows`
    UPDATE second_factors SET last_step = ${step}::bigint WHERE user_id = ${userId}::uuid AND last_step < ${step}::bigint
    RETURNING user_id`;
  return taken.length > 0;
}

/** Null where NEXTAUTH_SECRET is another one by now: recovery codes still work then, and the operator is told. */
export function openSecret(sealed: Uint8Array): string | null {
  const secret = unseal(sealed);
  if (secret === null) {
    logFailure("A second factor can't be checked", "it was sealed with another NEXTAUTH_SECRET");
  }
  return secret;
}

async function takeRecoveryCode(tx: Tx, userId: string, typed: string): Promise<boolean> {
  const hash = hashRandomCode(typed);
  if (hash === null) return false;
  const taken = await tx.rows`
    DELETE FROM recovery_codes WHERE user_id = ${userId}::uuid AND hash = ${hash} RETURNING user_id`;
  return taken.length > 0;
}

/** Puts new recovery codes in the place of those that are left. They are stored as hashes, so they are shown now or never. */
export async function writeRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, makeRandomCode);
  await tx.rows`DELETE FROM recovery_codes WHERE user_id = ${userId}::uuid`;
  await tx.rows`
    INSERT INTO recovery_codes (user_id, hash)
    SELECT ${userId}::uuid, unnest(${codes.map(hashRandomCode)}::bytea[])`;
  return codes;
}

/** How many recovery codes the user has left. */
export async function countRecoveryCodes(tx: Tx, userId: string): Promise<number> {
  const left = await tx.rows`SELECT hash FROM recovery_codes WHERE user_id = ${userId}::uuid`;
  return left.length;
}
