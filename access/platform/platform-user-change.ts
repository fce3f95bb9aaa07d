/**
 * What the platform's changes of a user have in common: the user is locked and read, the token must still be in use, the
 * rule is asked, and what differs is written with its entry.
 */
import type { Actor } from "@/access/actor";
import { type AuditEvent, record } from "@/access/audit/audit";
import { type Locked, type Refused, lockAsker, refuse } from "@/access/change";
import type { Tx } from "@/access/database";
import { isId } from "@/access/ids";
import { type Origin, type Role, mayChangeAccountStatus } from "@/access/rules";
import { endSessions } from "@/access/sign-in/sessions";
import { PROFILE_FIELDS } from "@/access/users/profile";
import { difference } from "@/access/users/profile-change";
import { hasScimId, IS_PLATFORM_USER, PLATFORM_USER_COLUMNS } from "./platform-user-rows";
import type { PlatformUser, WantedPlatformUser } from "./platform-users";

type LockedPlatformUser = { readonly ok: true; readonly user: Locked["user"]; readonly present: PlatformUser };

/**
 * Locks a user of the platform, and beside them the one given, and reads the user afresh. Whoever waited for the lock with
 * a revoked token comes too late. One rule is asked for every change: each may concern the account status.
 */
export async function lockPlatformUser(
  tx: Tx,
  actor: Actor,
  id: string,
  revision: number | null,
  event: AuditEvent,
  beside: string | null = null,
): Promise<LockedPlatformUser | Refused> {
  // Where somebody else got the record while this waited for the lock, only another statement finds them.
  const row = isId(id) ? ((await lockRow(tx, id, beside)) ?? (await lockRow(tx, id, beside))) : null;
  const asker = await lockAsker(tx, actor);
  if (!asker) return { ok: false, refusal: "signed_out" };
  if (!row) return { ok: false, refusal: "unknown_user" };
  const { origin, roles, ...present } = row;
  const user = { id: present.id, username: present.username, origin, status: present.status, roles };
  const verdict = mayChangeAccountStatus(asker, user);
  if (!verdict.allowed) return refuse(tx, actor, event, verdict.refusal, user);
  if (revision !== null && revision !== present.revision) return { ok: false, refusal: "changed_meanwhile" };
  return { ok: true, user, present };
}

type LockedRow = PlatformUser & { readonly origin: Origin; readonly roles: readonly Role[] };

async function lockRow(tx: Tx, id: string, beside: string | null): Promise<LockedRow | null> {
  const locked = await tx.rows<LockedRow>`
    SELECT ${PLATFORM_USER_COLUMNS}, u.origin::text AS origin, u.roles::text[] AS roles FROM users u
    WHERE (${hasScimId(id)} AND ${IS_PLATFORM_USER}) OR u.id = ${beside}::uuid ORDER BY u.id FOR NO KEY UPDATE`;
  return locked.find((user) => user.id !== beside) ?? null;
}

const PLATFORM_FIELDS = [
  ...PROFILE_FIELDS,
  "department",
  "employeeNumber",
  "manager",
  "managerName",
  "externalId",
] as const;

type PlatformFields = Readonly<Record<(typeof PLATFORM_FIELDS)[number], string | null>>;

/** Writes what the platform wants otherwise, and an entry that names it; nothing where nothing differs. */
export async function writeProfile(
  tx: Tx,
  actor: Actor,
  present: PlatformUser,
  wanted: WantedPlatformUser,
): Promise<void> {
  const [before, after] = [changedFields(wanted, present), changedFields(present, wanted)];
  if (Object.keys(after).length === 0) return;
  await tx.rows`
    UPDATE users SET
      email = ${wanted.email}, display_name = ${wanted.displayName}, first_name = ${wanted.firstName},
      last_name = ${wanted.lastName}, company = ${wanted.company}, phone = ${wanted.phone},
      website = ${wanted.website}, locality = ${wanted.locality}, region = ${wanted.region},
      postal_code = ${wanted.postalCode}, country = ${wanted.country}, department = ${wanted.department},
      employee_number = ${wanted.employeeNumber}, manager = ${wanted.manager}, manager_name = ${wanted.managerName},
      external_id = ${wanted.externalId}, updated_at = now(),
      former_external_id = CASE WHEN external_id IS DISTINCT FROM ${wanted.externalId}::text
                                THEN coalesce(external_id, former_external_id) ELSE former_external_id END
    WHERE id = ${present.id}::uuid`;
  const effects = "externalId" in after && { sessionsEnded: await endForeignSessions(tx, present, wanted) };
  await record(tx, actor, {
    event: "user.profile-changed",
    subject: present,
    before,
    after,
    ...(effects && { effects }),
  });
}

/** Sessions were opened for whom the platform now calls otherwise. Those of who is disabled as well end by that. */
async function endForeignSessions(tx: Tx, present: PlatformUser, wanted: WantedPlatformUser): Promise<number> {
  return wanted.active === false ? 0 : endSessions(tx, present.id, "SIGNED_OUT_ELSEWHERE");
}

function changedFields(from: PlatformFields, to: PlatformFields): Record<string, string | null> {
  return difference(PLATFORM_FIELDS, from, to);
}

/** Writes that the platform has been here, whether or not that changed anything. Returns the user as they are now. */
export async function noteSync(tx: Tx, id: string): Promise<PlatformUser> {
  const [user] = await tx.rows<PlatformUser>`
    UPDATE users u SET synced_at = now() WHERE u.id = ${id}::uuid RETURNING ${PLATFORM_USER_COLUMNS}`;
  if (!user) throw new Error("A locked user has no row.");
  return user;
}
