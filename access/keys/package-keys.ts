/**
 * Package keys: finding, enabling, disabling, deleting (making one is in new-package-key.ts). Guarantees that every
 * change and every refused one has its audit entry, and that who may not see the console sees none but the own ones.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import type { Outcome } from "@/access/change";
import { rows } from "@/access/database";
import { isId } from "@/access/ids";
import { type PackageKeyStatus, type SettableKeyStatus, keyDecision, mayReachConsole } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { type KeyOwner, OWNER_COLUMN } from "./applications";
import { lockKey } from "./key-change";
import {
  KEY_COLUMNS,
  KEY_TABLES,
  LISTED_OF_ONE_USER,
  type KeyRow,
  type ListedKey,
  effectOf,
  keyNames,
  listedKey,
} from "./key-rows";

export type { ListedKey };

export type PackageKey = ListedKey & { readonly owner: KeyOwner };

/** The keys of a user, the latest change first; none for who may not see the console. */
export async function listKeysOf(actor: Actor, ownerId: string): Promise<ListedKey[]> {
  return mayReachConsole(actor).allowed && isId(ownerId) ? selectOf(ownerId) : [];
}

/** The actor's own keys. */
export async function listOwnKeys(actor: Actor): Promise<ListedKey[]> {
  return actor.id === null ? [] : selectOf(actor.id);
}

async function selectOf(ownerId: string): Promise<ListedKey[]> {
  const found = await rows<KeyRow>`
    SELECT ${KEY_COLUMNS} FROM ${KEY_TABLES} WHERE a.owner_id = ${ownerId}::uuid
    ORDER BY k.updated_at DESC, k.id DESC LIMIT ${LISTED_OF_ONE_USER}`;
  return found.map(listedKey);
}

/** A key with its owner; null when there is none or the actor may not see the console. */
export async function findPackageKey(actor: Actor, id: string): Promise<PackageKey | null> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return null;
  const [found] = await rows<KeyRow & { owner: KeyOwner }>`
    SELECT ${KEY_COLUMNS}, ${OWNER_COLUMN} FROM ${KEY_TABLES} WHERE k.id = ${id}::uuid`;
  return found ? { ...listedKey(found), owner: found.owner } : null;
}

export type KeyStatusChange = {
  readonly id: string;
  /** What the page showed when it was opened; anything else by now means that somebody was faster. */
  readonly seen: PackageKeyStatus;
  readonly status: SettableKeyStatus;
  readonly reason?: string;
};

/** Enables (for a waiting key: approves) or disables a key. Whether it works then depends on its owner and plan, too. */
export async function changePackageKeyStatus(actor: Actor, change: KeyStatusChange): Promise<Outcome> {
  const { id, seen, status, reason } = change;
  const event = status === "DISABLED" ? "package-key.disabled" : "package-key.enabled";
  return runChange(actor, async (tx) => {
    const locked = await lockKey(tx, actor, id, event);
    if (!locked.ok) return locked;
    const { key, user } = locked;
    if (key.status === status) return { ok: true, entry: null };
    if (key.status !== seen) return { ok: false, refusal: "changed_meanwhile" };
    await tx.rows`
      UPDATE package_keys SET status = ${status}::package_key_status, updated_at = now() WHERE id = ${key.id}::uuid`;
    const standing = { ...key.standing, key: status };
    const entry = await record(tx, actor, {
      event,
      subject: user,
      reason: reason ?? null,
      before: { status: key.status },
      after: { ...effectOf(standing), ...keyNames(key) },
      effects: { keysStopped: works(key) ? 1 : 0, keysRestored: keyDecision(standing) === "allowed" ? 1 : 0 },
    });
    return { ok: true, entry };
  });
}

/** Deletes a key. The audit keeps the parts by which people recognize it. */
export async function deletePackageKey(
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason?: string },
): Promise<Outcome> {
  const event = "package-key.deleted";
  return runChange(actor, async (tx) => {
    const locked = await lockKey(tx, actor, id, event);
    if (!locked.ok) return locked;
    const { key, user } = locked;
    await tx.rows`DELETE FROM package_keys WHERE id = ${key.id}::uuid`;
    const entry = await record(tx, actor, {
      event,
      subject: user,
      reason: reason ?? null,
      before: { status: key.status, ...keyNames(key) },
      effects: { keysStopped: works(key) ? 1 : 0 },
    });
    return { ok: true, entry };
  });
}

function works({ standing }: KeyRow): boolean {
  return keyDecision(standing) === "allowed";
}
