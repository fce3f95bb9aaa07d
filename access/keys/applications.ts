/**
 * Applications: by what a user's package keys are grouped. Guarantees that an application goes only together with its
 * keys, that every change and every refused one has its audit entry, and that who may not see the console sees none
 * but the own ones.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Created, type Locked, type Outcome, type Refused, type Taken } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { type Subject, mayReachConsole } from "@/access/rules";
import { runChange, unlessTaken } from "@/access/run-change";
import { Prisma } from "@/generated/prisma/client";
import { lockLeavingKeys, lockOwner } from "./key-change";
import { KEY_WORKS, LISTED_OF_ONE_USER } from "./key-rows";

export type ListedApplication = {
  readonly id: string;
  readonly name: string;
  readonly keys: number;
  readonly workingKeys: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type KeyOwner = Subject & { readonly username: string; readonly displayName: string };

export type Application = ListedApplication & { readonly owner: KeyOwner };

/** The applications of a user by name; none for who may not see the console. */
export async function listApplications(actor: Actor, ownerId: string): Promise<ListedApplication[]> {
  return mayReachConsole(actor).allowed && isId(ownerId) ? selectOf(ownerId) : [];
}

/** The actor's own applications. */
export async function listOwnApplications(actor: Actor): Promise<ListedApplication[]> {
  return actor.id === null ? [] : selectOf(actor.id);
}

/** An application with its owner; null when there is none or the actor may not see the console. */
export async function findApplication(actor: Actor, id: string): Promise<Application | null> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return null;
  const [application] = await rows<Application>`
    SELECT ${COLUMNS}, ${OWNER_COLUMN} FROM ${TABLES} WHERE a.id = ${id}::uuid GROUP BY a.id, u.id`;
  return application ?? null;
}

/** The owner of an application or a key as the rules and the pages want to know them, from the users `u`. */
export const OWNER_COLUMN = Prisma.sql`
  json_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'origin', u.origin,
                    'status', u.status, 'roles', u.roles) AS owner`;

const COLUMNS = Prisma.sql`
  a.id, a.name, count(k.id)::int AS keys, count(k.id) FILTER (WHERE ${KEY_WORKS})::int AS "workingKeys",
  a.created_at AS "createdAt", a.updated_at AS "updatedAt"`;

const TABLES = Prisma.sql`
  applications a JOIN users u ON u.id = a.owner_id LEFT JOIN package_keys k ON k.application_id = a.id
  LEFT JOIN plans p ON p.id = k.plan_id`;

function selectOf(ownerId: string): Promise<ListedApplication[]> {
  return rows<ListedApplication>`
    SELECT ${COLUMNS} FROM ${TABLES} WHERE a.owner_id = ${ownerId}::uuid GROUP BY a.id ORDER BY a.name, a.id LIMIT ${LISTED_OF_ONE_USER}`;
}

/** Creates an application of a user. `taken` when they have one of that name. */
export function createApplication(
  actor: Actor,
  { username, name }: { readonly username: string; readonly name: string },
): Promise<Created | Refused | Taken> {
  return unlessTaken(actor, async (tx) => {
    const about = () => ({ application: name });
    const attempt = { event: "application.created", missing: "unknown_user", about } as const;
    const locked = await lockOwner(tx, actor, username, attempt);
    if (!locked.ok) return locked;
    return { ok: true, ...(await insertApplication(tx, actor, locked.user, name)) };
  });
}

/** One of a user's applications, or the one of that name, which is created if they have none such. */
export type WantedApplication = { readonly id: string } | { readonly name: string };

/** The application of a new key, whose owner is locked; undefined when it is not theirs. */
export async function chooseApplication(
  tx: Tx,
  actor: Actor,
  owner: Locked["user"],
  wanted: WantedApplication,
): Promise<{ id: string; name: string } | undefined> {
  if ("id" in wanted && !isId(wanted.id)) return undefined;
  const which = "id" in wanted ? Prisma.sql`id = ${wanted.id}::uuid` : Prisma.sql`name = ${wanted.name}`;
  const [application] = await tx.rows<{ id: string; name: string }>`
    SELECT id, name FROM applications WHERE owner_id = ${owner.id}::uuid AND ${which}`;
  if (application || "id" in wanted) return application;
  const { id } = await insertApplication(tx, actor, owner, wanted.name);
  return { id, name: wanted.name };
}

/** Writes an application, which the rules have allowed, with its entry. */
async function insertApplication(
  tx: Tx,
  actor: Actor,
  owner: Locked["user"],
  name: string,
): Promise<{ id: string; entry: bigint }> {
  const [created] = await tx.rows<{ id: string }>`
    INSERT INTO applications (owner_id, name) VALUES (${owner.id}::uuid, ${name}) RETURNING id`;
  if (!created) throw new Error("The application was not written.");
  const after = { application: name };
  return { ...created, entry: await record(tx, actor, { event: "application.created", subject: owner, after }) };
}

export type ApplicationDeletion = {
  readonly id: string;
  /** How many keys the page said would go with it; another number by now means that somebody was faster. */
  readonly seen: number;
  readonly reason?: string;
};

/** Deletes an application with its keys. The audit keeps its name. */
export async function deleteApplication(actor: Actor, { id, seen, reason }: ApplicationDeletion): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const found = await findOwned(tx, id);
    const about = () => (found ? { application: found.name } : {});
    const attempt = { event: "application.deleted", missing: "unknown_application", about } as const;
    const locked = await lockOwner(tx, actor, found?.username, attempt);
    if (!locked.ok) return locked;
    // From here on nobody puts a key into it, psql included.
    const [application] = await tx.rows<{ name: string }>`
      SELECT name FROM applications WHERE id = ${id}::uuid FOR UPDATE`;
    if (!application) return { ok: false, refusal: attempt.missing };
    const effects = await lockLeavingKeys(tx, { application: id });
    if (effects.keys !== seen) return { ok: false, refusal: "changed_meanwhile" };
    await tx.rows`DELETE FROM applications WHERE id = ${id}::uuid`;
    const entry = await record(tx, actor, {
      event: attempt.event,
      subject: locked.user,
      reason: reason ?? null,
      before: { application: application.name },
      effects,
    });
    return { ok: true, entry };
  });
}

/** What an application is called; undefined when there is none. */
export async function findApplicationName(tx: Tx, id: string): Promise<string | undefined> {
  return (await findOwned(tx, id))?.name;
}

/** An application never changes its owner, so this may be read before the owner is locked. */
async function findOwned(tx: Tx, id: string): Promise<{ username: string; name: string } | undefined> {
  if (!isId(id)) return undefined;
  const [owner] = await tx.rows<{ username: string; name: string }>`
    SELECT u.username, a.name FROM applications a JOIN users u ON u.id = a.owner_id WHERE a.id = ${id}::uuid`;
  return owner;
}
