/**
 * The list of the platform's users as SCIM asks for it: which, by conditions that become SQL, and which part of them.
 * Guarantees that the total is exact and of the same moment as the part, and that nobody moves from one part to another
 * because others are created meanwhile.
 */
import type { Actor } from "./actor";
import type { PlatformUser } from "./platform-users";

export type PlatformAttribute =
  | "id"
  | "userName"
  | "externalId"
  | "active"
  | "displayName"
  | "givenName"
  | "familyName"
  | "email"
  | "phone"
  | "website"
  | "company"
  | "department"
  | "employeeNumber"
  | "manager"
  | "managerName"
  | "locality"
  | "region"
  | "postalCode"
  | "country"
  | "created"
  | "lastModified";

export type Comparison = "eq" | "ne" | "co" | "sw" | "ew" | "gt" | "ge" | "lt" | "le";

/** Which users, in the words of RFC 7644, section 3.4.2.2. */
export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | {
      readonly attribute: PlatformAttribute;
      readonly operator: Comparison;
      readonly value: string | boolean | Date;
    }
  | { readonly attribute: PlatformAttribute; readonly operator: "pr" }
  | { readonly always: boolean };

export type PlatformQuery = {
  /** null for all. */
  readonly condition: Condition | null;
  /** 1 is the first. */
  readonly startIndex: number;
  /** 0 asks for the total alone. */
  readonly count: number;
};

/** In the order in which they came. */
export function listPlatformUsers(
  _actor: Actor,
  _query: PlatformQuery,
): Promise<{ readonly users: PlatformUser[]; readonly total: number }> {
  return Promise.reject(new Error("Not built yet."));
}
