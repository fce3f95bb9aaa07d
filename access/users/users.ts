/**
 * The users of the API program: finding one, creating, deleting. Status and roles are changed in access-settings.ts,
 * profiles in profile-change.ts. Guarantees that a username is one username in every case and Unicode form, and that
 * every change and every refused one has its audit entry.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import {
  type Locked,
  type Outcome,
  type Refused,
  type Taken,
  lockAsker,
  lockUser,
  refusalBeforeLocks,
  refuse,
} from "@/access/change";
import { type Tx, database } from "@/access/database";
import { lockLeavingKeys } from "@/access/keys/key-change";
import {
  type AccountStatus,
  type Asker,
  type Origin,
  type Refusal,
  type Role,
  type Verdict,
  mayCreateUser,
  mayDeleteUser,
  mayReachConsole,
} from "@/access/rules";
import { runChange, unlessTaken } from "@/access/run-change";
import { hashPassword } from "@/access/sign-in/passwords";
import { endSessions } from "@/access/sign-in/sessions";
import { announce } from "@/access/signals/signals";
import { guardAdministrators } from "@/access/status/last-administrator";
import type { Prisma } from "@/generated/prisma/client";
import type { Profile } from "./profile";
import { usernameKey } from "./username";

const USER = {
  id: true,
  username: true,
  email: true,
  displayName: true,
  firstName: true,
  lastName: true,
  company: true,
  phone: true,
  website: true,
  locality: true,
  region: true,
  postalCode: true,
  country: true,
  origin: true,
  status: true,
  roles: true,
  externalId: true,
  department: true,
  employeeNumber: true,
  manager: true,
  managerName: true,
  syncedAt: true,
  platformDeletedAt: true,
  lastSignInAt: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.UserSelect;

export type User = Profile & {
  readonly id: string;
  readonly username: string;
  readonly origin: Origin;
  readonly status: AccountStatus;
  readonly roles: Role[];
  /** From here to platformDeletedAt: what the identity platform says, of its own users alone. */
  readonly externalId: string | null;
  readonly department: string;
  readonly employeeNumber: string;
  readonly manager: string;
  readonly managerName: string;
  /** When the platform last wrote this user; null where it has not yet. */
  readonly syncedAt: Date | null;
  readonly platformDeletedAt: Date | null;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A user by any spelling of the username; null when there is none or the actor may not see the console. */
export async function findUser(actor: Actor, username: string): Promise<User | null> {
  if (!mayReachConsole(actor).allowed) return null;
  return database().user.findUnique({ where: { usernameKey: usernameKey(username) }, select: USER });
}

/** The actor's own account, as the database has it now. */
export async function findOwnUser(actor: Actor): Promise<User | null> {
  return actor.id === null ? null : database().user.findUnique({ where: { id: actor.id }, select: USER });
}

export type NewUser = Profile & {
  readonly username: string;
  readonly password: string;
  readonly roles: readonly Role[];
};

/** Creates a local user, Enabled (domain.md, "Users"). `taken` when the username is in use in any spelling. */
export async function createUser(actor: Actor, user: NewUser): Promise<Outcome | Taken> {
  const { password, username, roles } = user;
  const rule = (asker: Asker): Verdict => mayCreateUser(asker, roles);
  const refuseAs = (tx: Tx, refusal: Refusal): Promise<Refused> =>
    refuse(tx, actor, "user.created", refusal, { id: null, username });
  const refusal = refusalBeforeLocks(actor, rule);
  if (refusal) return runChange<Refused>(actor, (tx) => refuseAs(tx, refusal));
  const passwordHash = await hashPassword(password);
  return unlessTaken(actor, async (tx) => {
    const asker = await lockAsker(tx, actor);
    if (!asker) return { ok: false, refusal: "signed_out" };
    const verdict = rule(asker);
    if (!verdict.allowed) return refuseAs(tx, verdict.refusal);
    const created = { id: await insertUser(tx, user, passwordHash), username };
    const after = { status: "ENABLED", roles: [...roles] };
    return { ok: true, entry: await record(tx, actor, { event: "user.created", subject: created, after }) };
  });
}

async function insertUser(tx: Tx, user: NewUser, passwordHash: string): Promise<string> {
  const [created] = await tx.rows<{ id: string }>`
    INSERT INTO users (username, username_key, email, display_name, first_name, last_name, company, phone, website,
                       locality, region, postal_code, country, origin, status, roles, password_hash)
    VALUES (${user.username}, ${usernameKey(user.username)}, ${user.email}, ${user.displayName},
            ${user.firstName}, ${user.lastName}, ${user.company}, ${user.phone}, ${user.website}, ${user.locality},
            ${user.region}, ${user.postalCode}, ${user.country}, 'LOCAL', 'ENABLED', ${user.roles}::role[], ${passwordHash})
    RETURNING id`;
  if (!created) throw new Error("The user was not written.");
  return created.id;
}

/** Deletes a local user with their sessions, applications and keys. The audit keeps the name. */
export async function deleteUser(actor: Actor, username: string, reason?: string): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, "user.deleted");
    if (!locked.ok) return locked;
    const { user, asker } = locked;
    const allowed = mayDeleteUser(asker, user);
    const verdict = allowed.allowed ? await guardAdministrators(tx, user, null) : allowed;
    if (!verdict.allowed) return refuse(tx, actor, "user.deleted", verdict.refusal, user);
    return { ok: true, entry: await removeUser(tx, actor, user, reason) };
  });
}

/** Removes a user who is locked, with everything of theirs, and leaves the entry that tells of it. */
async function removeUser(tx: Tx, actor: Actor, user: Locked["user"], reason?: string): Promise<bigint> {
  const sessionsEnded = await endSessions(tx, user.id, "USER_DISABLED");
  await announce(tx, actor, [user], "deleted");
  const leaving = await lockLeavingKeys(tx, { owner: user.id });
  const [deleted] = await tx.rows<{ applications: number }>`
    DELETE FROM users WHERE id = ${user.id}::uuid
    RETURNING (SELECT count(*)::int FROM applications WHERE owner_id = users.id) AS applications`;
  return record(tx, actor, {
    event: "user.deleted",
    subject: user,
    reason: reason ?? null,
    before: { status: user.status, roles: [...user.roles] },
    effects: { sessionsEnded, ...deleted, ...leaving },
  });
}
