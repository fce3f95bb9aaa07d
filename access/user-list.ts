/** The list of users: one declaration of what can be searched, filtered and sorted. */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import { type Counted, selectPage } from "./list-page";
import type { Place, ValueKind } from "./list-place";
import {
  EMPTY_PAGE,
  type Page,
  type Parameters,
  anyFieldHas,
  atPlace,
  listParameters,
  readList,
  sortParameter,
  userHas,
} from "./lists";
import { ACCOUNT_STATUSES, type AccountStatus, type Origin, type Role, mayReachConsole } from "./rules";

const SORT_COLUMNS = {
  username: { column: Prisma.sql`u.username_key`, kind: "text" },
  email: { column: Prisma.sql`u.email`, kind: "text" },
  name: { column: Prisma.sql`u.display_name`, kind: "text" },
  created: { column: Prisma.sql`u.created_at`, kind: "time" },
  updated: { column: Prisma.sql`u.updated_at`, kind: "time" },
  // Who never signed in comes before all who did.
  signin: { column: Prisma.sql`coalesce(u.last_sign_in_at, '-infinity')`, kind: "time" },
} satisfies Record<string, { readonly column: Prisma.Sql; readonly kind: ValueKind }>;

export type SortColumn = keyof typeof SORT_COLUMNS;

const SEARCH_COLUMNS = {
  username: Prisma.sql`u.username`,
  email: Prisma.sql`u.email`,
  name: Prisma.sql`u.display_name`,
  company: Prisma.sql`u.company`,
};

/** What the address of the list may say. Anything else falls back to the default; an address never is an error. */
const parameters = z.object({
  ...listParameters,
  field: z.enum(["all", "username", "email", "name", "company"]).default("all"),
  status: z.enum(ACCOUNT_STATUSES).nullable().default(null),
  origin: z.enum(["LOCAL", "PLATFORM"]).nullable().default(null),
  access: z.enum(["CONTROL_CENTER", "PORTAL_ONLY", "NO_ACCESS"]).nullable().default(null),
  sort: sortParameter(["username", "email", "name", "created", "updated", "signin"], "updated"),
});

export type UserListQuery = z.infer<typeof parameters> & {
  readonly place: Place;
  /** The names of what the address says in vain. */
  readonly ignored: readonly string[];
};

export function parseUserListQuery(given: Parameters): UserListQuery {
  const read = readList(parameters, given);
  return atPlace(read, given, SORT_COLUMNS[read.query.sort.column].kind, "uuid");
}

export type ListedUser = {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly company: string;
  readonly origin: Origin;
  readonly externalId: string | null;
  readonly platformDeletedAt: Date | null;
  readonly status: AccountStatus;
  readonly roles: Role[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type UserPage = Omit<Page<ListedUser>, "rows"> & { readonly users: readonly ListedUser[] };

/** One page of users; an empty one for who may not see the console. */
export async function listUsers(actor: Actor, query: UserListQuery): Promise<UserPage> {
  const { rows: users, ...page } = mayReachConsole(actor).allowed ? await selectUsers(query) : EMPTY_PAGE;
  return { users, ...page };
}

export function isFiltered(query: UserListQuery): boolean {
  return query.q !== "" || query.status !== null || query.origin !== null || query.access !== null;
}

function selectUsers(query: UserListQuery): Promise<Page<ListedUser>> {
  const users = Prisma.sql`users u`;
  const selection = {
    columns: Prisma.sql`
      u.id, u.username, u.email, u.display_name AS "displayName", u.company, u.origin::text AS origin,
      u.external_id AS "externalId", u.platform_deleted_at AS "platformDeletedAt", u.status::text AS status,
      u.roles::text[] AS roles, u.created_at AS "createdAt", u.updated_at AS "updatedAt"`,
    tables: users,
    id: { column: Prisma.sql`u.id`, kind: "uuid" as const },
    from: users,
    all: users,
    conditions: conditions(query),
    sort: { ...SORT_COLUMNS[query.sort.column], descending: query.sort.descending },
  };
  return selectPage(selection, query, withoutCounts);
}

function withoutCounts({
  matching: _,
  all: __,
  placeValue: ___,
  placeId: ____,
  ...user
}: Counted<ListedUser>): ListedUser {
  return user;
}

function conditions({ q, field, status, origin, access }: UserListQuery): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (q) all.push(field === "all" ? anyFieldHas(q) : userHas(q, SEARCH_COLUMNS[field]));
  if (status) all.push(Prisma.sql`u.status = ${status}::account_status`);
  if (origin) all.push(Prisma.sql`u.origin = ${origin}::origin`);
  if (access === "NO_ACCESS") all.push(Prisma.sql`u.roles @> ARRAY['SERVICE_USER']::role[]`);
  if (access === "PORTAL_ONLY") all.push(Prisma.sql`u.roles = ARRAY[]::role[]`);
  if (access === "CONTROL_CENTER") {
    all.push(Prisma.sql`u.roles <> ARRAY[]::role[] AND NOT u.roles @> ARRAY['SERVICE_USER']::role[]`);
  }
  return all;
}
