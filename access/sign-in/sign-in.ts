/**
 * Signing in: local users with a username and a password, platform users by the platform's word, and nobody by both.
 * Guarantees the same answer and the same work for an unknown name, a platform user and a wrong password; that status
 * is told only to who has proved who they are; that wrong passwords slow down where they come from, never the owner of
 * the username elsewhere or in a browser that has signed in before; and that signing in enables and changes nobody.
 */
import { type AuditActor, type SignInRefusal, record } from "@/access/audit/audit";
import { type Tx, database, transaction } from "@/access/database";
import { count } from "@/access/operation/tally";
import { noteActor } from "@/access/request-under-way";
import { type AccountStatus, type Origin, type Refusal, type Role, maySignIn } from "@/access/rules";
import { keepTyped } from "@/access/typed-text";
import { usernameKey } from "@/access/users/username";
import { type Slowed, accountOf, countPassword, takeLetIn } from "./attempts";
import { type DeviceOwner, findDeviceOwner, sourceOf, withDevice } from "./device-cookie";
import { passwordMatches } from "./passwords";
import { type CodeKind, hasSecondFactor } from "./second-factor-codes";
import { endReplacedSession, startSession } from "./sessions";
import { holdSignIn } from "./unfinished-sign-ins";

/**
 * Where a sign-in comes from; the token of the session that this browser had until now, if any, ends with it. By the device
 * cookie a browser shows that it has signed in before.
 */
export type Browser = {
  readonly address: string;
  readonly userAgent: string;
  readonly previousToken?: string | undefined;
  readonly device?: string | undefined;
};

/** What is answered to who has proved who they are. */
export type Admission =
  | {
      readonly ok: true;
      readonly token: string;
      /** The device cookie that the browser has from now on; null for who has no password. */
      readonly device: string | null;
      readonly user: { id: string; username: string; displayName: string };
    }
  | { readonly ok: false; readonly refusal: "user_disabled" | "user_waiting" | "service_user" };

export type SignIn =
  | Admission
  | { readonly ok: false; readonly refusal: "wrong" }
  // The password was right; the token names the sign-in that a code has to finish (access/sign-in/code-sign-in.ts).
  | { readonly ok: false; readonly refusal: "code_wanted"; readonly token: string }
  | { readonly ok: false; readonly refusal: "throttled"; readonly minutes: number };

export type PlatformSignIn = Admission | { readonly ok: false; readonly refusal: "unknown_subject" };

export type Known = { id: string; username: string; displayName: string; status: AccountStatus; roles: Role[] };

type Candidate = Known & DeviceOwner & { origin: Origin };

/** Checks the password and opens a session of its own for this browser. */
export async function signIn(username: string, password: string, browser: Browser): Promise<SignIn> {
  const user = await findCandidate(username);
  const source = sourceOf(user, browser.device, browser.address);
  const { slowed, forget } = await countPassword(accountOf(user, username), source);
  if (slowed && !(user && (await takeLetIn(user.id)))) return refuseSlowed(user, slowed, browser);
  // Were there a password beside a platform user, it would be nobody's to use.
  const matches = await passwordMatches(user?.origin === "LOCAL" ? user.passwordHash : null, password);
  if (user && matches) {
    await forget();
    const signedIn = await openSession(user, browser);
    if (signedIn) return signedIn;
  }
  await recordRefusal(user, "wrong_password", browser);
  // Who was let past a counter hears what all the others hear.
  return slowed ? throttled(slowed.minutes) : { ok: false, refusal: "wrong" };
}

async function refuseSlowed(user: Candidate | null, { minutes, noted }: Slowed, browser: Browser): Promise<SignIn> {
  // Once is enough to know; a row for each further attempt would let a stranger fill the table.
  if (noted) count("signIns", { outcome: "throttled" });
  else await recordRefusal(user, "throttled", browser);
  return throttled(minutes);
}

function throttled(minutes: number): SignIn {
  return { ok: false, refusal: "throttled", minutes };
}

async function findCandidate(username: string): Promise<Candidate | null> {
  const found = await database().user.findUnique({
    where: { usernameKey: usernameKey(username) },
    select: {
      id: true,
      username: true,
      displayName: true,
      origin: true,
      passwordHash: true,
      status: true,
      roles: true,
      secondFactor: { select: { confirmedAt: true } },
    },
  });
  if (!found) return null;
  const { secondFactor, ...user } = found;
  return { ...user, factorSince: secondFactor?.confirmedAt ?? null };
}

/**
 * The user is read again under a lock: a disable at the same moment comes either before, and refuses, or ends this
 * session. Null when the password is no longer the one that was found right.
 */
async function openSession(candidate: Candidate, browser: Browser): Promise<SignIn | null> {
  return transaction(async (tx) => {
    const [now] = await tx.rows<Pick<Candidate, "status" | "roles" | "passwordHash">>`
      SELECT status::text AS status, roles::text[] AS roles, password_hash AS "passwordHash"
      FROM users WHERE id = ${candidate.id}::uuid FOR NO KEY UPDATE`;
    if (now?.passwordHash !== candidate.passwordHash) return null;
    const user = { ...candidate, ...now };
    const isHalf = maySignIn(user).allowed && (await hasSecondFactor(tx, user.id));
    if (isHalf) return { ok: false, refusal: "code_wanted", token: await holdSignIn(tx, user.id) };
    return admit(tx, user, browser);
  });
}

/**
 * Opens a session for whom the platform calls by this external id. A local user is never found, whatever their username
 * or e-mail is; and there is no account for a subject that is unknown here.
 */
export async function signInByPlatform(subject: string, browser: Browser): Promise<PlatformSignIn> {
  return transaction(async (tx) => {
    const user = await lockPlatformUser(tx, subject);
    if (user) return admit(tx, user, browser, { by: "platform" });
    // For the administrator who looks for the reason.
    const before = { externalId: keepTyped(subject, 255) };
    const entry = { event: "sign-in.refused", refusal: "unknown_subject", subject: null, before } as const;
    await record(tx, nobody(browser), entry);
    return { ok: false, refusal: "unknown_subject" };
  });
}

async function lockPlatformUser(tx: Tx, subject: string): Promise<Known | undefined> {
  // On its way to the database a text that is none would become another one, or an error.
  if (subject === "" || subject.includes("\0") || !subject.isWellFormed()) return undefined;
  const [user] = await tx.rows<Known>`
    SELECT id, username, display_name AS "displayName", status::text AS status, roles::text[] AS roles
    FROM users WHERE origin = 'PLATFORM' AND external_id = ${subject} FOR NO KEY UPDATE`;
  return user;
}

/** How one signs in that is not by password alone, as the audit keeps it. */
type How = { readonly by: "platform" | CodeKind; readonly recoveryCodes?: number };

/** The locked user has proved who they are: a session of their own for this browser, or what their status refuses. */
export async function admit(tx: Tx, user: Known, browser: Browser, how?: How): Promise<Admission> {
  const { id, username, displayName } = user;
  const verdict = maySignIn(user);
  const actor = { id, username, source: "PAGE" as const, address: browser.address };
  noteActor(id);
  if (!verdict.allowed) {
    const refused = { event: "sign-in.refused", refusal: verdict.refusal, subject: user } as const;
    await record(tx, actor, { ...refused, ...(how && { before: how }) });
    return { ok: false, refusal: asStatusRefusal(verdict.refusal) };
  }
  if (browser.previousToken) await endReplacedSession(tx, browser.previousToken);
  const token = await startSession(tx, id, browser);
  await tx.rows`UPDATE users SET last_sign_in_at = now() WHERE id = ${id}::uuid`;
  await record(tx, actor, { event: "sign-in.succeeded", subject: user, ...(how && { after: how }) });
  const device = withDevice(await findDeviceOwner(tx.rows, id), browser.device);
  return { ok: true, token, device, user: { id, username, displayName } };
}

function asStatusRefusal(refusal: Refusal): "user_disabled" | "user_waiting" | "service_user" {
  return refusal === "user_waiting" || refusal === "service_user" ? refusal : "user_disabled";
}

/** An unknown name is not written down: people type passwords into the wrong field. */
async function recordRefusal(user: Candidate | null, refusal: SignInRefusal, browser: Browser): Promise<void> {
  await transaction((tx) => record(tx, nobody(browser), { event: "sign-in.refused", refusal, subject: user }));
}

function nobody({ address }: Browser): AuditActor {
  return { id: null, username: "", source: "PAGE", address };
}
