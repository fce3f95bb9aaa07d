/**
 * Users whom the platform deleted stay here, disabled, with their history and their keys. Where the platform brings the
 * name or the external id of one again, it means somebody else: guarantees that whoever is new begins with neither keys
 * nor roles, and that those of the first one stay with the first one.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import type { Locked } from "@/access/change";
import type { Tx } from "@/access/database";
import { usernameKey } from "@/access/users/username";

export type Leftover = Locked["user"] & { readonly key: string; readonly externalId: string | null };

/** Locks those who have the name or the external id of somebody new, in the order in which all changes lock users. */
export function lockLeftovers(tx: Tx, username: string, externalId: string | null): Promise<Leftover[]> {
  return tx.rows<Leftover>`
    SELECT id, username, username_key AS key, external_id AS "externalId", origin::text AS origin,
           status::text AS status, roles::text[] AS roles
    FROM users
    WHERE platform_deleted_at IS NOT NULL AND (username_key = ${usernameKey(username)} OR external_id = ${externalId})
    ORDER BY id FOR NO KEY UPDATE`;
}

/** Makes the name and the external id free for somebody new. Everything else of whoever had them stays theirs. */
export async function makeRoom(
  tx: Tx,
  actor: Actor,
  leftovers: readonly Leftover[],
  { username, externalId }: { readonly username: string; readonly externalId: string | null },
): Promise<void> {
  for (const leftover of leftovers) {
    if (leftover.key === usernameKey(username)) await stepAside(tx, actor, leftover);
    if (externalId !== null && leftover.externalId === externalId) await releaseExternalId(tx, actor, leftover);
  }
}

/** So much of a name stays in front of the mark that tells it from the name. */
const LONGEST_KEPT = 100;

/** Gives a user whom the platform deleted, and who is locked, a name that nobody else has, so that theirs is free. */
export async function stepAside(
  tx: Tx,
  actor: Actor,
  { id, username }: { readonly id: string; readonly username: string },
): Promise<void> {
  const aside = `${username.slice(0, LONGEST_KEPT).toWellFormed()}~${id.replaceAll("-", "").slice(0, 12)}`;
  await tx.rows`
    UPDATE users SET username = ${aside}, username_key = ${usernameKey(aside)}, updated_at = now()
    WHERE id = ${id}::uuid`;
  await record(tx, actor, {
    event: "user.profile-changed",
    subject: { id, username: aside },
    reason: "The platform gave the username to somebody new.",
    before: { username },
    after: { username: aside },
  });
}

type Holder = Pick<Leftover, "id" | "username" | "externalId">;

/** Who has this external id though the platform deleted them; not locked by this. */
export async function findHolder(tx: Tx, externalId: string | null): Promise<Holder | null> {
  const [holder] = await tx.rows<Holder>`
    SELECT id, username, external_id AS "externalId" FROM users
    WHERE external_id = ${externalId} AND platform_deleted_at IS NOT NULL`;
  return holder ?? null;
}

/** Takes the external id from a user whom the platform deleted and who is locked, so that somebody else can have it. */
export async function releaseExternalId(tx: Tx, actor: Actor, { id, username, externalId }: Holder): Promise<void> {
  await tx.rows`UPDATE users SET external_id = NULL, former_external_id = external_id, updated_at = now() WHERE id = ${id}::uuid`;
  await record(tx, actor, {
    event: "user.profile-changed",
    subject: { id, username },
    before: { externalId },
    after: { externalId: null },
  });
}
