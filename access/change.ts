/**
 * What every change of a user has in common: user and actor are locked and read afresh, and a refusal leaves one audit
 * entry and nothing else.
 */
import type { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import { type AuditActor, type AuditEvent, record } from "./audit/audit";
import type { Tx } from "./database";
import {
  type Asker,
  type Refusal,
  type Subject,
  type Verdict,
  mayChangeOthers,
  mayReachConsole,
  maySignIn,
} from "./rules";
import { keepTyped } from "./typed-text";
import { usernameKey } from "./users/username";

/** What became of a change. `entry` is the number of its audit entry, null when everything was so already. */
export type Outcome = { readonly ok: true; readonly entry: bigint | null } | Refused;

export type Refused = { readonly ok: false; readonly refusal: Refusal };

/** Something new that has an id, with the number of its audit entry. */
export type Created = { readonly ok: true; readonly entry: bigint; readonly id: string };

/** The name is in use already. Nothing was written, also not in the audit. */
export type Taken = { readonly ok: false; readonly refusal: "taken" };

/** A user as locked for a change, and who asks as they are at that moment. */
export type Locked = { readonly user: Subject & { readonly username: string }; readonly asker: Asker };

/**
 * What a rule refuses to somebody by the roles with which the request began, asked before anything is locked or a password
 * is hashed; null where it has to be asked again with the locks. Nobody gains by waiting: who is granted a role is signed
 * out, so what is refused to a session stays refused. What an order may is asked with the locks alone.
 */
export function refusalBeforeLocks(actor: Actor, rule: (asker: Asker) => Verdict): Refusal | null {
  if (actor.kind === "job") return null;
  const verdict = rule(actor);
  return verdict.allowed ? null : verdict.refusal;
}

/**
 * Locks the user and the actor, in one order for all, and reads both afresh: an actor who was disabled while the
 * request was under way is signed out by now. Who may change nobody else is refused without a lock, so that they hold up
 * nobody; `about` is for the entry of that.
 */
export async function lockUser(
  tx: Tx,
  actor: Actor,
  username: string,
  event: AuditEvent,
  about: About = () => ({}),
): Promise<({ readonly ok: true } & Locked) | Refused> {
  const refused = await refuseWithoutLocks(tx, actor, username, event, about);
  if (refused) return refused;
  const { asker, users } = await lockUsers(tx, actor, { usernames: [username] });
  if (!asker) return { ok: false, refusal: "signed_out" };
  const user = users.find(({ key }) => key === usernameKey(username));
  if (user) return { ok: true, user, asker };
  if (mayReachConsole(asker).allowed) return { ok: false, refusal: "unknown_user" };
  // Whoever may not see the users learns nothing about which of them exist.
  return refuse(tx, actor, event, "not_permitted", { id: null, username: typedName(username) });
}

/** Null where the user has to be locked: the actor may change others, or this is their own account. */
async function refuseWithoutLocks(
  tx: Tx,
  actor: Actor,
  username: string,
  event: AuditEvent,
  about: About,
): Promise<Refused | null> {
  const refusal = refusalBeforeLocks(actor, mayChangeOthers);
  if (refusal === null) return null;
  const [found] = await tx.rows<{ id: string; username: string }>`
    SELECT id, username FROM users WHERE username_key = ${usernameKey(username)}`;
  if (found?.id === actor.id) return null;
  if (!found && mayReachConsole(actor).allowed) return { ok: false, refusal: "unknown_user" };
  const subject = found ?? { id: null, username: typedName(username) };
  return refuse(tx, actor, event, refusal, subject, await aboutFor(actor, about));
}

/** A name as the audit keeps it that somebody typed and nobody may have. */
export function typedName(username: string): string {
  return keepTyped(username, 128);
}

/** Whom a change is about: by name, in any spelling, or by id. */
export type Which = { readonly usernames: readonly string[] } | { readonly ids: readonly string[] };

export type LockedUsers = {
  /** Null when the actor may no longer be signed in. */
  readonly asker: Asker | null;
  /** Those who exist, in the order of their ids, each with the spelling by which usernames are compared. */
  readonly users: readonly (Locked["user"] & { readonly key: string })[];
};

/** Locks users and the actor by one statement, in the order of their ids, and reads all of them afresh. */
export async function lockUsers(tx: Tx, actor: Actor, which: Which): Promise<LockedUsers> {
  const keys = "usernames" in which ? which.usernames.map(usernameKey) : [];
  const ids = "ids" in which ? which.ids : [];
  // Whose order stands whatever became of them is not locked: other jobs of theirs may hold them for long.
  const asking = actor.stands ? [] : [actor.id];
  const rows = await tx.rows<Locked["user"] & { readonly key: string }>`
    SELECT id, username, username_key AS key, origin::text AS origin, status::text AS status, roles::text[] AS roles
    FROM users WHERE username_key = ANY (${keys}::text[]) OR id = ANY (${[...ids, ...asking]}::uuid[])
    ORDER BY id FOR NO KEY UPDATE`;
  const asked = new Set([...keys, ...ids]);
  return {
    asker: askerNow(actor, rows),
    users: rows.filter(({ id, key }) => asked.has(id) || asked.has(key)),
  };
}

/** The actor as they are at this moment, locked; null when they may no longer be signed in. */
export async function lockAsker(tx: Tx, actor: Actor): Promise<Asker | null> {
  if (actor.id === null || actor.kind === "platform") return askerNow(actor, []);
  const rows = await tx.rows<Subject>`
    SELECT id, origin::text AS origin, status::text AS status, roles::text[] AS roles
    FROM users WHERE id = ${actor.id}::uuid FOR NO KEY UPDATE`;
  return askerNow(actor, rows);
}

/** The same where they have a rule on their side so far; else as they were when the request began, which the rule refuses. */
export async function lockAskerFor(tx: Tx, actor: Actor, rule: (asker: Asker) => Verdict): Promise<Asker | null> {
  return refusalBeforeLocks(actor, rule) === null ? lockAsker(tx, actor) : actor;
}

/** Whether the session or the token is still in use is asked when all locks are taken: holdSignIn in run-change.ts. */
function askerNow(actor: Actor, rows: readonly Subject[]): Asker | null {
  if (actor.kind === "command-line" || actor.kind === "platform") return { kind: actor.kind, id: null, roles: [] };
  const self = rows.find((row) => row.id === actor.id);
  if (actor.kind === "job") return askerOfOrder(actor, self);
  return self && maySignIn(self).allowed ? { kind: actor.kind, id: self.id, roles: self.roles } : null;
}

/** Nobody need be signed in while an order is carried out; that they could be is asked all the same. */
function askerOfOrder({ id, roles, stands }: Actor, self: Subject | undefined): Asker | null {
  if (id === null) return { kind: "command-line", id, roles: [] };
  if (stands) return { kind: "user", id, roles };
  return self && maySignIn(self).allowed ? { kind: "user", id, roles: self.roles } : null;
}

/**
 * For a change that is about no single user: asks the rule, locks the actor and asks it again. Null where it is allowed; a
 * refusal leaves its entry.
 */
export async function guardChange(
  tx: Tx,
  actor: Actor,
  event: AuditEvent,
  rule: (asker: Asker) => Verdict,
  about: About,
): Promise<Refused | null> {
  const asker = await lockAskerFor(tx, actor, rule);
  if (!asker) return { ok: false, refusal: "signed_out" };
  const verdict = rule(asker);
  if (verdict.allowed) return null;
  return refuse(tx, actor, event, verdict.refusal, null, await aboutFor(asker, about));
}

/** Leaves the one entry of an attempt that a rule refused. `about` names what it was about besides the user. */
export async function refuse(
  tx: Tx,
  actor: AuditActor,
  event: AuditEvent,
  refusal: Refusal,
  subject: { readonly id: string | null; readonly username: string } | null,
  about: Prisma.InputJsonObject = {},
): Promise<Refused> {
  await record(tx, actor, { event, refusal, subject, ...(Object.keys(about).length > 0 && { before: about }) });
  return { ok: false, refusal };
}

/**
 * The names of what an attempt was about, asked for once it is refused, and only where the actor may read them: an id
 * alone that somebody made up or got from elsewhere brings no names into the audit.
 */
export type About = () => Prisma.InputJsonObject | Promise<Prisma.InputJsonObject>;

/** What the audit may keep of an attempt that was refused to this asker. */
export async function aboutFor(asker: Asker, about: About): Promise<Prisma.InputJsonObject> {
  return mayReachConsole(asker).allowed ? about() : {};
}
