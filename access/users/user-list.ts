/** The list of users: one declaration of what can be searched, filtered and sorted. */
import { z } from "zod";
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { type Placed, type Selection, countOf, selectPage, upToLimit } from "@/access/lists/list-page";
import type { Place, ValueKind } from "@/access/lists/list-place";
import {
  type Count,
  EMPTY_PAGE,
  type Page,
  type Parameters,
  atPlace,
  listParameters,
  readList,
  searchParameters,
  sortParameters,
  sortParameter,
} from "@/access/lists/lists";
import { type AccountStatus, type Origin, type Role, type SettableStatus, mayReachConsole } from "@/access/rules";
import { USER_IS_LOCKED } from "@/access/sign-in/account-lock";
import { Prisma } from "@/generated/prisma/client";
import { facetsOf } from "./user-facets";
import { type Range, SIGNED_IN_AT, filterParameters, filtersOf, rangesOf, roleCondition } from "./user-filters";
import { quickSearchCondition, searchCondition } from "./user-search";

const SORT_COLUMNS = {
  username: { column: Prisma.sql`u.username_key`, kind: "text", unique: true },
  email: { column: Prisma.sql`u.email`, kind: "text" },
  name: { column: Prisma.sql`u.display_name`, kind: "text" },
  created: { column: Prisma.sql`u.created_at`, kind: "time" },
  updated: { column: Prisma.sql`u.updated_at`, kind: "time" },
  // Who never signed in comes before all who did.
  signin: { column: SIGNED_IN_AT, kind: "time" },
} satisfies Record<string, { readonly column: Prisma.Sql; readonly kind: ValueKind; readonly unique?: boolean }>;

/** What the address of the list may say. Anything else falls back to the default; an address never is an error. */
const parameters = z.object({
  ...listParameters,
  field: z.enum(["all", "username", "email", "name", "company"]).default("all"),
  ...filterParameters,
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
  readonly keyCount: number;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** What is put down for later (access/status/schedules.ts), of which there is one of each kind at most. */
  readonly disabledFrom: Date | null;
  readonly disabledUntil: Date | null;
  /** Whether wrong passwords or codes keep them from signing in from somewhere. */
  readonly isLocked: boolean;
};

export type UserPage = Omit<Page<ListedUser>, "rows"> & { readonly users: readonly ListedUser[] };

/** One page of users; an empty one for who may not see the console. */
export async function listUsers(actor: Actor, query: UserListQuery): Promise<UserPage> {
  const { rows: users, ...page } = mayReachConsole(actor).allowed ? await selectUsers(query) : EMPTY_PAGE;
  return { users, ...page };
}

/** How many each of the lists finds, whatever place they are at; none for who may not see the console. */
export async function countUsers(actor: Actor, queries: readonly UserListQuery[]): Promise<Count[]> {
  if (!mayReachConsole(actor).allowed || queries.length === 0) return [];
  const counts = queries.map((query) => {
    const conditions = userConditions(query);
    const which = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, " AND ")}`;
    return upToLimit(Prisma.sql`users u ${which}`);
  });
  const [found] = await rows<{ counts: number[] }>`SELECT ARRAY[${Prisma.join(counts)}] AS counts`;
  return (found?.counts ?? []).map(countOf);
}

export function isFiltered(query: UserListQuery): boolean {
  return query.q !== "" || Object.values(filtersOf(query)).some((value) => value !== null);
}

/** What an address says about search, filters and order, always in the same words, and not about the place in the list. */
export function userListAddress(query: UserListQuery): string {
  return new URLSearchParams({
    ...searchParameters(query, filtersOf(query)),
    ...sortParameters(query.sort),
  }).toString();
}

/** What all must hold of the users `u` for an address to mean them. */
export function userConditions(query: UserListQuery, search = searchCondition(query)): Prisma.Sql[] {
  const ranges = rangesFor(query, null).map(({ sql }) => sql);
  return [...search, ...roleCondition(query), ...facetConditions(query), ...ranges];
}

/** The conditions on times, with what follows from them only for the order that it is of. */
function rangesFor(query: UserListQuery, column: UserListQuery["sort"]["column"] | null): Range[] {
  return rangesOf(query).filter(({ order, follows }) => !follows || order === column);
}

function facetConditions(query: UserListQuery): Prisma.Sql[] {
  const facets = facetsThat(query);
  return facets ? [Prisma.sql`u.facets = ANY (${facets}::smallint[])`] : [];
}

function facetsThat(query: UserListQuery): number[] | null {
  // Only who is enabled is stale: others can't sign in, and their keys don't work.
  if (query.stale === null) return facetsOf(query);
  return query.status === null || query.status === "ENABLED" ? facetsOf({ ...query, status: "ENABLED" }) : [];
}

async function selectUsers(query: UserListQuery): Promise<Page<ListedUser>> {
  const users = Prisma.sql`users u`;
  const search = await quickSearchCondition(query);
  return selectPage(
    {
      columns: USER_COLUMNS,
      tables: users,
      id: { column: Prisma.sql`u.id`, kind: "uuid" },
      from: users,
      all: users,
      ...asked(query, search),
      sort: { ...SORT_COLUMNS[query.sort.column], descending: query.sort.descending },
    },
    query,
    withoutPlace,
  );
}

/**
 * Who is searched for, or has a role, must be gathered before they can be put in order. Facets alone, and times that
 * are the order itself, are found on the strands of the order. Other times are carried along by every order, and how
 * many fit them is known beforehand: PostgreSQL goes along the order or gathers, whichever is less.
 */
function asked(query: UserListQuery, search: Prisma.Sql[]): Pick<Selection, "conditions" | "onTheWay" | "strands"> {
  if (search.length > 0 || query.role) return { conditions: userConditions(query, search), onTheWay: false };
  const { column } = query.sort;
  const ranges = rangesFor(query, column);
  const conditions = ranges.map(({ sql }) => sql);
  const facets = facetsThat(query);
  if (facets === null || !ranges.every(({ order }) => order === column)) {
    return { conditions: [...facetConditions(query), ...conditions], onTheWay: true };
  }
  return { conditions, onTheWay: true, strands: { column: Prisma.sql`u.facets`, values: facets } };
}

/** When the pending change to this status is due. */
function pendingTo(target: SettableStatus): Prisma.Sql {
  return Prisma.sql`
    (SELECT c.due_at FROM scheduled_changes c
     WHERE c.user_id = u.id AND c.target = ${target}::account_status AND c.status = 'PENDING')`;
}

const USER_COLUMNS = Prisma.sql`
  u.id, u.username, u.email, u.display_name AS "displayName", u.company, u.origin::text AS origin,
  u.external_id AS "externalId", u.platform_deleted_at AS "platformDeletedAt", u.status::text AS status,
  u.roles::text[] AS roles, u.key_count AS "keyCount", u.last_sign_in_at AS "lastSignInAt", u.created_at AS "createdAt",
  u.updated_at AS "updatedAt", ${pendingTo("DISABLED")} AS "disabledFrom", ${pendingTo("ENABLED")} AS "disabledUntil",
  ${USER_IS_LOCKED} AS "isLocked"`;

function withoutPlace({ matching: _, placeValue: __, placeId: ___, ...user }: Placed<ListedUser>): ListedUser {
  return user;
}
