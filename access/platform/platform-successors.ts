/**
 * When a record of the platform becomes somebody else's. Guarantees that whoever gets it begins like a new user, under the
 * id that the platform knows, and that keys, applications, roles and history stay with whom it was, disabled for good.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import type { Locked } from "@/access/change";
import type { Tx } from "@/access/database";
import type { AccountStatus } from "@/access/rules";
import { applyAccess } from "@/access/status/access-settings";
import { usernameKey } from "@/access/users/username";
import { stepAside } from "./platform-leftovers";
import { PLATFORM_USER_COLUMNS } from "./platform-user-rows";
import type { NewPlatformUser, PlatformUser, WantedPlatformUser } from "./platform-users";

/**
 * Whether the platform means somebody else from now on: by an external id that another record has or had, or, unless the
 * user is enabled all the time, by any but their own. On a user who stays enabled a new one is another label for the same
 * person: platforms change those of everybody at once when a mapping changes.
 */
export async function isSomebodyElse(
  tx: Tx,
  { id, externalId, formerExternalId, status }: PlatformUser,
  wanted: WantedPlatformUser,
  statusAfter: AccountStatus,
): Promise<boolean> {
  const given = wanted.externalId;
  if (given === null || given === externalId) return false;
  const staysEnabled = status === "ENABLED" && statusAfter === "ENABLED";
  if (!staysEnabled && given !== formerExternalId) return true;
  const others = await tx.rows`
    SELECT id FROM users WHERE (external_id = ${given} OR former_external_id = ${given}) AND id <> ${id}::uuid LIMIT 1`;
  return others.length > 0;
}

const OTHER_PERSON = "The platform gave the record another external id.";

/** Puts somebody new in the place of a user who is locked: the record is theirs from now on, and nothing else is. */
export async function replacePerson(
  tx: Tx,
  actor: Actor,
  user: Locked["user"],
  present: PlatformUser,
  wanted: WantedPlatformUser,
  isActive: boolean,
): Promise<PlatformUser> {
  await retire(tx, actor, user, OTHER_PERSON);
  await stepAside(tx, actor, user);
  const successor = { ...wanted, username: present.username, active: isActive };
  const created = await insertPlatformUser(tx, successor, {
    scimId: present.scimId,
    // No version that the platform has seen is a version of somebody new.
    revision: present.revision + 1,
  });
  const after = { status: created.status, roles: [] };
  await record(tx, actor, { event: "user.created", subject: created, reason: OTHER_PERSON, after });
  return created;
}

/** Disables a user who is locked for good: nobody to the platform from then on. Returns the entry that says so. */
export async function retire(tx: Tx, actor: Actor, user: Locked["user"], reason?: string): Promise<bigint> {
  const standing = { status: "DISABLED", platformDeleted: true } as const;
  const disabled = await applyAccess(tx, actor, user, { ...user, ...standing }, reason);
  const entry =
    disabled ??
    (await record(tx, actor, {
      event: "user.deleted",
      subject: user,
      reason: reason ?? null,
      before: { status: user.status },
      after: standing,
    }));
  await tx.rows`
    UPDATE users SET platform_deleted_at = now(), scim_id = NULL, synced_at = now(), updated_at = now()
    WHERE id = ${user.id}::uuid`;
  return entry;
}

type PlatformRecord = { readonly scimId: string | null; readonly revision: number };

/** A user of the platform in a record of their own, or in that of somebody before. */
export async function insertPlatformUser(
  tx: Tx,
  user: NewPlatformUser,
  { scimId, revision }: PlatformRecord = { scimId: null, revision: 1 },
): Promise<PlatformUser> {
  // Numbers in the order of the commits: a page that was read already stays what it was. All who create wait here, so
  // whoever may have to wait for somebody else has done so before.
  await tx.rows`SELECT pg_advisory_xact_lock(hashtextextended('latchkey: platform users', 0))`;
  const [created] = await tx.rows<PlatformUser>`
    INSERT INTO users AS u (username, username_key, email, display_name, first_name, last_name, company, phone, website,
                            locality, region, postal_code, country, department, employee_number, manager, manager_name,
                            external_id, origin, status, synced_at, scim_id, revision)
    VALUES (${user.username}, ${usernameKey(user.username)}, ${user.email}, ${user.displayName}, ${user.firstName},
            ${user.lastName}, ${user.company}, ${user.phone}, ${user.website}, ${user.locality}, ${user.region},
            ${user.postalCode}, ${user.country}, ${user.department}, ${user.employeeNumber}, ${user.manager},
            ${user.managerName}, ${user.externalId}, 'PLATFORM', ${user.active ? "ENABLED" : "DISABLED"}::account_status,
            now(), ${scimId}::uuid, ${revision}::int)
    RETURNING ${PLATFORM_USER_COLUMNS}`;
  if (!created) throw new Error("The user was not written.");
  return created;
}
