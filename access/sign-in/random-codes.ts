/**
 * Codes that people write down and type: recovery codes and enrolment codes. Guarantees that none can be found from what is
 * stored: they are random, of more than the 112 bits from which on a plain hash suffices (ASVS 5.0, 6.5.2).
 */
import { createHash, randomInt } from "node:crypto";

const GROUPS = 6;
const GROUP_LENGTH = 4;

// Small letters alone, and none of those that people confuse when they copy by hand: 0 o, 1 i l.
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const SHAPE = new RegExp(`^[${ALPHABET}]{${GROUPS * GROUP_LENGTH}}$`);

/** Six groups of four characters: 118 bits. */
export function makeRandomCode(): string {
  const character = (): string => ALPHABET.charAt(randomInt(ALPHABET.length));
  const group = (): string => Array.from({ length: GROUP_LENGTH }, character).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** What is stored of a code, however it is typed; null for what can't be one. */
export function hashRandomCode(typed: string): Uint8Array<ArrayBuffer> | null {
  const code = typed.normalize("NFKC").toLowerCase().replaceAll(/[\s-]/g, "");
  return SHAPE.test(code) ? new Uint8Array(createHash("sha256").update(code).digest()) : null;
}
