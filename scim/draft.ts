/**
 * A user as a request would have them. Operations are applied to a draft one by one, and it becomes a wish for access/
 * at the end, whole or not at all. No input or output here.
 */
import type {
  NewPlatformUser,
  PlatformProfile,
  PlatformUser,
  WantedPlatformUser,
} from "@/access/platform/platform-users";
import { EMPTY_PROFILE, platformProfileFields, usernameField } from "@/access/users/profile";
import { usernameKey } from "@/access/users/username";
import { badRequest } from "./errors";
import { checked } from "./values";

export type Draft = PlatformProfile & {
  /** What the request calls the user; null where it says nothing of it. */
  readonly userName: string | null;
  readonly externalId: string | null;
  /** null where the request says nothing of it. */
  readonly active: boolean | null;
  /** name.formatted, which is not kept, but serves where there is no displayName. */
  readonly formatted: string;
  /** What an attribute that is passed over stays; null where that is what the draft has. */
  readonly stays: PlatformProfile | null;
  /** The attributes that were passed over, since the user is to be disabled; null where none may be. */
  readonly passedOver: readonly string[] | null;
};

const UNTOLD: PlatformProfile = { ...EMPTY_PROFILE, department: "", employeeNumber: "", manager: "", managerName: "" };

const UNSAID = { userName: null, active: null, formatted: "", stays: null, passedOver: null };

/** Where a POST begins. */
export const EMPTY_DRAFT: Draft = { ...UNTOLD, ...UNSAID, externalId: null };

/** Where a PUT begins. The external id stays unless it is named: single sign-on finds the user by it. */
export function draftForReplacing(present: PlatformUser): Draft {
  return { ...EMPTY_DRAFT, externalId: present.externalId, stays: present };
}

/** Where a PATCH begins. */
export function draftOf(present: PlatformUser): Draft {
  return { ...profileOf(present), ...UNSAID, externalId: present.externalId };
}

/** The user whom a POST asks for: without further word they are enabled. */
export function newUser(draft: Draft): NewPlatformUser {
  const { userName, externalId, active } = draft;
  if (userName === null) throw badRequest("invalidValue", "userName is missing. It is what the user is called here.");
  const username = checked("userName", usernameField, userName);
  return { ...profileOf(named(draft, username)), username, externalId, active: active ?? true };
}

/**
 * What a PUT or PATCH makes of a user. The name stays as it is. A request that disables the user may call them what it
 * likes, because a leaver must be out; and so may one that enables somebody whose external id says who they are.
 */
export function wantedUser(present: PlatformUser, draft: Draft): WantedPlatformUser {
  const { externalId, active } = draft;
  const isEnabled = active === true && present.status !== "ENABLED" && externalId !== null;
  if (isRenamed(present, draft) && active !== false && !isEnabled) {
    throw badRequest("mutability", `The userName of a user never changes here: this one is "${present.username}".`);
  }
  return { ...profileOf(named(draft, present.username)), externalId, active };
}

/** Whether the request calls the user otherwise than they are called here. */
export function isRenamed({ username }: PlatformUser, { userName }: Draft): boolean {
  return userName !== null && usernameKey(userName) !== usernameKey(username);
}

/** Everybody is called something: by what there is, in the order in which it says most. */
function named(draft: Draft, username: string): Draft {
  const whole = [draft.firstName, draft.lastName].filter((part) => part !== "").join(" ");
  const names = [draft.displayName, draft.formatted, whole];
  const fitting = names.map((name) => platformProfileFields.shape.displayName.safeParse(name).data);
  return { ...draft, displayName: fitting.find((name) => name !== undefined) ?? username };
}

function profileOf(from: PlatformProfile): PlatformProfile {
  const fields = platformProfileFields.keyof().options;
  return fields.reduce<PlatformProfile>((profile, field) => ({ ...profile, [field]: from[field] }), UNTOLD);
}
