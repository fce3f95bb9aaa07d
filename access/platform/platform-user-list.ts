/**
 * The list of the platform's users as SCIM asks for it: which, by conditions that become SQL, and which part of them.
 * Guarantees that the total is exact and of the same moment as the part, and that nobody moves from one part to another
 * because others are created meanwhile.
 */
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { mayReadPlatformUsers } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { holds } from "./platform-conditions";
import { IS_PLATFORM_USER, PLATFORM_USER_COLUMNS } from "./platform-user-rows";
import type { PlatformProfile, PlatformUser } from "./platform-users";

/** What a list can be narrowed down by: the fields of the profile, and what else there is of a user. */
export type PlatformAttribute =
  "id" | "userName" | "externalId" | "active" | "created" | "lastModified" | keyof PlatformProfile;

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

/** In the order in which they came; nobody for whoever is not the platform. */
export async function listPlatformUsers(
  actor: Actor,
  { condition, startIndex, count }: PlatformQuery,
): Promise<{ readonly users: PlatformUser[]; readonly total: number }> {
  if (!mayReadPlatformUsers(actor).allowed) return { users: [], total: 0 };
  const part = { skipped: Math.min(Math.max(startIndex, 1), FARTHEST) - 1, count: Math.max(count, 0) };
  const { counted, numbers } = condition ? partOfSome(holds(condition), part) : partOfAll(part);
  const found = await rows<Found & { readonly total: number }>`
    WITH ${counted}
    SELECT counted.total, ${PLATFORM_USER_COLUMNS}
    FROM counted LEFT JOIN users u ON u.number = ANY (ARRAY(${numbers})) ORDER BY u.number`;
  // The total comes along with each user, and alone, beside empty columns, where there is none.
  const users = found.flatMap(({ total: _total, ...user }) => (isSomebody(user) ? [user] : []));
  return { users, total: found[0]?.total ?? 0 };
}

type Found = PlatformUser | Readonly<Record<keyof PlatformUser, null>>;

function isSomebody(user: Found): user is PlatformUser {
  return user.id !== null;
}

/** What nobody has users enough for. */
const FARTHEST = 2_000_000_000;

type Part = { readonly skipped: number; readonly count: number };

/** A table `counted` of one row, the total, and the numbers of the users in a part. */
type Chosen = { readonly counted: Prisma.Sql; readonly numbers: Prisma.Sql };

/** What matches is gathered once, to be counted and to take the part from. */
function partOfSome(condition: Prisma.Sql, { skipped, count }: Part): Chosen {
  return {
    counted: Prisma.sql`
      found AS MATERIALIZED (SELECT u.number FROM users u WHERE ${IS_PLATFORM_USER} AND ${condition}),
      counted AS (SELECT count(*)::int AS total FROM found)`,
    numbers: Prisma.sql`SELECT number FROM found ORDER BY number LIMIT ${count} OFFSET ${skipped}`,
  };
}

/** The far half is read from its own end of the index, so that the last part costs what the first one does. */
function partOfAll({ skipped, count }: Part): Chosen {
  const all = Prisma.sql`SELECT u.number FROM users u WHERE ${IS_PLATFORM_USER}`;
  const total = Prisma.sql`(SELECT total FROM counted)`;
  const isFar = Prisma.sql`${total} < 2 * ${skipped}::bigint`;
  const behind = Prisma.sql`${total} - ${skipped}::bigint`;
  return {
    counted: Prisma.sql`counted AS MATERIALIZED (SELECT count(*)::int AS total FROM (${all}) AS platform_users)`,
    numbers: Prisma.sql`
      (${all} AND NOT ${isFar} ORDER BY u.number LIMIT ${count} OFFSET ${skipped})
      UNION ALL
      (${all} AND ${isFar} ORDER BY u.number DESC
       LIMIT greatest(least(${count}::bigint, ${behind}), 0) OFFSET greatest(${behind} - ${count}::bigint, 0))`,
  };
}
