/**
 * The list of all package keys: one declaration of what can be searched, filtered and sorted. Guarantees that no whole
 * key stays in an address: what looks like one is cut down to its name, which finds it.
 */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import { type KeyOwner, OWNER_COLUMN } from "./applications";
import { KEY_COLUMNS, KEY_IS_GOOD, KEY_TABLES, KEY_WORKS, type KeyRow, type ListedKey, listedKey } from "./key-rows";
import {
  type Counted,
  EMPTY_PAGE,
  type Page,
  type Parameters,
  allOf,
  anywhere,
  firstOfEach,
  listParameters,
  literally,
  selectPage,
  sortParameter,
  userHas,
} from "./lists";
import { keyNameIn } from "./package-key-format";
import { mayReachConsole } from "./rules";

const SORT_COLUMNS = {
  application: Prisma.sql`a.name`,
  username: Prisma.sql`u.username_key`,
  created: Prisma.sql`k.created_at`,
  updated: Prisma.sql`k.updated_at`,
  used: Prisma.sql`k.last_used_at`,
};

export type KeySortColumn = keyof typeof SORT_COLUMNS;

/** What a key's own status and its effect come to, as the filter offers it. */
export const KEY_STATES = ["WORKING", "BLOCKED", "WAITING", "DISABLED"] as const;

export type KeyState = (typeof KEY_STATES)[number];

const STATE_CONDITIONS: Record<KeyState, Prisma.Sql> = {
  WORKING: KEY_WORKS,
  BLOCKED: Prisma.sql`${KEY_IS_GOOD} AND NOT ${KEY_WORKS}`,
  WAITING: Prisma.sql`k.status = 'WAITING'`,
  DISABLED: Prisma.sql`k.status = 'DISABLED'`,
};

/** What the address of the list may say. Anything else falls back to the default; an address never is an error. */
const parameters = z
  .object({
    ...listParameters,
    q: listParameters.q.transform((text) => keyNameIn(text) ?? text),
    field: z.enum(["all", "key", "username", "email", "application"]).catch("all"),
    state: z.enum(KEY_STATES).nullable().catch(null),
    package: z.guid().nullable().catch(null),
    plan: z.guid().nullable().catch(null),
    sort: sortParameter(["application", "username", "created", "updated", "used"], "updated"),
  })
  .transform(({ package: packageId, plan: planId, ...query }) => ({ ...query, packageId, planId }));

export type PackageKeyListQuery = z.infer<typeof parameters>;

export function parsePackageKeyListQuery(given: Parameters): PackageKeyListQuery {
  return parameters.parse(firstOfEach(given));
}

export type KeyOfList = ListedKey & { readonly owner: KeyOwner };

export type PackageKeyPage = Omit<Page<KeyOfList>, "rows"> & { readonly keys: KeyOfList[] };

/** One page of keys; an empty one for who may not see the console. */
export async function listPackageKeys(actor: Actor, query: PackageKeyListQuery): Promise<PackageKeyPage> {
  const { rows: keys, ...page } = mayReachConsole(actor).allowed ? await selectKeys(query) : EMPTY_PAGE;
  return { keys, ...page };
}

export function isFiltered({ q, state, packageId, planId }: PackageKeyListQuery): boolean {
  return q !== "" || state !== null || packageId !== null || planId !== null;
}

type Found = KeyRow & { readonly owner: KeyOwner };

function selectKeys(query: PackageKeyListQuery): Promise<Page<KeyOfList>> {
  const column = SORT_COLUMNS[query.sort.column];
  // A key that was never used comes last either way round: an order by use asks for use.
  const direction = query.sort.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const last = query.sort.column === "used" ? Prisma.sql`NULLS LAST` : Prisma.empty;
  const selection = {
    columns: Prisma.sql`${KEY_COLUMNS}, ${OWNER_COLUMN}`,
    from: KEY_TABLES,
    table: Prisma.sql`package_keys`,
    where: allOf(conditions(query)),
    order: Prisma.sql`${column} ${direction} ${last}, k.id ${direction}`,
  };
  return selectPage(selection, query, keyOfList);
}

function keyOfList({ matching: _, all: __, owner, ...row }: Counted<Found>): KeyOfList {
  return { ...listedKey(row), owner };
}

function conditions({ q, field, state, packageId, planId }: PackageKeyListQuery): Prisma.Sql[] {
  const all: Prisma.Sql[] = [];
  if (q) all.push(Prisma.sql`k.id IN (${field === "all" ? anyField(q) : FOUND_BY[field](q)})`);
  if (state) all.push(STATE_CONDITIONS[state]);
  if (packageId) all.push(Prisma.sql`p.package_id = ${packageId}::uuid`);
  if (planId) all.push(Prisma.sql`k.plan_id = ${planId}::uuid`);
  return all;
}

/** The ids of the keys that a field finds, each by an index of its own table. */
const FOUND_BY = {
  key: (q: string) => Prisma.sql`SELECT id FROM package_keys WHERE ${keyIs(q)}`,
  username: (q: string) => ofOwners(userHas(q, Prisma.sql`u.username`)),
  email: (q: string) => ofOwners(userHas(q, Prisma.sql`u.email`)),
  application: (q: string) => Prisma.sql`
    SELECT k.id FROM package_keys k JOIN applications a ON a.id = k.application_id WHERE a.name ILIKE ${anywhere(q)}`,
};

/** One question for each field: OR over several tables could use none of their indexes. */
function anyField(q: string): Prisma.Sql {
  return Prisma.join(
    Object.values(FOUND_BY).map((foundBy) => foundBy(q)),
    " UNION ALL ",
  );
}

function ofOwners(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT k.id FROM package_keys k JOIN applications a ON a.id = k.application_id JOIN users u ON u.id = a.owner_id
    WHERE ${condition}`;
}

/** By how it begins, by its last four characters, or by both as its name has them: "lk_live_zQWB…Lq17". */
function keyIs(q: string): Prisma.Sql {
  const [begin = "", end] = q.split("…");
  const begins = Prisma.sql`prefix LIKE ${`${literally(begin)}%`}`;
  if (end === undefined) return Prisma.sql`(${begins} OR last_four = ${q})`;
  return Prisma.sql`(${begins} AND last_four = ${end})`;
}
