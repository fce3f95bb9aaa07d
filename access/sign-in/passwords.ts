/**
 * Passwords of local users: argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two
 * passes, one lane). Guarantees that checking takes as long for somebody unknown as for somebody known.
 */
import { randomInt } from "node:crypto";
import { type Options, hash, verify } from "@node-rs/argon2";

// The algorithm is the package's default, argon2id; a test reads it off the hash.
const PARAMETERS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const PASSWORD_MINIMUM = 12;
export const PASSWORD_MAXIMUM = 128;

export function hashPassword(password: string): Promise<string> {
  return hash(password, PARAMETERS);
}

let nobody: Promise<string> | undefined;

/** Whether the password is the one of this hash. Without a hash it computes just as long and says no. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(makePassword());
  const matches = await verify(passwordHash ?? (await nobody), password);
  return passwordHash !== null && matches;
}

// Without the characters that people confuse when they copy by hand: 0 O, 1 l I.
const ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";

/** A random password of five groups of four characters: 116 bits. */
export function makePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
  return Array.from({ length: 5 }, group).join("-");
}
