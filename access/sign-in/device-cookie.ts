/**
 * Browsers that have signed in to an account before (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). The
 * cookie has a random id and, for each account, a proof of it. Guarantees that it opens nothing and names nobody: whoever
 * copies it has the few attempts of that browser. A proof ends with the password and the second factor that it was made by.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Tx } from "@/access/database";
import { deriveKey } from "@/access/sealed";
import type { Source } from "./attempts";

/** What a proof is made of, as the database has it. */
export type DeviceOwner = {
  readonly id: string;
  readonly passwordHash: string | null;
  /** When the second factor was confirmed: a code must not be guessed by cookies from before it. */
  readonly factorSince: Date | null;
};

/** The owner as they are at this moment. */
export async function findDeviceOwner(ask: Tx["rows"], id: string): Promise<DeviceOwner> {
  const [owner] = await ask<Omit<DeviceOwner, "id">>`
    SELECT u.password_hash AS "passwordHash", f.confirmed_at AS "factorSince"
    FROM users u LEFT JOIN second_factors f ON f.user_id = u.id WHERE u.id = ${id}::uuid`;
  return { id, passwordHash: owner?.passwordHash ?? null, factorSince: owner?.factorSince ?? null };
}

/** So many accounts are known by one browser. */
const MOST_ACCOUNTS = 5;
const FORM = /^[\w-]{22}(?:\.[\w-]{43}){1,5}$/;

/** Where an attempt at this account comes from: a browser that is known to it, or just a network. */
export function sourceOf(owner: DeviceOwner | null, cookie: string | undefined, address: string): Source {
  const id = owner && knownDevice(owner, cookie);
  return id === null ? { kind: "network", address } : { kind: "device", id };
}

function knownDevice(owner: DeviceOwner, cookie: string | undefined): string | null {
  const { id, proofs } = read(cookie);
  if (id === null || owner.passwordHash === null) return null;
  const expected = proofOf(id, owner);
  return proofs.some((proof) => timingSafeEqual(Buffer.from(proof), Buffer.from(expected))) ? id : null;
}

/** The value of the cookie for a browser that has just signed in to this account; null where there is no password to guess. */
export function withDevice(owner: DeviceOwner, cookie: string | undefined): string | null {
  if (owner.passwordHash === null) return null;
  const before = read(cookie);
  const id = before.id ?? randomBytes(16).toString("base64url");
  const proof = proofOf(id, owner);
  return [id, proof, ...before.proofs.filter((other) => other !== proof).slice(0, MOST_ACCOUNTS - 1)].join(".");
}

function read(cookie = ""): { id: string | null; proofs: readonly string[] } {
  if (!FORM.test(cookie)) return { id: null, proofs: [] };
  const [id = null, ...proofs] = cookie.split(".");
  return { id, proofs };
}

function proofOf(deviceId: string, { id, passwordHash, factorSince }: DeviceOwner): string {
  const said = JSON.stringify([deviceId, id, passwordHash, factorSince?.toISOString() ?? null]);
  return createHmac("sha256", deriveKey("device cookie")).update(said).digest("base64url");
}
