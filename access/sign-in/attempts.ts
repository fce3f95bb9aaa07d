/**
 * Wrong passwords and codes, counted in the database and so for every instance of the console. Guarantees that an attempt
 * counts before its password is looked at, so that many at the same moment can't pass together, and that a right one takes
 * its count back. Counters are kept by account and by where the attempt comes from: a network, or a browser that has signed
 * in to this account before (device-cookie.ts), which strangers can't use up.
 */
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { type Tx, databasePool, rows } from "@/access/database";
import { usernameKey } from "@/access/users/username";
import { networkOf } from "./network";

/** So many for one account from one place, as the original product allows (domain.md, "Users"; ASVS 5.0, 6.3). */
export const WRONG_PASSWORDS = 5;
/** So many from one network, whoever is named, before it is slowed down: what one stranger can make the console compute. */
const WRONG_PASSWORDS_OF_NETWORK = 100;
/** From then on so many a minute: guessing over many names stays slow, and whoever is behind the same address gets a turn. */
const SLOWED_PASSWORDS_OF_NETWORK = 10;
const SLOWED_SECONDS = 3_600;
const MINUTE_SECONDS = 60;
/** So many wrong codes of an app in a day for one account: whoever tries them knows the password already. */
export const WRONG_CODES_OF_DAY = 20;
const DAY_SECONDS = 86_400;
/** So many attempts an unlocked account has past its counters. NIST SP 800-63B allows a hundred wrong ones in a row. */
const LET_IN_ATTEMPTS = 100;

/** `noted` when the audit need not be told: it is once for a username, and never for a network that tries many. */
export type Slowed = { readonly minutes: number; readonly noted: boolean };

/** Where an attempt comes from: a network, a browser known to the account, or a session of the account that is open. */
export type Source =
  { readonly kind: "network"; readonly address: string } | { readonly kind: "device" | "session"; readonly id: string };

/** `slowed` where there were too many already, and nothing more shall be done; `forget` for when it was a right one. */
export type Attempt = { readonly slowed: Slowed | null; readonly forget: () => Promise<void> };

/** What the counters of an account are kept by. A name that nobody has is counted just the same. */
export function accountOf(user: { readonly id: string } | null, username: string): string {
  return user?.id ?? hashed(usernameKey(username));
}

/** Counts an attempt at the password of an account. */
export async function countPassword(account: string, source: Source): Promise<Attempt> {
  const network = source.kind === "network" ? await countOfNetwork(source.address) : NOT_COUNTED;
  const key = attemptKey(account, source);
  const slowed = network.slowed ?? (await tooMany(passwordCounter(), key, WRONG_PASSWORDS));
  // Nobody looks at this password, so it is no wrong one of the network.
  if (slowed) await network.forget();
  return {
    slowed,
    forget: async () => {
      await passwordCounter().delete(key);
      if (!slowed) await network.forget();
      await rows`DELETE FROM sign_in_attempts WHERE expire < ${Date.now()} OR key = ${letInKey(account)}`;
    },
  };
}

const NOT_COUNTED: Attempt = { slowed: null, forget: async () => undefined };

async function countOfNetwork(address: string): Promise<Attempt> {
  const key = hashed(networkOf(address));
  let minutes = 0;
  for (const counter of [networkCounter(), slowedNetworkCounter()]) {
    const refused = await consume(counter, key);
    if (!refused) return { slowed: null, forget: () => takeBack(counter, key) };
    minutes = minutesUntil(refused);
  }
  return { ...NOT_COUNTED, slowed: { minutes, noted: true } };
}

async function takeBack(counter: RateLimiterPostgres, key: string): Promise<void> {
  await counter.reward(key);
}

/**
 * Counts a code that is to finish a sign-in. One of an app can be guessed, so from wherever they come there are few in a day;
 * only a browser known to the account has a number of its own. Recovery codes can't be guessed, and remain a way in.
 */
export async function countCode(account: string, source: Source, isGuessable: boolean): Promise<Slowed | null> {
  const kind = isGuessable ? codeCounter() : recoveryCounter();
  return (
    (await tooMany(kind, attemptKey(account, source), WRONG_PASSWORDS)) ??
    (isGuessable ? await tooMany(codesOfDayCounter(), codesOfDayKey(account, source), WRONG_CODES_OF_DAY) : null)
  );
}

/** The code was right. */
export async function forgetCodes(account: string, source: Source): Promise<void> {
  for (const kind of [codeCounter(), recoveryCounter()]) await kind.delete(attemptKey(account, source));
  await codesOfDayCounter().delete(codesOfDayKey(account, source));
}

/** Ends every counter of these users, in the transaction of what proves authority over their accounts. */
export async function clearAttempts(tx: Tx, userIds: readonly string[]): Promise<void> {
  await tx.rows`DELETE FROM sign_in_attempts WHERE split_part(key, ':', 2) = ANY (${userIds}::text[])`;
}

/**
 * For an hour the password of this user is looked at even where a counter says no, also that of a network in which somebody
 * goes on guessing: until it was right once, and a hundred times at most.
 */
export async function letIn(tx: Tx, userId: string): Promise<void> {
  const expire = Date.now() + SLOWED_SECONDS * 1_000;
  await tx.rows`
    INSERT INTO sign_in_attempts (key, points, expire) VALUES (${letInKey(userId)}, 0, ${expire}::bigint)
    ON CONFLICT (key) DO UPDATE SET points = 0, expire = excluded.expire`;
}

/** Takes one of those attempts, if there is one. */
export async function takeLetIn(userId: string): Promise<boolean> {
  const taken = await rows`
    UPDATE sign_in_attempts SET points = points + 1
    WHERE key = ${letInKey(userId)} AND points < ${LET_IN_ATTEMPTS} AND expire > ${Date.now()} RETURNING key`;
  return taken.length > 0;
}

function letInKey(userId: string): string {
  return `let-in:${userId}`;
}

async function tooMany(attempts: RateLimiterPostgres, key: string, most: number): Promise<Slowed | null> {
  const slowed = await consume(attempts, key);
  return slowed && { minutes: minutesUntil(slowed), noted: slowed.consumedPoints !== most + 1 };
}

/** An hour from the fifth wrong one on. */
function passwordCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "password", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

function codeCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "code", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

function recoveryCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "recovery", points: WRONG_PASSWORDS, blockDuration: SLOWED_SECONDS });
}

function codesOfDayCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "codes-of-day", points: WRONG_CODES_OF_DAY, duration: DAY_SECONDS });
}

function networkCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "network", points: WRONG_PASSWORDS_OF_NETWORK });
}

function slowedNetworkCounter(): RateLimiterPostgres {
  return counter({ keyPrefix: "slowed-network", points: SLOWED_PASSWORDS_OF_NETWORK, duration: MINUTE_SECONDS });
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

/** With the account behind the prefix, so that its counters are found by it. */
function attemptKey(account: string, source: Source): string {
  return `${account}:${source.kind === "network" ? hashed(networkOf(source.address)) : `${source.kind}-${source.id}`}`;
}

function codesOfDayKey(account: string, source: Source): string {
  return source.kind === "network" ? account : attemptKey(account, source);
}

/** So that the table names nobody, and any typed text fits its column. */
function hashed(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
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
