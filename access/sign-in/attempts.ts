/**
 * Wrong passwords and codes, counted in the database and so for every instance of the console. Guarantees that an attempt counts
 * before its password is looked at, so that many at the same moment can't pass together, and that a right one takes its
 * count back: an office behind one address is slowed down by what its people get wrong, never by their number.
 */
import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool, rows } from "@/access/database";
import { usernameKey } from "@/access/users/username";

/** So many for one username from one address, as the original product allows (domain.md, "Users"; ASVS 5.0, 6.3). */
const WRONG_PASSWORDS = 5;
/** So many from one address, whoever is named: what one stranger can make the console compute and write in an hour. */
const WRONG_PASSWORDS_OF_ADDRESS = 50;
const SLOWED_SECONDS = 3_600;
/** So many wrong codes of an app for one user in a day, from wherever: whoever tries them knows the password already. */
const WRONG_CODES_OF_USER = 20;
const DAY_SECONDS = 86_400;

/** `noted` when the audit need not be told: it is once for a username, and never for an address that tries many. */
export type Slowed = { readonly minutes: number; readonly noted: boolean };

/** Counts an attempt. Where there were too many already it answers for how long, and nothing more shall be done. */
export async function countAttempt(username: string, address: string): Promise<Slowed | null> {
  const ofAddress = await consume(addressCounter(), addressKey(address));
  if (ofAddress) return { minutes: minutesUntil(ofAddress), noted: true };
  const slowed = await tooMany(usernameCounter(), attemptKey(username, address), WRONG_PASSWORDS);
  // Nobody looks at this password, so it is no wrong one of the address.
  if (slowed) await addressCounter().reward(addressKey(address));
  return slowed;
}

/** The password was right: its attempt and the wrong ones before it are forgotten, and all that are long past. */
export async function forgetAttempts(username: string, address: string): Promise<void> {
  await usernameCounter().delete(attemptKey(username, address));
  await addressCounter().reward(addressKey(address));
  await rows`DELETE FROM sign_in_attempts WHERE expire < ${Date.now()}`;
}

/**
 * Counts a code that is to finish a sign-in, as a password is counted. One of an app can be guessed, so from wherever they
 * come there are few; recovery codes can't, and remain a way in for the owner.
 */
export async function countCode(userId: string, address: string, isGuessable: boolean): Promise<Slowed | null> {
  const ofAddress = await consume(addressCounter(), addressKey(address));
  if (ofAddress) return { minutes: minutesUntil(ofAddress), noted: true };
  const kind = isGuessable ? codeCounter() : recoveryCounter();
  const slowed =
    (await tooMany(kind, attemptKey(userId, address), WRONG_PASSWORDS)) ??
    (isGuessable ? await tooMany(userCounter(), hashed(userId), WRONG_CODES_OF_USER) : null);
  if (slowed) await addressCounter().reward(addressKey(address));
  return slowed;
}

async function tooMany(attempts: RateLimiterPostgres, key: string, most: number): Promise<Slowed | null> {
  const slowed = await consume(attempts, key);
  return slowed && { minutes: minutesUntil(slowed), noted: slowed.consumedPoints !== most + 1 };
}

/** The code was right. */
export async function forgetCodes(userId: string, address: string): Promise<void> {
  for (const kind of [codeCounter(), recoveryCounter()]) await kind.delete(attemptKey(userId, address));
  await userCounter().delete(hashed(userId));
  await addressCounter().reward(addressKey(address));
}

function codeCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "code", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

function recoveryCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "recovery", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

function userCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "codes-of-user", points: WRONG_CODES_OF_USER, duration: DAY_SECONDS });
}

/** An hour from the fifth wrong one on. */
function usernameCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "username", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

/** An hour from the first wrong one on: whoever shares the address shall not wait longer than they must. */
function addressCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "address", points: WRONG_PASSWORDS_OF_ADDRESS });
}

type Limit = { keyPrefix: string; points: number; duration?: number; blockDuration?: number };

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
