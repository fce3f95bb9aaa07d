/**
 * The way back in: an administrator made on the server itself, also when nobody can sign in any more. Never touches a
 * platform user.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Outcome, lockUser, refuse } from "@/access/change";
import { rows, transaction } from "@/access/database";
import { logFailure } from "@/access/operation/log";
import type { Role } from "@/access/rules";
import { runChange } from "@/access/run-change";
import { clearAttempts, letIn } from "@/access/sign-in/attempts";
import { hashPassword } from "@/access/sign-in/passwords";
import { endSessions } from "@/access/sign-in/sessions";
import { EMPTY_PROFILE } from "@/access/users/profile";
import { createUser } from "@/access/users/users";
import { usernameKey } from "@/access/users/username";
import { applyAccess } from "./access-settings";
import { IS_ENABLED_ADMINISTRATOR, countAdministrators } from "./last-administrator";

export type Administrator = {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
};

export type Made = { readonly ok: true; readonly made: "created" | "enabled" } | Extract<Outcome, { ok: false }>;

/**
 * For the command line only: creates the administrator, or enables the local user of that name, gives the role and sets
 * the password. Wrong passwords of before, whosever they were, keep nobody out any more.
 */
export async function createAdministrator(actor: Actor, administrator: Administrator): Promise<Made> {
  const enabled = await enableAdministrator(actor, administrator);
  if (enabled.ok || enabled.refusal !== "unknown_user") return enabled;
  const { username, email, displayName, password } = administrator;
  const created = await createUser(actor, {
    ...EMPTY_PROFILE,
    username,
    email,
    displayName,
    password,
    roles: ["ADMINISTRATOR"],
  });
  if (created.ok) {
    await letInByName(username);
    return { ok: true, made: "created" };
  }
  // Somebody took the name between the two transactions: it exists now, so it can be enabled.
  return created.refusal === "taken"
    ? enableAdministrator(actor, administrator)
    : { ok: false, refusal: created.refusal };
}

async function letInByName(username: string): Promise<void> {
  await transaction(async (tx) => {
    const [user] = await tx.rows<{ id: string }>`
      SELECT id FROM users WHERE username_key = ${usernameKey(username)} FOR NO KEY UPDATE`;
    if (user) await letIn(tx, user.id);
  });
}

async function enableAdministrator(actor: Actor, { username, password }: Administrator): Promise<Made> {
  const passwordHash = await hashPassword(password);
  return runChange(actor, async (tx) => {
    const locked = await lockUser(tx, actor, username, "user.enabled");
    if (!locked.ok) return locked;
    const { user } = locked;
    if (actor.kind !== "command-line") return refuse(tx, actor, "user.enabled", "not_permitted", user);
    if (user.origin === "PLATFORM") return refuse(tx, actor, "user.enabled", "platform_user", user);
    await tx.rows`UPDATE users SET password_hash = ${passwordHash} WHERE id = ${user.id}::uuid`;
    await clearAttempts(tx, [user.id]);
    await letIn(tx, user.id);
    const sessionsEnded = await endSessions(tx, user.id, "PASSWORD_CHANGED");
    await record(tx, actor, { event: "user.password-changed", subject: user, effects: { sessionsEnded } });
    await applyAccess(tx, actor, user, { ...user, status: "ENABLED", roles: administratorRoles(user.roles) });
    return { ok: true, made: "enabled" };
  });
}

/** The roles held and Administrator. A Service User can't sign in, so that switch goes off. */
function administratorRoles(roles: readonly Role[]): Role[] {
  return [...new Set<Role>([...roles.filter((role) => role !== "SERVICE_USER"), "ADMINISTRATOR"])];
}

/** Whether anybody could sign in as an administrator at this moment: with a password, so no platform user. */
export async function hasAdministrator(_actor: Actor): Promise<boolean> {
  return (await transaction((tx) => countAdministrators(tx))) > 0;
}

/** Whether no enabled administrator is left, local or of the platform, which may disable even the last one. */
export async function lacksAdministrator(_actor: Actor): Promise<boolean> {
  const found = await rows`SELECT id FROM users WHERE ${IS_ENABLED_ADMINISTRATOR} LIMIT 1`;
  return found.length === 0;
}

/** After the platform disabled an administrator: says in the log how to get back in where that was the last one. */
export async function warnWithoutAdministrator(actor: Actor, username: string): Promise<void> {
  try {
    if (await lacksAdministrator(actor)) logFailure("No enabled administrator is left", wayBack(username));
  } catch (error) {
    // What the platform asked for is done; only that nobody could be warned is left to say.
    logFailure("Whether an enabled administrator is left could not be read", error);
  }
}

function wayBack(username: string): string {
  return `the identity platform disabled ${username}. \`npm run admin:create\` on the server lets somebody in again.`;
}
