/** The list of all package keys: one declaration of what can be searched, filtered and sorted. */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import type { Actor } from "./actor";
import { type KeyOwner, OWNER_COLUMN } from "./applications";
import { KEY_COLUMNS, KEY_IS_GOOD, KEY_TABLES, KEY_WORKS, type KeyRow, type ListedKey, listedKey } from "./key-rows";
import { type Counted, selectPage } from "./list-page";
import { EMPTY_PAGE, type Page, type Parameters, firstOfEach, listParameters, sortParameter } from "./lists";
import { searchCondition } from "./package-key-search";
import { mayReachConsole } from "./rules";

/** A part of the question, and which tables beside the keys it needs. */
type Part = { readonly sql: Prisma.Sql; readonly needs: readonly ("owner" | "plan")[] };

const SORT_COLUMNS = {
  application: { sql: Prisma.sql`a.name`, nulls: Prisma.empty, needs: ["owner"] },
  username: { sql: Prisma.sql`u.username_key`, nulls: Prisma.empty, needs: ["owner"] },
  created: { sql: Prisma.sql`k.created_at`, nulls: Prisma.empty, needs: [] },
  updated: { sql: Prisma.sql`k.updated_at`, nulls: Prisma.empty, needs: [] },
  // A key that was never used comes last either way round: who sorts by use asks for use.
  used: { sql: Prisma.sql`k.last_used_at`, nulls: Prisma.sql`NULLS LAST`, needs: [] },
} satisfies Record<string, Part & { readonly nulls: Prisma.Sql }>;

export type KeySortColumn = keyof typeof SORT_COLUMNS;

/** What a key's own status and its effect come to, as the filter offers it. */
export const KEY_STATES = ["WORKING", "BLOCKED", "WAITING", "DISABLED"] as const;

export type KeyState = (typeof KEY_STATES)[number];

const STATES: Record<KeyState, Part> = {
  WORKING: { sql: KEY_WORKS, needs: ["owner", "plan"] },
  BLOCKED: { sql: Prisma.sql`${KEY_IS_GOOD} AND NOT ${KEY_WORKS}`, needs: ["owner", "plan"] },
  WAITING: { sql: Prisma.sql`k.status = 'WAITING'`, needs: [] },
  DISABLED: { sql: Prisma.sql`k.status = 'DISABLED'`, needs: [] },
};

/** What the address of the list may say. Anything else falls back to the default; an address never is an error. */
const parameters = z
  .object({
    ...listParameters,
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

async function selectKeys(query: PackageKeyListQuery): Promise<Page<KeyOfList>> {
  const parts = await conditions(query);
  const column = SORT_COLUMNS[query.sort.column];
  const selection = {
    columns: Prisma.sql`${KEY_COLUMNS}, ${OWNER_COLUMN}`,
    tables: KEY_TABLES,
    id: Prisma.sql`k.id`,
    from: tablesOf([column, ...parts]),
    all: Prisma.sql`package_keys`,
    conditions: parts.map(({ sql }) => sql),
    sort: { column: column.sql, descending: query.sort.descending, nulls: column.nulls },
  };
  return selectPage(selection, query, keyOfList);
}

function keyOfList({ matching: _, all: __, owner, ...row }: Counted<Found>): KeyOfList {
  return { ...listedKey(row), owner };
}

/** The keys, with those of the other tables that are needed. */
function tablesOf(parts: readonly Part[]): Prisma.Sql {
  const needs = new Set(parts.flatMap((part) => part.needs));
  const owner = Prisma.sql`JOIN applications a ON a.id = k.application_id JOIN users u ON u.id = a.owner_id`;
  const plan = Prisma.sql`JOIN plans p ON p.id = k.plan_id`;
  return Prisma.sql`
    package_keys k ${needs.has("owner") ? owner : Prisma.empty} ${needs.has("plan") ? plan : Prisma.empty}`;
}

async function conditions({ q, field, state, packageId, planId }: PackageKeyListQuery): Promise<Part[]> {
  const all: Part[] = [];
  if (state) all.push(STATES[state]);
  if (packageId) all.push({ sql: Prisma.sql`k.plan_id = ANY (ARRAY(${plansOf(packageId)}))`, needs: [] });
  if (planId) all.push({ sql: Prisma.sql`k.plan_id = ${planId}::uuid`, needs: [] });
  // A search may be asked of the owner of each key, and takes longest: of what the filters leave.
  if (q) all.push({ sql: await searchCondition(q, field), needs: field === "key" ? [] : ["owner"] });
  return all;
}

/** Read before the keys, so that these are found by the index of their plans. */
function plansOf(packageId: string): Prisma.Sql {
  return Prisma.sql`SELECT id FROM plans WHERE package_id = ${packageId}::uuid`;
}
