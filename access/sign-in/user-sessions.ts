/**
 * Ending sessions of somebody else, such as one whose cookie was stolen. Guarantees that the end and its audit entry happen
 * together or not at all, that nothing else of the user changes, and that no sign-in slips past: it waits for the same lock.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Locked, type Outcome, lockUser, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import { isId } from "@/access/ids";
import { mayEndSessions } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { SESSION_IS_OPEN } from "./session-limits";
import { endSessions } from "./sessions";

/** Ends one session of a user, and no other's by its id. Without an entry where it was over already. */
export function endSessionOf(actor: Actor, username: string, sessionId: string): Promise<Outcome> {
  return endWith(actor, username, async (tx, { id }) => {
    const [ended] = isId(sessionId) ? await endOpenSession(tx, id, sessionId) : [];
    return ended ? { sessionsEnded: 1, address: ended.address } : null;
  });
}

/** Ends all sessions of a user, also those that nobody has seen on a page yet. Without an entry where none was open. */
export function endAllSessionsOf(actor: Actor, username: string): Promise<Outcome> {
  return endWith(actor, username, async (tx, { id }) => {
    const sessionsEnded = await endSessions(tx, id, "ENDED_BY_ADMINISTRATOR");
    return sessionsEnded > 0 ? { sessionsEnded } : null;
  });
}

type Ended = { readonly sessionsEnded: number; readonly address?: string };

function endWith(
  actor: Actor,
  username: string,
  end: (tx: Tx, user: Locked["user"]) => Promise<Ended | null>,
): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, "session.ended");
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const verdict = mayEndSessions(asker, user);
    if (!verdict.allowed) return refuse(tx, actor, "session.ended", verdict.refusal, user);
    const ended = await end(tx, user);
    if (!ended) return { ok: true, entry: null };
    const { sessionsEnded, address } = ended;
    const before = address === undefined ? {} : { before: { address } };
    const entry = { event: "session.ended", subject: user, ...before, effects: { sessionsEnded } } as const;
    return { ok: true, entry: await record(tx, actor, entry) };
  });
}

function endOpenSession(tx: Tx, userId: string, sessionId: string): Promise<{ address: string }[]> {
  return tx.rows<{ address: string }>`
    UPDATE sessions s SET ended_at = now(), "end" = 'ENDED_BY_ADMINISTRATOR'
    WHERE s.id = ${sessionId}::uuid AND s.user_id = ${userId}::uuid AND ${SESSION_IS_OPEN} RETURNING s.address`;
}
