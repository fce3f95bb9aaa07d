/** The notice after a change: what the audit says of it, where it is in force, and how to take it back. */
import type { Actor } from "@/access/actor";
import { findOwnEntry } from "@/access/audit/audit";
import { noticeSentence, statusIn } from "@/access/audit/audit-sentences";
import { type Enforcement, awaitEnforcement } from "@/access/keys/gates";
import { type AccountStatus, type SettableStatus, mayChangeAccountStatus } from "@/access/rules";
import { findUser } from "@/access/users/users";

export type Undo = {
  readonly username: string;
  readonly seen: AccountStatus;
  readonly to: SettableStatus;
};

export type ChangeNotice = {
  readonly sentence: string;
  /** Null where no gate has to know. */
  readonly enforcement: Enforcement | null;
  readonly undo: Undo | null;
};

/** The notice of the actor's own change of that number, as it stands in an address; null for anything else. */
export async function findNotice(actor: Actor, number: unknown): Promise<ChangeNotice | null> {
  if (typeof number !== "string" || !/^\d{1,18}$/.test(number)) return null;
  const entry = await findOwnEntry(actor, BigInt(number));
  if (!entry) return null;
  const [before, after] = [statusIn(entry.before), statusIn(entry.after)];
  const undo =
    before && after && entry.subjectUsername ? { username: entry.subjectUsername, seen: after, to: before } : null;
  const [enforcement, stillPossible] = await Promise.all([
    entry.changeId === null ? null : awaitEnforcement(actor, entry.changeId),
    possible(actor, entry.subjectId, undo),
  ]);
  return { sentence: noticeSentence(entry), enforcement, undo: stillPossible };
}

/** Waiting is one-way, a status that somebody changed since is theirs, and a name may belong to another user by now. */
async function possible(
  actor: Actor,
  userId: string | null,
  undo: { username: string; seen: AccountStatus; to: AccountStatus } | null,
): Promise<Undo | null> {
  if (!undo || undo.to === "WAITING") return null;
  const user = await findUser(actor, undo.username);
  const stands = user?.id === userId && user.status === undo.seen && mayChangeAccountStatus(actor, user).allowed;
  return stands ? { username: undo.username, seen: undo.seen, to: undo.to } : null;
}
