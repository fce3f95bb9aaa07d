/**
 * Ending one's own sessions. The own account is locked before them, as by everybody who ends sessions of a user, so that two
 * sessions that end each other at the same moment do it one after the other.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { lockAsker } from "@/access/change";
import type { Tx } from "@/access/database";
import { isId } from "@/access/ids";
import { holdSignIn, runChange } from "@/access/run-change";
import { endSessions } from "./sessions";

/** Ends one of the actor's own sessions; somebody else's is left alone. Returns the audit entry, if one ended. */
export function endOwnSession(actor: Actor, sessionId: string): Promise<bigint | null> {
  return endWith(actor, async (tx, userId) => {
    if (!isId(sessionId)) return 0;
    const end = sessionId === actor.sessionId ? "SIGNED_OUT" : "SIGNED_OUT_ELSEWHERE";
    const ended = await tx.rows`
      UPDATE sessions SET ended_at = now(), "end" = ${end}::session_end
      WHERE id = ${sessionId}::uuid AND user_id = ${userId}::uuid AND ended_at IS NULL RETURNING id`;
    return ended.length;
  });
}

/** Ends the actor's other sessions. Returns the audit entry, if any was open. */
export function endOtherSessions(actor: Actor): Promise<bigint | null> {
  return endWith(actor, (tx, userId) => endSessions(tx, userId, "SIGNED_OUT_ELSEWHERE", actor.sessionId));
}

async function endWith(actor: Actor, end: (tx: Tx, userId: string) => Promise<number>): Promise<bigint | null> {
  const entry = await runChange(actor, async (tx) => {
    const asker = await lockAsker(tx, actor);
    if (!asker?.id) return null;
    await holdSignIn(tx, actor);
    const sessionsEnded = await end(tx, asker.id);
    if (sessionsEnded === 0) return null;
    return record(tx, actor, { event: "session.ended", subject: actor, effects: { sessionsEnded } });
  });
  return typeof entry === "bigint" ? entry : null;
}
