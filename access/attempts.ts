/**
 * Wrong passwords, counted in the database and so for every instance of the console. Guarantees that an attempt counts
 * before its password is looked at, so that many at the same moment can't pass together, and that a right one takes its
 * count back: an office behind one address is slowed down by what its people get wrong, never by their number.
 */
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool, rows } from "./database";
import { usernameKey } from "./username";

/** So many for one username from one address, as the original product allows (domain.md, "Users"; ASVS 5.0, 6.3). */
export const WRONG_PASSWORDS = 5;
/** So many from one address, whoever is named: what one stranger can make the console compute and write in an hour. */
export const WRONG_PASSWORDS_OF_ADDRESS = 50;
export const SLOWED_SECONDS = 3_600;

/** `noted` when the audit need not be told: it is once for a username, and never for an address that tries many. */
export type Slowed = { readonly minutes: number; readonly noted: boolean };

/** Counts an attempt. Where there were too many already it answers for how long, and nothing more shall be done. */
export async function countAttempt(username: string, address: string): Promise<Slowed | null> {
  const ofAddress = await consume(addressCounter(), addressKey(address));
  if (ofAddress) return { minutes: minutesUntil(ofAddress), noted: true };
  const ofUsername = await consume(usernameCounter(), attemptKey(username, address));
  if (!ofUsername) return null;
  // Nobody looks at this password, so it is no wrong one of the address.
  await addressCounter().reward(addressKey(address));
  return { minutes: minutesUntil(ofUsername), noted: ofUsername.consumedPoints !== WRONG_PASSWORDS + 1 };
}

/** The password was right: its attempt and the wrong ones before it are forgotten, and all that are long past. */
export async function forgetAttempts(username: string, address: string): Promise<void> {
  await usernameCounter().delete(attemptKey(username, address));
  await addressCounter().reward(addressKey(address));
  await rows`DELETE FROM sign_in_attempts WHERE expire < ${Date.now()}`;
}

/** An hour from the fifth wrong one on. */
function usernameCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "username", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

/** An hour from the first wrong one on: whoever shares the address shall not wait longer than they must. */
function addressCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "address", points: WRONG_PASSWORDS_OF_ADDRESS });
}

type Limit = { keyPrefix: string; points: number; blockDuration?: number };

function counter(limit: Limit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: databasePool(),
    storeType: "pool",
    tableName: "sign_in_attempts",
    tableCreated: true,
    clearExpiredByTimeout: false,
    duration: SLOWED_SECONDS,
    ...limit,
  });
}

function attemptKey(username: string, address: string): string {
  return hashed(JSON.stringify([usernameKey(username), networkOf(address)]));
}

function addressKey(address: string): string {
  return hashed(networkOf(address));
}

/** So that the table names nobody, and any typed text fits its column. */
function hashed(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** Who has an IPv6 address has at least the 2^64 of its network, so these count as one. */
function networkOf(address: string): string {
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return address;
  // A URL has one spelling for each address: lower case, no leading zeros, no dots.
  const [head = "", tail = ""] = new URL(`http://[${bare}]`).hostname.slice(1, -1).split("::");
  const [first, last] = [head, tail].map((part) => part.split(":").filter((group) => group !== ""));
  const [left, right] = [first ?? [], last ?? []];
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}

async function consume(attempts: RateLimiterPostgres, key: string): Promise<RateLimiterRes | null> {
  try {
    await attempts.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  }
}

function minutesUntil({ msBeforeNext }: RateLimiterRes): number {
  return Math.ceil(msBeforeNext / 60_000);
}
