/**
 * Which attributes of RFC 7643 are kept, and as what; everything else that SCIM does with attributes asks here. Names
 * are keys in lower case: see keyOf in path.ts.
 */
import type { PlatformAttribute } from "@/access/platform/platform-user-list";
import type { PlatformProfile } from "@/access/platform/platform-users";
import { FOREIGN } from "./path";

export type ProfileField = keyof PlatformProfile;

/** Attributes that are text and fields of the profile. */
export const TEXTS: ReadonlyMap<string, ProfileField> = new Map([
  ["displayname", "displayName"],
  ["profileurl", "website"],
  ["name.givenname", "firstName"],
  ["name.familyname", "lastName"],
  ["emails.value", "email"],
  ["phonenumbers.value", "phone"],
  ["addresses.locality", "locality"],
  ["addresses.region", "region"],
  ["addresses.postalcode", "postalCode"],
  ["addresses.country", "country"],
  ["enterprise:organization", "company"],
  ["enterprise:department", "department"],
  ["enterprise:employeenumber", "employeeNumber"],
  ["enterprise:manager.value", "manager"],
  ["enterprise:manager.displayname", "managerName"],
]);

/** Attributes that hold others. */
export const HOLDERS: ReadonlySet<string> = new Set(["name", "enterprise:", "enterprise:manager"]);

/** Attributes with several values, of which one is kept: always called a work one, and primary. */
export const MULTIPLE: ReadonlySet<string> = new Set(["emails", "phonenumbers", "addresses"]);
export const KEPT_TYPE = "work";

/** What the platform can't set: this product says it. */
export const READ_ONLY: ReadonlySet<string> = new Set(["id", "meta", "groups", "schemas"]);

/**
 * Attributes of the standard that platforms send by default and nobody here reads. They are accepted without being kept:
 * refusing one would hold up the deactivation that comes with it. A password is among them, and is never looked at.
 */
const IGNORED: ReadonlySet<string> = new Set([
  ...["title", "nickname", "preferredlanguage", "locale", "timezone", "usertype", "password"],
  ...["ims", "photos", "roles", "entitlements", "x509certificates", "enterprise:costcenter", "enterprise:division"],
]);
const IGNORED_PARTS: ReadonlySet<string> = new Set([
  ...["name.middlename", "name.honorificprefix", "name.honorificsuffix", "enterprise:manager.$ref"],
  ...["addresses.formatted", "addresses.streetaddress"],
  ...[...MULTIPLE].flatMap((name) => ["type", "primary", "display", "$ref"].map((part) => `${name}.${part}`)),
]);

export function isIgnored(attribute: string, key: string): boolean {
  return attribute === FOREIGN || isWithoutKeeping(attribute, key);
}

function isWithoutKeeping(attribute: string, key: string): boolean {
  return IGNORED.has(attribute) || IGNORED_PARTS.has(key);
}

/** What the standard knows and no list looks at, because no user has it here, or because it is made for each answer. */
const NEVER: ReadonlySet<string> = new Set(["groups", "name.formatted", "meta.version", "meta.location"]);

/** Whether filters find nobody by it. */
export function isNeverKept(attribute: string, key: string): boolean {
  return isWithoutKeeping(attribute, key) || NEVER.has(attribute) || NEVER.has(key);
}

/** The fields of the profile in which an attribute is kept that holds others or has several values. */
export function fieldsOf(attribute: string): ProfileField[] {
  const within = attribute.endsWith(":") ? attribute : `${attribute}.`;
  return [...TEXTS].filter(([key]) => key.startsWith(within)).map(([, field]) => field);
}

type Filterable = { readonly kind: "text" | "boolean" | "time"; readonly attribute: PlatformAttribute };

/** What a list can be filtered by, beside the texts. */
const COMMON: ReadonlyMap<string, Filterable> = new Map<string, Filterable>([
  ["id", { kind: "text", attribute: "id" }],
  ["username", { kind: "text", attribute: "userName" }],
  ["externalid", { kind: "text", attribute: "externalId" }],
  ["active", { kind: "boolean", attribute: "active" }],
  ["meta.created", { kind: "time", attribute: "created" }],
  ["meta.lastmodified", { kind: "time", attribute: "lastModified" }],
]);

/** Where a path stands for the part of it that has the value (RFC 7644, section 3.4.2.2: "emails co"). */
const VALUES: ReadonlyMap<string, string> = new Map([
  ["emails", "emails.value"],
  ["phonenumbers", "phonenumbers.value"],
  ["enterprise:manager", "enterprise:manager.value"],
]);

export function filterable(key: string): Filterable | null {
  const field = TEXTS.get(VALUES.get(key) ?? key);
  return field ? { kind: "text", attribute: field } : (COMMON.get(key) ?? null);
}
