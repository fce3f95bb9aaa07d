/**
 * Names from a file that may have left here as a table: there an apostrophe stands before what a spreadsheet would take
 * for a formula, and nobody can tell it from an apostrophe of the name. Guarantees that such a name is taken for somebody
 * only where a single user can be meant.
 */
import { withoutGuards } from "@/access/csv/formula-guard";
import type { Tx } from "@/access/database";
import { usernameKey } from "./username";

type UnclearName = { readonly username: string; readonly refusal: "ambiguous_name" | "repeated_name" };

export type ResolvedNames = {
  /** Each user once: the name as it was given, by the spelling that is compared. */
  readonly names: ReadonlyMap<string, string>;
  readonly unclear: readonly UnclearName[];
};

export async function resolveNames(tx: Tx, usernames: readonly string[]): Promise<ResolvedNames> {
  const taken = await findTaken(tx, usernames.filter(isGuarded));
  const names = new Map<string, string>();
  const unclear: UnclearName[] = [];
  for (const username of usernames) {
    const [exact, bare] = [usernameKey(username), usernameKey(withoutGuards(username))];
    const key = taken.has(bare) ? bare : exact;
    if (exact !== bare && taken.has(exact) && taken.has(bare)) unclear.push({ username, refusal: "ambiguous_name" });
    else if (names.has(key)) unclear.push({ username, refusal: "repeated_name" });
    else names.set(key, username);
  }
  return { names, unclear };
}

function isGuarded(username: string): boolean {
  return withoutGuards(username) !== username;
}

/** Of guarded names, which users there are with or without the guard. */
async function findTaken(tx: Tx, guarded: readonly string[]): Promise<ReadonlySet<string>> {
  if (guarded.length === 0) return new Set();
  const keys = guarded.flatMap((username) => [usernameKey(username), usernameKey(withoutGuards(username))]);
  const users = await tx.rows<{
    key: string;
  }>`SELECT username_key AS key FROM users WHERE username_key = ANY (${keys})`;
  return new Set(users.map(({ key }) => key));
}
