/**
 * The list of users: one declaration of what can be searched, filtered and sorted. Written in SQL, since a list must
 * cost the same at a hundred users and at a million; counts are exact up to COUNT_LIMIT and say so beyond.
 */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import { rows } from "./database";
import { ACCOUNT_STATUSES, type AccountStatus, type Origin, type Role, mayReachConsole } from "./rules";

export const COUNT_LIMIT = 10_000;
export const PAGE_SIZES = [25, 50, 100] as const;

const SORT_COLUMNS = {
  username: Prisma.sql`username_key`,
  email: Prisma.sql`email`,
  name: Prisma.sql`display_name`,
  created: Prisma.sql`created_at`,
  updated: Prisma.sql`updated_at`,
};

export type SortColumn = keyof typeof SORT_COLUMNS;

const SEARCH_COLUMNS = {
  username: Prisma.sql`username`,
  email: Prisma.sql`email`,
  name: Prisma.sql`display_name`,
  company: Prisma.sql`company`,
};

const sortColumn = z.enum(["username", "email", "name", "created", "updated"]);

/** What the address of a list may say. Anything else falls back to the default; an address never is an error. */
const listParameters = z.object({
  q: z.string().transform(searchable).catch(""),
  field: z.enum(["all", "username", "email", "name", "company"]).catch("all"),
  status: z.enum(ACCOUNT_STATUSES).nullable().catch(null),
  origin: z.enum(["LOCAL", "PLATFORM"]).nullable().catch(null),
  access: z.enum(["CONTROL_CENTER", "PORTAL_ONLY", "NO_ACCESS"]).nullable().catch(null),
  sort: z
    .string()
    .regex(/^-?(?:username|email|name|created|updated)$/)
    .transform((value) => ({ column: sortColumn.parse(value.replace(/^-/, "")), descending: value.startsWith("-") }))
    .catch({ column: "updated", descending: true }),
  per: z.coerce.number().pipe(z.literal(PAGE_SIZES)).catch(50),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});

export type UserListQuery = z.infer<typeof listParameters>;

/** Search text without what PostgreSQL can't hold, no longer than any field and not cut through a character. */
function searchable(text: string): string {
  const cut = text.toWellFormed().replaceAll("\0", "").trim().slice(0, 200);
  return cut.replace(/\p{Cs}$/u, "");
}

/** Reads the parameters of an address; of one given twice the first counts. */
export function parseUserListQuery(parameters: Record<string, string | string[] | undefined>): UserListQuery {
  const single = Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]);
  return listParameters.parse(Object.fromEntries(single));
}

export type ListedUser = {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly company: string;
  readonly origin: Origin;
  readonly status: AccountStatus;
  readonly roles: Role[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A number that is exact, or "more than that". */
export type Count = { readonly count: number; readonly more: boolean };

export type UserPage = {
  readonly users: ListedUser[];
  /** How many match the search and the filters. */
  readonly matching: Count;
  /** How many there are at all. */
  readonly all: Count;
  /** The page shown: where the address named one behind the end, the last one that was counted. */
  readonly page: number;
};

/** One page of users; an empty one for who may not see the console. */
export async function listUsers(actor: Actor, query: UserListQuery): Promise<UserPage> {
  const none = { count: 0, more: false };
  if (!mayReachConsole(actor).allowed) return { users: [], matching: none, all: none, page: 1 };
  const where = conditions(query);
  const { users, counted } = await selectUsers(query, where, query.page);
  const { matching, all } = counted ?? (await countUsers(where));
  if (users.length > 0) return { users, matching, all, page: query.page };
  const last = Math.max(1, Math.ceil(matching.count / query.per));
  const shown = last < query.page ? (await selectUsers(query, where, last)).users : [];
  return { users: shown, matching, all, page: last };
}

export function isFiltered(query: UserListQuery): boolean {
  return query.q !== "" || query.status !== null || query.origin !== null || query.access !== null;
}

type Counts = { readonly matching: Count; readonly all: Count };
type CountColumns = { readonly matching: number; readonly all: number | null };

/** The rows of a page and, as long as there is one, the counts: one question instead of three. */
async function selectUsers(
  query: UserListQuery,
  where: Prisma.Sql,
  page: number,
): Promise<{ users: ListedUser[]; counted: Counts | undefined }> {
  const column = SORT_COLUMNS[query.sort.column];
  const direction = query.sort.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const found = await rows<ListedUser & CountColumns>`
    SELECT id, username, email, display_name AS "displayName", company, origin::text AS origin, status::text AS status,
           roles::text[] AS roles, created_at AS "createdAt", updated_at AS "updatedAt", ${countColumns(where)}
    FROM users ${where}
    ORDER BY ${column} ${direction}, id ${direction}
    LIMIT ${query.per} OFFSET ${(page - 1) * query.per}`;
  const [first] = found;
  return { users: found.map(({ matching: _, all: __, ...user }) => user), counted: first && countsIn(first) };
}

async function countUsers(where: Prisma.Sql): Promise<Counts> {
  const [columns] = await rows<CountColumns>`SELECT ${countColumns(where)}`;
  return countsIn(columns ?? { matching: 0, all: 0 });
}

function countColumns(where: Prisma.Sql): Prisma.Sql {
  const all = where === Prisma.empty ? Prisma.sql`NULL` : countOf(Prisma.empty);
  return Prisma.sql`${countOf(where)} AS matching, ${all} AS "all"`;
}

function countOf(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (SELECT FROM users ${where} LIMIT ${COUNT_LIMIT + 1}) AS counted)`;
}

function countsIn({ matching, all }: CountColumns): Counts {
  return { matching: honest(matching), all: honest(all ?? matching) };
}

function honest(counted: number): Count {
  return { count: Math.min(counted, COUNT_LIMIT), more: counted > COUNT_LIMIT };
}

function conditions({ q, field, status, origin, access }: UserListQuery): Prisma.Sql {
  const all: Prisma.Sql[] = [];
  if (q) all.push(matches(q, field));
  if (status) all.push(Prisma.sql`status = ${status}::account_status`);
  if (origin) all.push(Prisma.sql`origin = ${origin}::origin`);
  if (access === "NO_ACCESS") all.push(Prisma.sql`roles @> ARRAY['SERVICE_USER']::role[]`);
  if (access === "PORTAL_ONLY") all.push(Prisma.sql`roles = ARRAY[]::role[]`);
  if (access === "CONTROL_CENTER") {
    all.push(Prisma.sql`roles <> ARRAY[]::role[] AND NOT roles @> ARRAY['SERVICE_USER']::role[]`);
  }
  return all.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(all, " AND ")}`;
}

/** A partial match, folded as the generated search text is: compatibility forms here, case in the database. */
function matches(q: string, field: UserListQuery["field"]): Prisma.Sql {
  const pattern = `%${q.normalize("NFKC").replace(/[\\%_]/g, "\\$&")}%`;
  const everywhere = Prisma.sql`search_text LIKE lower(${pattern}::text)`;
  if (field === "all") return everywhere;
  // The text of one field is part of the whole text, so the index of the whole narrows this down, too.
  return Prisma.sql`${everywhere} AND lower(normalize(${SEARCH_COLUMNS[field]}, NFKC)) LIKE lower(${pattern}::text)`;
}
