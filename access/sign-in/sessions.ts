/**
 * Sessions live in the database, and only there: the cookie is a random name for one. Guarantees that a session ends
 * at once for every instance of the console, and that an ended one never opens again.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Tx, rows, transaction } from "@/access/database";
import { isId } from "@/access/ids";
import {
  type AccountStatus,
  type Origin,
  type Role,
  mayReachConsole,
  maySignIn,
  needsSecondFactor,
} from "@/access/rules";
import { keepTyped } from "@/access/typed-text";
import type { SessionEnd } from "@/generated/prisma/enums";
import { readSecondFactorSettings } from "./second-factor-settings";
import { IDLE_MINUTES, SESSION_HOURS, SESSION_IS_OPEN } from "./session-limits";

/** An ended session is kept for a while, so that its browser can be told why it ended. */
const KEPT_DAYS = 30;
/** Use is written at most this often, so that a page costs one read. */
const TOUCH_SECONDS = 60;

export type SessionClosed = {
  readonly open: false;
  readonly why: "none" | "idle" | "expired" | "ended" | "second_factor_missing" | SessionEnd;
};

export type OpenSession = {
  readonly open: true;
  readonly id: string;
  readonly user: { id: string; username: string; displayName: string; roles: Role[] };
  /** A role of the user requires a second factor, and there is none yet. */
  readonly lacksSecondFactor: boolean;
};

type Row = {
  id: string;
  end: SessionEnd | null;
  idle: boolean;
  expired: boolean;
  stale: boolean;
  userId: string;
  username: string;
  displayName: string;
  status: AccountStatus;
  roles: Role[];
  origin: Origin;
  hasSecondFactor: boolean;
};

export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** The session of a cookie with its user as they are now, or why it is closed. Notes the use. */
export async function findOpenSession(token: string | undefined): Promise<OpenSession | SessionClosed> {
  if (!token) return { open: false, why: "none" };
  const [row] = await rows<Row>`
    SELECT s.id, s."end"::text AS "end",
           s.last_seen_at < now() - make_interval(mins => ${IDLE_MINUTES}::int) AS idle,
           s.created_at < now() - make_interval(hours => ${SESSION_HOURS}::int) AS expired,
           s.last_seen_at < now() - make_interval(secs => ${TOUCH_SECONDS}::int) AS stale,
           u.id AS "userId", u.username, u.display_name AS "displayName", u.status::text AS status, u.roles::text[] AS roles,
           u.origin::text AS origin,
           EXISTS (SELECT FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "hasSecondFactor"
    FROM sessions s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${hashToken(token)}`;
  if (!row) return { open: false, why: "none" };
  const why = whyClosed(row);
  if (why) return { open: false, why };
  if (row.stale) await noteUse(row.id);
  const { id, userId, username, displayName, roles } = row;
  const lacksSecondFactor = !row.hasSecondFactor && needsSecondFactor(row, readSecondFactorSettings().roles);
  return { open: true, id, user: { id: userId, username, displayName, roles }, lacksSecondFactor };
}

function whyClosed(row: Row): SessionClosed["why"] | null {
  if (row.end) return isReasonGone(row) ? "ended" : row.end;
  if (row.expired) return "expired";
  if (row.idle) return "idle";
  // Ending the sessions is part of every such change; the status is asked all the same, whoever wrote it.
  const verdict = maySignIn(row);
  if (verdict.allowed) return null;
  return verdict.refusal === "service_user" ? "SERVICE_USER" : "USER_DISABLED";
}

/** A user who was enabled since is not told that they are disabled; the session stays ended all the same. */
function isReasonGone(row: Row): boolean {
  return (row.end === "USER_DISABLED" || row.end === "SERVICE_USER") && maySignIn(row).allowed;
}

async function noteUse(id: string): Promise<void> {
  await rows`UPDATE sessions SET last_seen_at = now() WHERE id = ${id}::uuid AND ended_at IS NULL`;
}

/** Starts a session and returns the cookie's value, which is stored nowhere. Forgets the user's sessions of long ago. */
export async function startSession(
  tx: Tx,
  userId: string,
  browser: { address: string; userAgent: string },
): Promise<string> {
  const token = newToken();
  await tx.rows`
    DELETE FROM sessions
    WHERE user_id = ${userId}::uuid AND created_at < now() - make_interval(days => ${KEPT_DAYS}::int)`;
  await tx.rows`
    INSERT INTO sessions (token_hash, user_id, address, user_agent)
    VALUES (${hashToken(token)}, ${userId}, ${browser.address}, ${keepTyped(browser.userAgent, 300)})`;
  return token;
}

function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Gives a session another name, so that a copy of its cookie opens nothing any more. Returns the cookie's new value. */
export async function renameSession(tx: Tx, id: string): Promise<string> {
  const token = newToken();
  await tx.rows`UPDATE sessions SET token_hash = ${hashToken(token)} WHERE id = ${id}::uuid AND ended_at IS NULL`;
  return token;
}

/** Ends the session that a browser had before it signed in anew. */
export async function endReplacedSession(tx: Tx, token: string): Promise<void> {
  await tx.rows`
    UPDATE sessions SET ended_at = now(), "end" = 'REPLACED' WHERE token_hash = ${hashToken(token)} AND ended_at IS NULL`;
}

/** Signs out: ends the session of a cookie, if it is open. Whether it was a platform user's. */
export async function endSessionOfToken(token: string, address: string): Promise<boolean> {
  return transaction(async (tx) => {
    const [user] = await tx.rows<{ id: string; username: string; origin: Origin }>`
      UPDATE sessions s SET ended_at = now(), "end" = 'SIGNED_OUT'
      FROM users u WHERE u.id = s.user_id AND s.token_hash = ${hashToken(token)} AND s.ended_at IS NULL
      RETURNING u.id, u.username, u.origin::text AS origin`;
    if (!user) return false;
    const actor = { ...user, source: "PAGE" as const, address };
    await record(tx, actor, { event: "session.ended", subject: user, effects: { sessionsEnded: 1 } });
    return user.origin === "PLATFORM";
  });
}

/** Ends all sessions of a user but, if given, one. Returns how many of them were still open. */
export async function endSessions(
  tx: Tx,
  userId: string,
  end: SessionEnd,
  except: string | null = null,
): Promise<number> {
  return (await endSessionsOf(tx, [userId], end, except)).get(userId) ?? 0;
}

/** The same for several users at once: how many were still open, by user; of who has none there is nothing. */
export async function endSessionsOf(
  tx: Tx,
  userIds: readonly string[],
  end: SessionEnd,
  except: string | null = null,
): Promise<ReadonlyMap<string, number>> {
  // Whoever knew the password only is out as well.
  await tx.rows`DELETE FROM unfinished_sign_ins WHERE user_id = ANY (${userIds}::uuid[])`;
  const ended = await tx.rows<{ userId: string; open: boolean }>`
    UPDATE sessions SET ended_at = now(), "end" = ${end}::session_end
    WHERE user_id = ANY (${userIds}::uuid[]) AND ended_at IS NULL AND id IS DISTINCT FROM ${except}::uuid
    RETURNING user_id AS "userId", last_seen_at >= now() - make_interval(mins => ${IDLE_MINUTES}::int)
          AND created_at >= now() - make_interval(hours => ${SESSION_HOURS}::int) AS open`;
  const open = new Map<string, number>();
  for (const { userId } of ended.filter((session) => session.open)) open.set(userId, (open.get(userId) ?? 0) + 1);
  return open;
}

export type ListedSession = {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string;
  readonly userAgent: string;
};

/** So many sessions of one user are listed. */
export const LISTED_SESSIONS = 200;

/** The actor's own open sessions, the latest used first. */
export async function listOwnSessions(actor: Actor): Promise<ListedSession[]> {
  return actor.id === null ? [] : openSessionsOf(actor.id);
}

/** The open sessions of a user, the latest used first. None for who may not see the console. */
export async function listSessionsOf(actor: Actor, userId: string): Promise<ListedSession[]> {
  return mayReachConsole(actor).allowed && isId(userId) ? openSessionsOf(userId) : [];
}

function openSessionsOf(userId: string): Promise<ListedSession[]> {
  return rows<ListedSession>`
    SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.address, s.user_agent AS "userAgent"
    FROM sessions s WHERE s.user_id = ${userId}::uuid AND ${SESSION_IS_OPEN}
    ORDER BY s.last_seen_at DESC, s.id DESC LIMIT ${LISTED_SESSIONS}::int`;
}
