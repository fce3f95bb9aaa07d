/**
 * The users whom the identity platform owns, as it sees and changes them: SCIM alone comes through here. Guarantees that
 * local users and those whom the platform deleted are nobody to it, that only an explicit word of it enables, and that a
 * change and its audit entries happen together.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Outcome, type Refused, type Taken, lockAsker, refuse } from "@/access/change";
import { rows } from "@/access/database";
import { isId } from "@/access/ids";
import { type AccountStatus, keepsAnAdministrator, mayCreatePlatformUser, mayReadPlatformUsers } from "@/access/rules";
import { runChange, unlessTaken } from "@/access/run-change";
import { announce } from "@/access/signals/signals";
import { applyAccess } from "@/access/status/access-settings";
import { warnWithoutAdministrator } from "@/access/status/administrators";
import type { Profile } from "@/access/users/profile";
import { findHolder, lockLeftovers, makeRoom, releaseExternalId } from "./platform-leftovers";
import { lockPlatformUser, noteSync, writeProfile } from "./platform-user-change";
import { insertPlatformUser, isSomebodyElse, replacePerson, retire } from "./platform-successors";
import { hasScimId, IS_PLATFORM_USER, PLATFORM_USER_COLUMNS } from "./platform-user-rows";

/** What the platform says of a user beside the name. */
export type PlatformProfile = Profile & {
  readonly department: string;
  readonly employeeNumber: string;
  /** What the platform calls the manager: an id of its own, and a name beside it. */
  readonly manager: string;
  readonly managerName: string;
};

export type PlatformUser = PlatformProfile & {
  readonly id: string;
  /** What the platform calls the record: the id, or that of somebody whose record it was before. */
  readonly scimId: string;
  readonly username: string;
  readonly externalId: string | null;
  /** The one before, or the last one where there is none. */
  readonly formerExternalId: string | null;
  readonly status: AccountStatus;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Grows with every change of what the platform can see. */
  readonly revision: number;
};

export type NewPlatformUser = PlatformProfile & {
  readonly username: string;
  readonly externalId: string | null;
  readonly active: boolean;
};

export type WantedPlatformUser = PlatformProfile & {
  readonly externalId: string | null;
  /** null keeps the status. */
  readonly active: boolean | null;
};

export type PlatformOutcome = { readonly ok: true; readonly user: PlatformUser } | Refused | Taken;

/** A user of the platform by id; null for everybody else. */
export async function findPlatformUser(actor: Actor, id: string): Promise<PlatformUser | null> {
  if (!mayReadPlatformUsers(actor).allowed || !isId(id)) return null;
  const [user] = await rows<PlatformUser>`
    SELECT ${PLATFORM_USER_COLUMNS} FROM users u WHERE ${hasScimId(id)} AND ${IS_PLATFORM_USER}`;
  return user ?? null;
}

/** Creates a user of the platform. `taken` when the username, a local user's too, or the external id is in use. */
export function createPlatformUser(actor: Actor, user: NewPlatformUser): Promise<PlatformOutcome> {
  return unlessTaken(actor, async (tx): Promise<PlatformOutcome> => {
    const asker = await lockAsker(tx, actor);
    if (!asker) return { ok: false, refusal: "signed_out" };
    const { username } = user;
    const verdict = mayCreatePlatformUser(asker);
    if (!verdict.allowed) return refuse(tx, actor, "user.created", verdict.refusal, { id: null, username });
    const leftovers = await lockLeftovers(tx, username, user.externalId);
    await makeRoom(tx, actor, leftovers, user);
    const created = await insertPlatformUser(tx, user);
    // Receivers of events may know them by the same external id, as disabled.
    if (leftovers.length > 0 && user.active) await announce(tx, actor, [created], "enabled");
    const after = { status: created.status, roles: [] };
    await record(tx, actor, { event: "user.created", subject: created, after });
    return { ok: true, user: created };
  });
}

/**
 * Changes a user of the platform to what `change` makes of them as they are at that moment, locked; what it throws
 * undoes everything and is thrown on. `revision` is what the platform saw, null for whatever there is.
 */
export async function changePlatformUser(
  actor: Actor,
  id: string,
  revision: number | null,
  change: (present: PlatformUser) => WantedPlatformUser,
): Promise<PlatformOutcome> {
  const changed = await changeBeside(null, actor, id, revision, change);
  if (!changed.ok) return changed;
  if (changed.lost) await warnWithoutAdministrator(actor, changed.user.username);
  return { ok: true, user: changed.user };
}

type Changed = Extract<PlatformOutcome, { readonly ok: true }> & { readonly lost: boolean };

/**
 * Whether the external id is one that a user whom the platform deleted still has is known once the change was made of the
 * present user. Then it begins anew with both locked, in the order in which all changes lock users.
 */
async function changeBeside(
  holder: string | null,
  ...[actor, id, revision, change]: Parameters<typeof changePlatformUser>
): Promise<Changed | Refused | Taken> {
  const changed = await unlessTaken(
    actor,
    async (tx): Promise<Changed | Refused | { readonly ok: null; holder: string }> => {
      const locked = await lockPlatformUser(tx, actor, id, revision, "user.profile-changed", holder);
      if (!locked.ok) return locked;
      const { user, present } = locked;
      const wanted = change(present);
      const other = wanted.externalId === present.externalId ? null : await findHolder(tx, wanted.externalId);
      if (other && other.id !== holder) return { ok: null, holder: other.id };
      if (other) await releaseExternalId(tx, actor, other);
      const after = { ...user, status: wantedStatus(wanted.active, user.status) };
      if (await isSomebodyElse(tx, present, wanted, after.status)) {
        const isActive = after.status === "ENABLED";
        const successor = await replacePerson(tx, actor, user, present, wanted, isActive);
        // Receivers of events may know them by the same external id, as disabled.
        if (other && isActive) await announce(tx, actor, [successor], "enabled");
        return { ok: true, user: successor, lost: !keepsAnAdministrator(user, { ...after, ...RETIRED }, 0).allowed };
      }
      await writeProfile(tx, actor, present, wanted);
      await applyAccess(tx, actor, user, after);
      const lost = !keepsAnAdministrator(user, after, 0).allowed;
      return { ok: true, user: await noteSync(tx, user.id), lost };
    },
  );
  return changed.ok === null ? changeBeside(changed.holder, actor, id, revision, change) : changed;
}

/** Only the platform's word changes a status: no other change of a user enables or disables. */
function wantedStatus(active: boolean | null, present: AccountStatus): AccountStatus {
  if (active === null) return present;
  return active ? "ENABLED" : "DISABLED";
}

const RETIRED = { status: "DISABLED" } as const;

/** Disables a user of the platform for good: from then on they are nobody to it, and their history stays. */
export async function deletePlatformUser(actor: Actor, id: string, revision: number | null): Promise<Outcome> {
  const deleted = await runChange(actor, async (tx) => {
    const locked = await lockPlatformUser(tx, actor, id, revision, "user.deleted");
    if (!locked.ok) return locked;
    const { user } = locked;
    const entry = await retire(tx, actor, user);
    const lost = !keepsAnAdministrator(user, { ...user, ...RETIRED }, 0).allowed;
    return { ok: true, entry, username: user.username, lost } as const;
  });
  if (!deleted.ok) return deleted;
  if (deleted.lost) await warnWithoutAdministrator(actor, deleted.username);
  return { ok: true, entry: deleted.entry };
}
