/**
 * Users whom the platform deleted stay here, disabled, with their history and their keys. Where the platform brings the
 * name or the external id of one again, it means somebody else: guarantees that keys never pass on with a name.
 */
import type { Actor } from "./actor";
import { record } from "./audit";
import type { Locked } from "./change";
import type { Tx } from "./database";
import { usernameKey } from "./username";
import { removeUser } from "./users";

/**
 * Makes the name and the external id free for a new user, where only users whom the platform deleted have them. Tells
 * whether one had.
 */
export async function makeRoom(
  tx: Tx,
  actor: Actor,
  { username, externalId }: { readonly username: string; readonly externalId: string | null },
): Promise<boolean> {
  const [leftover] = await tx.rows<Locked["user"]>`
    SELECT id, username, origin::text AS origin, status::text AS status, roles::text[] AS roles FROM users
    WHERE username_key = ${usernameKey(username)} AND platform_deleted_at IS NOT NULL FOR NO KEY UPDATE`;
  if (leftover) await removeUser(tx, actor, leftover);
  return (await releaseExternalId(tx, actor, externalId)) || leftover !== undefined;
}

/** Takes the external id from a user whom the platform deleted, so that somebody else can have it; tells whether one had. */
export async function releaseExternalId(tx: Tx, actor: Actor, externalId: string | null): Promise<boolean> {
  if (externalId === null) return false;
  const [leftover] = await tx.rows<{ id: string; username: string }>`
    UPDATE users SET external_id = NULL, updated_at = now()
    WHERE external_id = ${externalId} AND platform_deleted_at IS NOT NULL RETURNING id, username`;
  if (!leftover) return false;
  await record(tx, actor, {
    event: "user.profile-changed",
    subject: leftover,
    before: { externalId },
    after: { externalId: null },
  });
  return true;
}
