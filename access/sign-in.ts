/**
 * Signing in with a username and a password. Guarantees the same answer and the same work for an unknown name, a
 * platform user and a wrong password; that status is told only after the right password; and that wrong ones slow down
 * where they come from, never the owner of the username elsewhere.
 */
import { countAttempt, forgetAttempts } from "./attempts";
import { type SignInRefusal, record } from "./audit";
import { database, transaction } from "./database";
import { passwordMatches } from "./passwords";
import { type AccountStatus, type Refusal, type Role, maySignIn } from "./rules";
import { endReplacedSession, startSession } from "./sessions";
import { usernameKey } from "./username";

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
  const slowed = await countAttempt(username, browser.address);
  if (slowed?.noted) return throttled(slowed.minutes);
  const user = await findCandidate(username);
  if (slowed) {
    // Once is enough to know; a row for each further attempt would let a stranger fill the table.
    await recordRefusal(user, "throttled", browser);
    return throttled(slowed.minutes);
  }
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (user && matches) {
    await forgetAttempts(username, browser.address);
    const signedIn = await openSession(user, browser);
    if (signedIn) return signedIn;
  }
  await recordRefusal(user, "wrong_password", browser);
  return { ok: false, refusal: "wrong" };
}

function throttled(minutes: number): SignIn {
  return { ok: false, refusal: "throttled", minutes };
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
