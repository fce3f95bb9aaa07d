/**
 * Signing in with a username and a password. Guarantees the same answer and the same work for an unknown name, a
 * platform user and a wrong password; that status is told only after the right password; and that five wrong ones
 * slow down one username from one address, never its owner elsewhere (domain.md, "Users"; OWASP ASVS 5.0, 6.3).
 */
import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { type SignInRefusal, record } from "./audit";
import { database, databasePool, transaction } from "./database";
import { passwordMatches } from "./passwords";
import { type AccountStatus, type Refusal, type Role, maySignIn } from "./rules";
import { endReplacedSession, startSession } from "./sessions";
import { usernameKey } from "./username";

export const WRONG_PASSWORDS = 5;
export const SLOWED_SECONDS = 3_600;

/** Where a sign-in comes from; the token of the session that this browser had until now, if any, ends with it. */
export type Browser = {
  readonly address: string;
  readonly userAgent: string;
  readonly previousToken?: string | undefined;
};

export type SignIn =
  | { readonly ok: true; readonly token: string; readonly user: { id: string; username: string; displayName: string } }
  | { readonly ok: false; readonly refusal: "wrong" | "user_disabled" | "user_waiting" | "service_user" }
  | { readonly ok: false; readonly refusal: "throttled"; readonly minutes: number };

type Candidate = {
  id: string;
  username: string;
  displayName: string;
  passwordHash: string | null;
  status: AccountStatus;
  roles: Role[];
};

/** Checks the password and opens a session of its own for this browser. */
export async function signIn(username: string, password: string, browser: Browser): Promise<SignIn> {
  const user = await findCandidate(username);
  const attempts = attemptCounter();
  const key = attemptKey(username, browser.address);
  const throttled = await countAttempt(attempts, key);
  if (throttled) {
    // Once is enough to know; a row for each further attempt would let a stranger fill the table.
    if (throttled.consumedPoints === WRONG_PASSWORDS + 1) await recordRefusal(user, "throttled", browser);
    return { ok: false, refusal: "throttled", minutes: Math.ceil(throttled.msBeforeNext / 60_000) };
  }
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (user && matches) {
    await attempts.delete(key);
    const signedIn = await openSession(user, browser);
    if (signedIn) return signedIn;
  }
  await recordRefusal(user, "wrong_password", browser);
  return { ok: false, refusal: "wrong" };
}

async function findCandidate(username: string): Promise<Candidate | null> {
  return database().user.findUnique({
    where: { usernameKey: usernameKey(username) },
    select: { id: true, username: true, displayName: true, passwordHash: true, status: true, roles: true },
  });
}

/**
 * The user is read again under a lock: a disable at the same moment comes either before, and refuses, or ends this
 * session. Null when the password is no longer the one that was found right.
 */
async function openSession(candidate: Candidate, browser: Browser): Promise<SignIn | null> {
  const { id, username, displayName } = candidate;
  return transaction(async (tx) => {
    const [now] = await tx.rows<Pick<Candidate, "status" | "roles" | "passwordHash">>`
      SELECT status::text AS status, roles::text[] AS roles, password_hash AS "passwordHash"
      FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    if (now?.passwordHash !== candidate.passwordHash) return null;
    const verdict = maySignIn(now);
    const actor = { id, username, source: "PAGE" as const, address: browser.address };
    if (!verdict.allowed) {
      await record(tx, actor, { event: "sign-in.refused", refusal: verdict.refusal, subject: candidate });
      return { ok: false, refusal: asStatusRefusal(verdict.refusal) };
    }
    if (browser.previousToken) await endReplacedSession(tx, browser.previousToken);
    const token = await startSession(tx, id, browser);
    await tx.rows`UPDATE users SET last_sign_in_at = now() WHERE id = ${id}::uuid`;
    await record(tx, actor, { event: "sign-in.succeeded", subject: candidate });
    return { ok: true, token, user: { id, username, displayName } };
  });
}

function asStatusRefusal(refusal: Refusal): "user_disabled" | "user_waiting" | "service_user" {
  return refusal === "user_waiting" || refusal === "service_user" ? refusal : "user_disabled";
}

/** An unknown name is not written down: people type passwords into the wrong field. */
async function recordRefusal(user: Candidate | null, refusal: SignInRefusal, browser: Browser): Promise<void> {
  const nobody = { id: null, username: "", source: "PAGE" as const, address: browser.address };
  await transaction((tx) => record(tx, nobody, { event: "sign-in.refused", refusal, subject: user }));
}

function attemptCounter(): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: databasePool(),
    storeType: "pool",
    tableName: "sign_in_attempts",
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: "",
    points: WRONG_PASSWORDS,
    duration: SLOWED_SECONDS,
    blockDuration: SLOWED_SECONDS,
  });
}

/** Hashed, so that the table names nobody and any typed text fits its column. */
function attemptKey(username: string, address: string): string {
  return createHash("sha256")
    .update(JSON.stringify([usernameKey(username), address]))
    .digest("base64url");
}

/** Counts before the password is looked at, so that attempts at the same moment can't pass together. */
async function countAttempt(attempts: RateLimiterPostgres, key: string): Promise<RateLimiterRes | null> {
  try {
    await attempts.consume(key);
    return null;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  }
}
