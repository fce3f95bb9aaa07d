/**
 * Package keys: finding, creating, enabling, disabling, deleting. Guarantees that a key itself leaves this file once,
 * to who created it, and is stored nowhere; that every change and every refused one has its audit entry; and that who
 * may not see the console sees none but the own ones.
 */
import type { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import {
  type KeyOwner,
  OWNER_COLUMN,
  type WantedApplication,
  chooseApplication,
  findApplicationName,
} from "./applications";
import { record } from "./audit";
import type { Created, Outcome, Refused } from "./change";
import { type Tx, rows, transaction } from "./database";
import { isId } from "./ids";
import { lockKey, lockOwner } from "./key-change";
import {
  KEY_COLUMNS,
  KEY_IS_GOOD,
  KEY_TABLES,
  KEY_WORKS,
  type KeyRow,
  type ListedKey,
  PLAN_IS_GOOD,
  keyNames,
  listedKey,
} from "./key-rows";
import { hashPackageKey, makePackageKey, shownParts } from "./package-key-format";
import { findPlanForKey, findPlanNames } from "./plans";
import {
  type KeyBlock,
  type KeyStanding,
  type PackageKeyStatus,
  type SettableKeyStatus,
  keyBlock,
  keyDecision,
  mayReachConsole,
} from "./rules";

export type { ListedKey };

export type PackageKey = ListedKey & { readonly owner: KeyOwner };

const LIMIT = 1_000;

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
    ORDER BY k.updated_at DESC, k.id DESC LIMIT ${LIMIT}`;
  return found.map(listedKey);
}

/** A key with its owner; null when there is none or the actor may not see the console. */
export async function findPackageKey(actor: Actor, id: string): Promise<PackageKey | null> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return null;
  const [found] = await rows<KeyRow & { owner: KeyOwner }>`
    SELECT ${KEY_COLUMNS}, ${OWNER_COLUMN} FROM ${KEY_TABLES} WHERE k.id = ${id}::uuid`;
  return found ? { ...listedKey(found), owner: found.owner } : null;
}

/** How many keys a user has, how many of them work at this moment, and how many do while the user is enabled. */
export async function countKeys(
  actor: Actor,
  ownerId: string,
): Promise<{ all: number; working: number; ready: number }> {
  const none = { all: 0, working: 0, ready: 0 };
  if (!mayReachConsole(actor).allowed || !isId(ownerId)) return none;
  const [counted] = await rows<typeof none>`
    SELECT count(*)::int AS "all", count(*) FILTER (WHERE ${KEY_WORKS})::int AS working,
           count(*) FILTER (WHERE ${KEY_IS_GOOD} AND ${PLAN_IS_GOOD})::int AS ready
    FROM ${KEY_TABLES} WHERE a.owner_id = ${ownerId}::uuid`;
  return counted ?? none;
}

export type NewPackageKey = {
  /** Chosen by who asks, where the same question could come twice: it makes one key. */
  readonly id?: string;
  readonly username: string;
  readonly application: WantedApplication;
  readonly planId: string;
  /** What stands after "lk_" (access/settings.ts). */
  readonly environment: string;
};

/** Creates a key, Enabled. The answer has the key itself, for this one time, and what holds it back all the same. */
export async function createPackageKey(
  actor: Actor,
  wanted: NewPackageKey,
): Promise<(Created & { readonly key: string; readonly block: KeyBlock | null }) | Refused> {
  const key = makePackageKey(wanted.environment);
  return transaction(async (tx) => {
    const about = () => namesOfWanted(tx, wanted);
    const attempt = { event: "package-key.created", missing: "unknown_user", about } as const;
    const locked = await lockOwner(tx, actor, wanted.username, attempt);
    if (!locked.ok) return locked;
    if (wanted.id !== undefined && (await isMade(tx, wanted.id))) return { ok: false, refusal: "sent_before" };
    const plan = await findPlanForKey(tx, wanted.planId);
    if (!plan) return { ok: false, refusal: "unknown_plan" };
    const application = await chooseApplication(tx, actor, locked.user, wanted.application);
    if (!application) return { ok: false, refusal: "unknown_application" };
    const id = await insertKey(tx, key, { id: wanted.id, applicationId: application.id, planId: plan.id });
    const standing = { owner: locked.user.status, planActive: plan.active, key: "ENABLED" } as const;
    const after = {
      ...effectOf(standing),
      ...keyNames({ ...shownParts(key), application, plan, package: plan.package }),
    };
    const entry = await record(tx, actor, { event: attempt.event, subject: locked.user, after });
    return { ok: true, key, id, entry, block: keyBlock(standing) };
  });
}

/** The names of what a key was wanted for, as far as there is such. */
async function namesOfWanted(tx: Tx, { application, planId }: NewPackageKey): Promise<Prisma.InputJsonObject> {
  const name = "id" in application ? await findApplicationName(tx, application.id) : application.name;
  return { ...(name !== undefined && { application: name }), ...(await findPlanNames(tx, planId)) };
}

/** The same question for the same user waits for the first one, because both lock the user. */
async function isMade(tx: Tx, id: string): Promise<boolean> {
  return (await tx.rows`SELECT FROM package_keys WHERE id = ${id}::uuid`).length > 0;
}

type KeyIds = { readonly id: string | undefined; readonly applicationId: string; readonly planId: string };

async function insertKey(tx: Tx, key: string, { id, applicationId, planId }: KeyIds): Promise<string> {
  const { prefix, lastFour } = shownParts(key);
  const [created] = await tx.rows<{ id: string }>`
    INSERT INTO package_keys (id, application_id, plan_id, status, hash, prefix, last_four)
    VALUES (coalesce(${id ?? null}::uuid, gen_random_uuid()), ${applicationId}::uuid, ${planId}::uuid, 'ENABLED', ${hashPackageKey(key)}, ${prefix}, ${lastFour})
    RETURNING id`;
  if (!created) throw new Error("The package key was not written.");
  return created.id;
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
  return transaction(async (tx) => {
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
  return transaction(async (tx) => {
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

/** A key's own status and, if there is something, what holds it back besides. */
function effectOf(standing: KeyStanding): { status: PackageKeyStatus; block?: KeyBlock } {
  const block = keyBlock(standing);
  return { status: standing.key, ...(block && { block }) };
}

function works({ standing }: KeyRow): boolean {
  return keyDecision(standing) === "allowed";
}
