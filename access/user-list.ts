/** The list of users: one declaration of what can be searched, filtered and sorted. */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import { type Counted, selectPage } from "./list-page";
import {
  EMPTY_PAGE,
  type Page,
  type Parameters,
  anyFieldHas,
  firstOfEach,
  listParameters,
  sortParameter,
  userHas,
} from "./lists";
import { ACCOUNT_STATUSES, type AccountStatus, type Origin, type Role, mayReachConsole } from "./rules";

const SORT_COLUMNS = {
  username: Prisma.sql`u.username_key`,
  email: Prisma.sql`u.email`,
  name: Prisma.sql`u.display_name`,
  created: Prisma.sql`u.created_at`,
  updated: Prisma.sql`u.updated_at`,
};

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
  field: z.enum(["all", "username", "email", "name", "company"]).catch("all"),
  status: z.enum(ACCOUNT_STATUSES).nullable().catch(null),
  origin: z.enum(["LOCAL", "PLATFORM"]).nullable().catch(null),
  access: z.enum(["CONTROL_CENTER", "PORTAL_ONLY", "NO_ACCESS"]).nullable().catch(null),
  sort: sortParameter(["username", "email", "name", "created", "updated"], "updated"),
});

export type UserListQuery = z.infer<typeof parameters>;

export function parseUserListQuery(given: Parameters): UserListQuery {
  return parameters.parse(firstOfEach(given));
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

export type UserPage = Omit<Page<ListedUser>, "rows"> & { readonly users: ListedUser[] };

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
    id: Prisma.sql`u.id`,
    from: users,
    all: users,
    conditions: conditions(query),
    sort: { column: SORT_COLUMNS[query.sort.column], descending: query.sort.descending, nulls: Prisma.empty },
  };
  return selectPage(selection, query, withoutCounts);
}

function withoutCounts({ matching: _, all: __, ...user }: Counted<ListedUser>): ListedUser {
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
