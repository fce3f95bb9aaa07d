/**
 * The users whom the identity platform owns, as it sees and changes them: SCIM alone comes through here. Guarantees that
 * local users and those whom the platform deleted are nobody to it, that only an explicit word of it enables, and that a
 * change and its audit entries happen together.
 */
import type { Actor } from "./actor";
import type { Outcome, Refused, Taken } from "./change";
import type { Profile } from "./profile";
import type { AccountStatus } from "./rules";

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
  readonly username: string;
  readonly externalId: string | null;
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
export function findPlatformUser(_actor: Actor, _id: string): Promise<PlatformUser | null> {
  return Promise.reject(new Error("Not built yet."));
}

/** Creates a user of the platform. `taken` when the username, a local user's too, or the external id is in use. */
export function createPlatformUser(_actor: Actor, _user: NewPlatformUser): Promise<PlatformOutcome> {
  return Promise.reject(new Error("Not built yet."));
}

/**
 * Changes a user of the platform to what `change` makes of them as they are at that moment, locked; what it throws
 * undoes everything and is thrown on. `revision` is what the platform saw, null for whatever there is.
 */
export function changePlatformUser(
  _actor: Actor,
  _id: string,
  _revision: number | null,
  _change: (present: PlatformUser) => WantedPlatformUser,
): Promise<PlatformOutcome> {
  return Promise.reject(new Error("Not built yet."));
}

/** Disables a user of the platform for good: from then on they are nobody to it, and their history stays. */
export function deletePlatformUser(_actor: Actor, _id: string, _revision: number | null): Promise<Outcome> {
  return Promise.reject(new Error("Not built yet."));
}
