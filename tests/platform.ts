/** The identity platform in a test: its tokens, and users as it brings them. */
import { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { hashPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import type { NewPlatformUser, PlatformUser, WantedPlatformUser } from "@/access/platform/platform-users";
import { ADDRESS } from "./actors";

/** A token that is in use, straight into the database: no entry of the audit tells of it. */
export async function givenToken(label = "Okta"): Promise<{ id: string; token: string }> {
  const token = makePackageKey("scim");
  const data = { label, hash: hashPackageKey(token), lastFour: token.slice(-4), createdBy: "ada" };
  const { id } = await database().platformToken.create({ data });
  return { id, token };
}

/** The platform by a new token, as a call gets to know it. */
export async function platformActor(label = "Okta"): Promise<Actor> {
  const { token } = await givenToken(label);
  const actor = await Actor.ofPlatformToken(token, ADDRESS);
  if (!actor) throw new Error("A new token is not known.");
  return actor;
}

/** Somebody whom the platform brings; without further word enabled, with nothing but a name and an address. */
export function newPlatformUser(username: string, more: Partial<NewPlatformUser> = {}): NewPlatformUser {
  return {
    ...{ username, externalId: `idp|${username}`, active: true },
    ...{ email: `${username}@example.com`, displayName: username, firstName: "", lastName: "", company: "", phone: "" },
    ...{ website: "", locality: "", region: "", postalCode: "", country: "" },
    ...{ department: "", employeeNumber: "", manager: "", managerName: "" },
    ...more,
  };
}

/** For changePlatformUser: everything as it is but for what is said here. */
export function wanting(more: Partial<WantedPlatformUser>): (present: PlatformUser) => WantedPlatformUser {
  return (present) => ({ ...present, active: null, ...more });
}
