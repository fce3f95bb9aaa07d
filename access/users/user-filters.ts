/** What users can be filtered by beside the order and the search, as an address says it and as the database is asked. */
import { z } from "zod";
import { ACCOUNT_STATUSES, ROLES } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";

/** "7d" is within the last 7 days, "-7d" is not, which includes never. */
const range = z.string().regex(/^-?[1-9]\d{0,3}d$/);
const DAYS = { min: 1, max: 9_999 };

/** The parameters of an address; null does not filter. */
export const filterParameters = {
  status: z.enum(ACCOUNT_STATUSES).nullable().default(null),
  origin: z.enum(["LOCAL", "PLATFORM"]).nullable().default(null),
  access: z.enum(["CONTROL_CENTER", "PORTAL_ONLY", "NO_ACCESS"]).nullable().default(null),
  role: z.enum(ROLES).nullable().default(null),
  keys: z.enum(["yes", "no"]).nullable().default(null),
  created: range.nullable().default(null),
  updated: range.nullable().default(null),
  signIn: z
    .union([range, z.literal("never")])
    .nullable()
    .default(null),
  /** Enabled, and for so many days neither created nor signed in nor any key used. */
  stale: z.coerce.number().int().min(DAYS.min).max(DAYS.max).nullable().default(null),
};

const filters = z.object(filterParameters);

export type UserFilters = Readonly<z.infer<typeof filters>>;

/** The filters alone, of whatever else a list is asked. */
export function filtersOf(given: UserFilters): UserFilters {
  return filters.parse(given);
}

export const SIGNED_IN_AT = Prisma.sql`coalesce(u.last_sign_in_at, '-infinity')`;

/** A condition on the users `u`, and which order has it before everything else that it carries along. */
export type Range = {
  readonly sql: Prisma.Sql;
  readonly order: "created" | "updated" | "signin" | null;
  /** Follows from another one, and only says where its order begins. */
  readonly follows?: true;
};

/** The conditions on times. The indexes of all orders carry these times along. */
export function rangesOf({ created, updated, signIn, stale }: UserFilters): Range[] {
  const all: Range[] = [];
  if (created) all.push({ sql: within(CREATED_AT, created), order: "created" });
  if (updated) all.push({ sql: within(Prisma.sql`u.updated_at`, updated), order: "updated" });
  if (signIn) all.push({ sql: signedIn(signIn), order: "signin" });
  if (stale !== null) all.push(...isStale(stale));
  return all;
}

/** The last one says it all; by the others the orders by these times begin where somebody can be stale. */
function isStale(days: number): Range[] {
  const since = `-${days}d`;
  return [
    { sql: within(CREATED_AT, since), order: "created", follows: true },
    { sql: within(SIGNED_IN_AT, since), order: "signin", follows: true },
    { sql: Prisma.sql`u.last_active_at < ${daysAgo(days)}`, order: null },
  ];
}

const CREATED_AT = Prisma.sql`u.created_at`;

/** The condition of a role, which has an index of its own. */
export function roleCondition({ role }: UserFilters): Prisma.Sql[] {
  return role ? [Prisma.sql`u.roles @> ARRAY[${role}]::role[]`] : [];
}

function signedIn(signIn: string): Prisma.Sql {
  return signIn === "never" ? Prisma.sql`${SIGNED_IN_AT} = '-infinity'` : within(SIGNED_IN_AT, signIn);
}

function within(column: Prisma.Sql, said: string): Prisma.Sql {
  const days = Math.abs(Number.parseInt(said, 10));
  return said.startsWith("-") ? Prisma.sql`${column} < ${daysAgo(days)}` : Prisma.sql`${column} >= ${daysAgo(days)}`;
}

const DAY_MS = 86_400_000;

/** As a value, since the database would work out an expression anew for each row that is passed over. */
function daysAgo(days: number): Prisma.Sql {
  return Prisma.sql`${new Date(Date.now() - days * DAY_MS)}::timestamptz`;
}
