/**
 * The second half of signing in, for who has a second factor: a code, after the password was right. Guarantees that wrong
 * codes slow down who tries them and keep nobody out for good, since recovery codes can't be guessed and still work; and
 * that status, password and factor are those of this moment, not of the one when the password was typed.
 */
import { type SignInRefusal, record } from "@/access/audit/audit";
import { type Tx, rows, transaction } from "@/access/database";
import { maySignIn } from "@/access/rules";
import { countCode, forgetCodes } from "./attempts";
import { findDeviceOwner, sourceOf } from "./device-cookie";
import { isOneTimeCode } from "./one-time-codes";
import { type CodeKind, countRecoveryCodes, takeCode } from "./second-factor-codes";
import { type Admission, type Browser, type Known, admit } from "./sign-in";
import { dropSignIn, findUnfinishedSignIn, isStillUnfinished } from "./unfinished-sign-ins";

export type CodeSignIn =
  | Admission
  | { readonly ok: false; readonly refusal: "code_expired" | "wrong_code" }
  | { readonly ok: false; readonly refusal: "codes_throttled"; readonly minutes: number };

const EXPIRED: CodeSignIn = { ok: false, refusal: "code_expired" };

/** Finishes the sign-in of this cookie by a code of the app or a recovery code. */
export async function signInByCode(token: string | undefined, code: string, browser: Browser): Promise<CodeSignIn> {
  const user = await findUnfinishedSignIn(token);
  if (!token || !user) return EXPIRED;
  const owner = await findDeviceOwner(rows, user.id);
  const source = sourceOf(owner, browser.device, browser.address);
  const slowed = await countCode(user.id, source, isOneTimeCode(code));
  if (slowed) {
    // As at the password, one entry tells of all that follow.
    if (!slowed.noted) await transaction((tx) => refuseCode(tx, user, "codes_throttled", browser));
    return { ok: false, refusal: "codes_throttled", minutes: slowed.minutes };
  }
  const signedIn = await transaction((tx) => finish(tx, user.id, { token, code }, browser));
  if (signedIn.ok) await forgetCodes(user.id, source);
  return signedIn;
}

type Typed = { readonly token: string; readonly code: string };

async function finish(tx: Tx, userId: string, { token, code }: Typed, browser: Browser): Promise<CodeSignIn> {
  const [user] = await tx.rows<Known>`
    SELECT id, username, display_name AS "displayName", status::text AS status, roles::text[] AS roles
    FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  if (!user || !(await isStillUnfinished(tx, token))) return EXPIRED;
  // Who may not sign in keeps the code: it is not even looked at.
  const kind = maySignIn(user).allowed ? await takeCode(tx, user.id, code) : "code";
  if (kind === null) {
    await refuseCode(tx, user, "wrong_code", browser);
    return { ok: false, refusal: "wrong_code" };
  }
  await dropSignIn(tx, token);
  return admit(tx, user, browser, await howOf(tx, user.id, kind));
}

async function howOf(tx: Tx, userId: string, kind: CodeKind): Promise<{ by: CodeKind; recoveryCodes?: number }> {
  return kind === "code" ? { by: kind } : { by: kind, recoveryCodes: await countRecoveryCodes(tx, userId) };
}

type Somebody = { readonly id: string; readonly username: string };

async function refuseCode(tx: Tx, user: Somebody, refusal: SignInRefusal, { address }: Browser): Promise<void> {
  const nobody = { id: null, username: "", source: "PAGE", address } as const;
  await record(tx, nobody, { event: "sign-in.refused", refusal, subject: user });
}
