/**
 * Sign-ins between the password and the code of a second factor. Guarantees that such a one opens nothing by itself, lasts
 * five minutes, belongs to the browser that typed the password, and ends with whatever ends the user's sessions.
 */
import { randomBytes } from "node:crypto";
import { type Tx, rows } from "@/access/database";
import { hashToken } from "./sessions";

export const UNFINISHED_MINUTES = 5;

/** Notes that the password was right. Returns the value of the cookie, which is stored nowhere. */
export async function holdSignIn(tx: Tx, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await tx.rows`
    DELETE FROM unfinished_sign_ins WHERE created_at < now() - make_interval(mins => ${UNFINISHED_MINUTES}::int)`;
  await tx.rows`INSERT INTO unfinished_sign_ins (token_hash, user_id) VALUES (${hashToken(token)}, ${userId}::uuid)`;
  return token;
}

/** Whose sign-in it is; null where there is none by this cookie, or no longer. */
export async function findUnfinishedSignIn(
  token: string | undefined,
): Promise<{ id: string; username: string } | null> {
  if (!token) return null;
  const [user] = await rows<{ id: string; username: string }>`
    SELECT u.id, u.username FROM unfinished_sign_ins s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${hashToken(token)} AND s.created_at >= now() - make_interval(mins => ${UNFINISHED_MINUTES}::int)`;
  return user ?? null;
}

/** Whether it is still there, now that the user is locked. */
export async function isStillUnfinished(tx: Tx, token: string): Promise<boolean> {
  const found = await tx.rows`SELECT user_id FROM unfinished_sign_ins WHERE token_hash = ${hashToken(token)}`;
  return found.length > 0;
}

/** It has served its purpose. */
export async function dropSignIn(tx: Tx, token: string): Promise<void> {
  await tx.rows`DELETE FROM unfinished_sign_ins WHERE token_hash = ${hashToken(token)}`;
}
