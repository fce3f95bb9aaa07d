/**
 * Users whom the platform deleted stay here, disabled, with their history and their keys. Where the platform brings the
 * name or the external id of one again, it means somebody else: guarantees that keys never pass on with a name.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import type { Locked } from "@/access/change";
import type { Tx } from "@/access/database";
import { usernameKey } from "@/access/users/username";
import { removeUser } from "@/access/users/users";

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

/** Makes the name and the external id free for a new user: whoever has the name goes for good. */
export async function makeRoom(tx: Tx, actor: Actor, leftovers: readonly Leftover[], username: string): Promise<void> {
  for (const leftover of leftovers) {
    if (leftover.key === usernameKey(username)) await removeUser(tx, actor, leftover);
    else await releaseExternalId(tx, actor, leftover);
  }
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
  await tx.rows`UPDATE users SET external_id = NULL, updated_at = now() WHERE id = ${id}::uuid`;
  await record(tx, actor, {
    event: "user.profile-changed",
    subject: { id, username },
    before: { externalId },
    after: { externalId: null },
  });
}
