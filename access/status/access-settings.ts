/**
 * The off-switch of one user: account status, roles and Service User switch. The list and the settings page come through
 * here; how a status is written is status-write.ts, for many users as well. Guarantees that a change, the end of the
 * user's sessions, what receivers of events are told and the audit entry happen together or not at all, and that a refused
 * change leaves one entry and nothing else.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Locked, type Outcome, lockUser, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import {
  type AccountStatus,
  type Refusal,
  type Role,
  type SettableStatus,
  type Subject,
  type Verdict,
  mayChangeAccountStatus,
  mayChangeRoles,
  mayChangeServiceUser,
} from "@/access/rules";
import { runChange } from "@/access/run-change";
import { endSessions } from "@/access/sign-in/sessions";
import type { SessionEnd } from "@/generated/prisma/enums";
import { guardAdministrators } from "./last-administrator";
import { applyStatus, statusEvent } from "./status-write";

export type AccessChange = {
  readonly username: string;
  /** What the page showed when it was opened; anything else by now means that somebody was faster. */
  readonly seen: { readonly status: AccountStatus; readonly roles?: readonly Role[] };
  readonly status?: SettableStatus;
  /** All roles that the user shall hold, with SERVICE_USER for the switch. */
  readonly roles?: readonly Role[];
  readonly reason?: string;
};

/** Enables or disables a user. Disabling ends their sessions; enabling opens none. */
export function changeAccountStatus(
  actor: Actor,
  change: Required<Pick<AccessChange, "username" | "status">> & Pick<AccessChange, "seen" | "reason">,
): Promise<Outcome> {
  return changeAccessSettings(actor, change);
}

/** Changes status and roles together: all of it, or nothing where one part is refused. */
export async function changeAccessSettings(actor: Actor, change: AccessChange): Promise<Outcome> {
  return runChange(actor, async (tx) => {
    const attempt = change.status ? statusEvent(change.status) : "user.roles-changed";
    const locked = await lockUser(tx, actor, change.username, attempt);
    if (!locked.ok) return locked;
    const { user } = locked;
    const after = { ...user, status: change.status ?? user.status, roles: change.roles ?? user.roles };
    const stale =
      user.status !== change.seen.status || (change.seen.roles && !sameRoles(user.roles, change.seen.roles));
    const refused = await refusalOf(tx, locked, change, after);
    if (refused) return refuse(tx, actor, refused.event, refused.refusal, user);
    if (stale) return alreadySo(user, after) ? { ok: true, entry: null } : { ok: false, refusal: "changed_meanwhile" };
    return { ok: true, entry: await applyAccess(tx, actor, user, after, change.reason) };
  });
}

/** The user as the change leaves them. Whom the platform deletes is disabled for good, and the entry says so. */
export type AccessAfter = Subject & { readonly platformDeleted?: true };

/** Writes roles and status that the rules have allowed, each with its entry. Returns the last entry, if any. */
export async function applyAccess(
  tx: Tx,
  actor: Actor,
  user: Locked["user"],
  after: AccessAfter,
  reason?: string,
): Promise<bigint | null> {
  const rolesEntry = await applyRoles(tx, actor, user, after, reason);
  if (after.status === user.status || after.status === "WAITING") return rolesEntry;
  const circumstances = { reason, platformDeleted: after.platformDeleted };
  return (await applyStatus(tx, actor, [user], after.status, circumstances)).get(user.id)?.entry ?? rolesEntry;
}

/** The first part of the change that a rule refuses, and what the audit calls the attempt. */
async function refusalOf(
  tx: Tx,
  { user, asker }: Locked,
  change: AccessChange,
  after: Subject,
): Promise<{ event: AuditEvent; refusal: Refusal } | null> {
  const status = statusEvent(after.status);
  const roles = "user.roles-changed";
  const parts: readonly [AuditEvent, Verdict | null][] = [
    // Asked also for the status that the user has already: a page that offers no control sends none.
    [status, change.status ? mayChangeAccountStatus(asker, user) : null],
    [roles, sameRoles(controlCenter(user.roles), controlCenter(after.roles)) ? null : mayChangeRoles(asker, user)],
    [roles, isServiceUser(user) === isServiceUser(after) ? null : mayChangeServiceUser(asker, user)],
  ];
  for (const [event, verdict] of parts) {
    if (verdict?.allowed === false) return { event, refusal: verdict.refusal };
  }
  const remains = await guardAdministrators(tx, user, after);
  return remains.allowed ? null : { event: after.status === user.status ? roles : status, refusal: remains.refusal };
}

async function applyRoles(
  tx: Tx,
  actor: Actor,
  user: Locked["user"],
  after: Subject,
  reason?: string,
): Promise<bigint | null> {
  if (sameRoles(user.roles, after.roles)) return null;
  const roles = [...new Set(after.roles)].sort();
  await tx.rows`UPDATE users SET roles = ${roles}::role[], updated_at = now() WHERE id = ${user.id}::uuid`;
  const end = sessionEnd(user, after);
  const sessionsEnded = end === null ? 0 : await endSessions(tx, user.id, end);
  return record(tx, actor, {
    event: "user.roles-changed",
    subject: user,
    reason: reason ?? null,
    before: { roles: [...user.roles] },
    after: { roles },
    effects: { sessionsEnded },
  });
}

/**
 * Who gets more than they had signs in anew, so that no cookie of the time before is worth more than it was. Whoever loses
 * a role loses it with the next request, since roles are read then; and who is disabled by the same change is told that.
 */
function sessionEnd(user: Subject, after: Subject): SessionEnd | null {
  if (after.status === "DISABLED" && user.status !== "DISABLED") return null;
  if (isServiceUser(after)) return isServiceUser(user) ? null : "SERVICE_USER";
  return after.roles.some((role) => !user.roles.includes(role)) ? "ROLES_GRANTED" : null;
}

function alreadySo(user: Subject, after: Subject): boolean {
  return user.status === after.status && sameRoles(user.roles, after.roles);
}

function isServiceUser(user: Subject): boolean {
  return user.roles.includes("SERVICE_USER");
}

function controlCenter(roles: readonly Role[]): Role[] {
  return roles.filter((role) => role !== "SERVICE_USER");
}

function sameRoles(some: readonly Role[], others: readonly Role[]): boolean {
  return new Set([...some, ...others]).size === new Set(some).size && new Set(some).size === new Set(others).size;
}
