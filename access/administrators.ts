/**
 * The way back in: an administrator made on the server itself, also when nobody can sign in any more. Never touches a
 * platform user.
 */
import type { Actor } from "./actor";
import { record } from "./audit";
import { type Outcome, lockUser, refuse } from "./change";
import { type Tx, database, transaction } from "./database";
import { hashPassword } from "./passwords";
import { endSessions } from "./sessions";
import { createUser } from "./users";

export type Administrator = {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
};

export type Made = { readonly ok: true; readonly made: "created" | "enabled" } | Extract<Outcome, { ok: false }>;

/**
 * For the command line only: creates the administrator, or enables the local user of that name, gives the role and sets
 * the password.
 */
export async function createAdministrator(actor: Actor, administrator: Administrator): Promise<Made> {
  const enabled = await enableAdministrator(actor, administrator);
  if (enabled.ok || enabled.refusal !== "unknown_user") return enabled;
  const { username, email, displayName, password } = administrator;
  const created = await createUser(actor, {
    ...NO_PROFILE,
    username,
    email,
    displayName,
    password,
    roles: ["ADMINISTRATOR"],
  });
  if (created.ok) return { ok: true, made: "created" };
  // Somebody took the name between the two transactions: it exists now, so it can be enabled.
  return created.refusal === "taken"
    ? enableAdministrator(actor, administrator)
    : { ok: false, refusal: created.refusal };
}

const NO_PROFILE = {
  firstName: "",
  lastName: "",
  company: "",
  phone: "",
  website: "",
  locality: "",
  region: "",
  postalCode: "",
  country: "",
};

async function enableAdministrator(actor: Actor, { username, password }: Administrator): Promise<Made> {
  const passwordHash = await hashPassword(password);
  return transaction(async (tx) => {
    const locked = await lockUser(tx, actor, username);
    if (!locked.ok) return locked;
    const { user } = locked;
    if (actor.kind !== "command-line") return refuse(tx, actor, "user.enabled", "not_permitted", user);
    if (user.origin === "PLATFORM") return refuse(tx, actor, "user.enabled", "platform_user", user);
    await tx.rows`
      UPDATE users SET status = 'ENABLED', roles = '{ADMINISTRATOR}', password_hash = ${passwordHash}, updated_at = now()
      WHERE id = ${user.id}::uuid`;
    await recordEnabling(tx, actor, user);
    return { ok: true, made: "enabled" };
  });
}

async function recordEnabling(
  tx: Tx,
  actor: Actor,
  user: { id: string; username: string; status: string; roles: readonly string[] },
): Promise<void> {
  const sessionsEnded = await endSessions(tx, user.id, "PASSWORD_CHANGED");
  await record(tx, actor, { event: "user.password-changed", subject: user, effects: { sessionsEnded } });
  if (user.roles.join() !== "ADMINISTRATOR") {
    const change = { before: { roles: [...user.roles] }, after: { roles: ["ADMINISTRATOR"] } };
    await record(tx, actor, { event: "user.roles-changed", subject: user, ...change });
  }
  if (user.status !== "ENABLED") {
    const change = { before: { status: user.status }, after: { status: "ENABLED" } };
    await record(tx, actor, { event: "user.enabled", subject: user, ...change });
  }
}

/** Whether anybody could sign in as an administrator at this moment: with a password, so no platform user. */
export async function hasAdministrator(_actor: Actor): Promise<boolean> {
  const administrator = { roles: { has: "ADMINISTRATOR" }, NOT: { roles: { has: "SERVICE_USER" } } } as const;
  const count = await database().user.count({ where: { ...administrator, status: "ENABLED", origin: "LOCAL" } });
  return count > 0;
}
