/** A user as the platform reads them (RFC 7643, section 4.1). What is not there is left out. */
import type { PlatformUser } from "@/access/platform/platform-users";
import { KEPT_TYPE } from "./attributes";
import { CORE, ENTERPRISE } from "./path";
import { locationOf } from "./respond";

export type Resource = Readonly<Record<string, unknown>>;

export function resourceOf(user: PlatformUser): Resource {
  const enterprise = enterpriseOf(user);
  return filled({
    schemas: enterprise ? [CORE, ENTERPRISE] : [CORE],
    id: user.scimId,
    externalId: user.externalId,
    meta: {
      resourceType: "User",
      created: user.createdAt.toISOString(),
      lastModified: user.updatedAt.toISOString(),
      location: locationOfUser(user),
      version: versionOf(user),
    },
    userName: user.username,
    displayName: user.displayName,
    name: filledOrNull({ givenName: user.firstName, familyName: user.lastName }),
    // Only Enabled can do anything here, so nothing else is active.
    active: user.status === "ENABLED",
    emails: kept({ value: user.email }),
    phoneNumbers: kept({ value: user.phone }),
    profileUrl: user.website,
    addresses: kept({
      locality: user.locality,
      region: user.region,
      postalCode: user.postalCode,
      country: user.country,
    }),
    [ENTERPRISE]: enterprise,
  });
}

export function locationOfUser({ scimId }: Pick<PlatformUser, "scimId">): string {
  return locationOf(`/Users/${scimId}`);
}

/** The entity tag (RFC 7644, section 3.14). */
export function versionOf({ revision }: Pick<PlatformUser, "revision">): string {
  return `W/"${revision}"`;
}

function enterpriseOf(user: PlatformUser): Resource | null {
  return filledOrNull({
    employeeNumber: user.employeeNumber,
    organization: user.company,
    department: user.department,
    manager: filledOrNull({ value: user.manager, displayName: user.managerName }),
  });
}

/** One value where several could be. */
function kept(value: Resource): readonly Resource[] | null {
  const found = filledOrNull(value);
  return found && [{ ...found, type: KEPT_TYPE, primary: true }];
}

function filled(attributes: Resource): Resource {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== "" && value !== null));
}

function filledOrNull(attributes: Resource): Resource | null {
  const found = filled(attributes);
  return Object.keys(found).length === 0 ? null : found;
}
