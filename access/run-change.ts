/**
 * The transaction of every change that somebody asks for. Guarantees that it commits only while the session or the token
 * that asked is still in use: that is read last, when nothing is left to wait for, and the row is held until the commit.
 */
import pg from "pg";
import type { Actor } from "./actor";
import type { Refused, Taken } from "./change";
import { type Tx, transaction } from "./database";
import { sessionIsOpen } from "./sign-in/session-limits";
import { Prisma } from "@/generated/prisma/client";

/** Undoes the change of somebody who is signed out by now. */
class SignedOut extends Error {
  override readonly name = "SignedOut";
}

/** Does the work whole or not at all. Whoever was signed out meanwhile is told so, and nothing is left of the work. */
export async function runChange<Result>(
  actor: Actor,
  work: (tx: Tx) => Promise<Result | Refused>,
  limitMs?: number,
): Promise<Result | Refused> {
  try {
    return await transaction(async (tx) => {
      const result = await work(tx);
      await holdSignIn(tx, actor);
      return result;
    }, limitMs);
  } catch (error) {
    if (error instanceof SignedOut) return { ok: false, refusal: "signed_out" };
    throw error;
  }
}

/** The same for a change that brings a name which must be unique. */
export async function unlessTaken<Result>(
  actor: Actor,
  work: (tx: Tx) => Promise<Result | Refused>,
): Promise<Result | Refused | Taken> {
  try {
    return await runChange(actor, work);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== UNIQUE_VIOLATION) throw error;
    // Whoever is signed out by now is not told which names there are.
    return runChange<Refused | Taken>(actor, () => Promise.resolve({ ok: false, refusal: "taken" }));
  }
}

// PostgreSQL's code (Appendix A of its manual).
const UNIQUE_VIOLATION = "23505";

const held = new WeakSet<Tx>();

/**
 * Holds the session or the token of who acts until the commit; undoes everything where it is over. It comes after all
 * other locks: users are locked before sessions everywhere, and nobody who ends a session has to wait for what a change
 * waits for. A change that ends the own session holds it before.
 */
export async function holdSignIn(tx: Tx, actor: Actor): Promise<void> {
  if (held.has(tx)) return;
  const row = signInOf(actor);
  // A statement of its own: one that has waited for a lock sees other tables as they were before. FOR SHARE reads the row again.
  if (row !== null && (await tx.rows`${row} FOR SHARE`).length === 0) throw new SignedOut();
  held.add(tx);
}

/** The row that says whether somebody may still act; null for who acts without a session or a token. */
function signInOf({ kind, id, sessionId }: Actor): Prisma.Sql | null {
  if (kind === "platform") {
    return Prisma.sql`SELECT t.id FROM platform_tokens t WHERE t.id = ${id}::uuid AND t.revoked_at IS NULL`;
  }
  if (kind !== "user") return null;
  // The time of the transaction is the one before it waited.
  const isOpen = sessionIsOpen(Prisma.sql`clock_timestamp()`);
  return Prisma.sql`SELECT s.id FROM sessions s WHERE s.id = ${sessionId}::uuid AND ${isOpen}`;
}
