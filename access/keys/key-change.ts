/**
 * What every change of an application or a package key has in common: owner and actor are locked in the order of all
 * changes, the rule is asked, and who may not see keys learns nothing about which exist. Keys are locked after users,
 * packages and plans and in the order of their ids, so that no two changes wait for each other.
 */
import type { Actor } from "@/access/actor";
import type { AuditEvent } from "@/access/audit/audit";
import { type About, type Locked, type Refused, aboutFor, lockAskerFor, lockUser, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import { isId } from "@/access/ids";
import { type Refusal, mayManageKeys, mayReachConsole } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { KEY_COLUMNS, KEY_TABLES, KEY_WORKS, type KeyRow, keyNames } from "./key-rows";

export type Attempt = {
  readonly event: AuditEvent;
  /** The answer when what the owner was found by is gone. */
  readonly missing: Refusal;
  readonly about: About;
};

/** Locks the owner of keys and the actor. */
export async function lockOwner(
  tx: Tx,
  actor: Actor,
  username: string | undefined,
  { event, missing, about }: Attempt,
): Promise<({ readonly ok: true } & Locked) | Refused> {
  if (username === undefined) return refuseMissing(tx, actor, event, missing);
  const locked = await lockUser(tx, actor, username, event, about);
  if (!locked.ok) return locked.refusal === "unknown_user" ? { ok: false, refusal: missing } : locked;
  const verdict = mayManageKeys(locked.asker, locked.user);
  if (verdict.allowed) return locked;
  return refuse(tx, actor, event, verdict.refusal, locked.user, await aboutFor(locked.asker, about));
}

async function refuseMissing(tx: Tx, actor: Actor, event: AuditEvent, missing: Refusal): Promise<Refused> {
  const asker = await lockAskerFor(tx, actor, mayReachConsole);
  if (!asker) return { ok: false, refusal: "signed_out" };
  if (mayReachConsole(asker).allowed) return { ok: false, refusal: missing };
  return refuse(tx, actor, event, "not_permitted", null);
}

/** A key with its owner and the actor, locked and as they are now. */
export async function lockKey(
  tx: Tx,
  actor: Actor,
  id: string,
  event: AuditEvent,
): Promise<({ readonly ok: true; readonly key: KeyRow } & Locked) | Refused> {
  const missing = "unknown_package_key";
  // Whose key it is never changes, so it may be read before the owner is locked.
  const [found] = isId(id)
    ? await tx.rows<KeyRow & { username: string }>`
        SELECT ${KEY_COLUMNS}, u.username FROM ${KEY_TABLES} WHERE k.id = ${id}::uuid`
    : [];
  const about = () => (found ? keyNames(found) : {});
  const locked = await lockOwner(tx, actor, found?.username, { event, missing, about });
  if (!locked.ok) return locked;
  const [key] = await tx.rows<KeyRow>`
    SELECT ${KEY_COLUMNS} FROM ${KEY_TABLES} WHERE k.id = ${id}::uuid FOR UPDATE OF k`;
  return key ? { ...locked, key } : { ok: false, refusal: missing };
}

/** What goes with an owner or an application that is deleted. */
export type Leaving = { readonly keys: number; readonly keysStopped: number };

/** Locks the keys of an owner or an application that is about to be deleted, and counts them. */
export async function lockLeavingKeys(
  tx: Tx,
  of: { readonly owner: string } | { readonly application: string },
): Promise<Leaving> {
  const theirs =
    "owner" in of ? Prisma.sql`a.owner_id = ${of.owner}::uuid` : Prisma.sql`k.application_id = ${of.application}::uuid`;
  const [leaving] = await tx.rows<Leaving>`
    SELECT count(*)::int AS keys, count(*) FILTER (WHERE works)::int AS "keysStopped"
    FROM (SELECT ${KEY_WORKS} AS works FROM ${KEY_TABLES} WHERE ${theirs} ORDER BY k.id FOR UPDATE OF k) AS locked`;
  return leaving ?? { keys: 0, keysStopped: 0 };
}
