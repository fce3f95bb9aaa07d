/** The list of all package keys: one declaration of what can be searched, filtered and sorted. */
import { z } from "zod";
import type { Actor } from "@/access/actor";
import { type Placed, selectPage } from "@/access/lists/list-page";
import type { Place, ValueKind } from "@/access/lists/list-place";
import {
  EMPTY_PAGE,
  type Page,
  type Parameters,
  type Sort,
  atPlace,
  listParameters,
  readList,
  sortParameter,
} from "@/access/lists/lists";
import { mayReachConsole } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { type KeyOwner, OWNER_COLUMN } from "./applications";
import { KEY_COLUMNS, KEY_IS_GOOD, KEY_TABLES, KEY_WORKS, type KeyRow, type ListedKey, listedKey } from "./key-rows";
import { searchCondition } from "./package-key-search";

/** A part of the question, and which tables beside the keys it needs. */
type Part = { readonly sql: Prisma.Sql; readonly needs: readonly ("owner" | "plan")[] };

const SORT_COLUMNS = ["application", "username", "created", "updated", "used"] as const;

type KeySortColumn = (typeof SORT_COLUMNS)[number];

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
const parameters = z.object({
  ...listParameters,
  field: z.enum(["all", "key", "username", "email", "application"]).default("all"),
  state: z.enum(KEY_STATES).nullable().default(null),
  package: z.guid().nullable().default(null),
  plan: z.guid().nullable().default(null),
  sort: sortParameter(SORT_COLUMNS, "updated"),
});

export type PackageKeyListQuery = Omit<z.infer<typeof parameters>, "package" | "plan"> & {
  readonly packageId: string | null;
  readonly planId: string | null;
  readonly place: Place;
  /** The names of what the address says in vain. */
  readonly ignored: readonly string[];
};

export function parsePackageKeyListQuery(given: Parameters): PackageKeyListQuery {
  const read = readList(parameters, given);
  const order = sortOf(read.query.sort);
  const { package: packageId, plan: planId, ...query } = atPlace(read, given, order.kind, "uuid");
  return { ...query, packageId, planId };
}

type Order = Part & { readonly kind: ValueKind };

function sortOf({ column, descending }: Sort<KeySortColumn>): Order {
  switch (column) {
    case "application":
      return { sql: Prisma.sql`a.name`, kind: "text", needs: ["owner"] };
    case "username":
      return { sql: Prisma.sql`u.username_key`, kind: "text", needs: ["owner"] };
    case "created":
      return { sql: Prisma.sql`k.created_at`, kind: "time", needs: [] };
    case "updated":
      return { sql: Prisma.sql`k.updated_at`, kind: "time", needs: [] };
    case "used":
      // A key that was never used comes last either way round: who sorts by use asks for use.
      return { sql: descending ? USED_LATEST : USED_EARLIEST, kind: "time", needs: [] };
  }
}

const USED_LATEST = Prisma.sql`coalesce(k.last_used_at, '-infinity')`;
const USED_EARLIEST = Prisma.sql`coalesce(k.last_used_at, 'infinity')`;

export type KeyOfList = ListedKey & { readonly owner: KeyOwner };

export type PackageKeyPage = Omit<Page<KeyOfList>, "rows"> & { readonly keys: readonly KeyOfList[] };

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
  const order = sortOf(query.sort);
  const selection = {
    columns: Prisma.sql`${KEY_COLUMNS}, ${OWNER_COLUMN}`,
    tables: KEY_TABLES,
    id: { column: Prisma.sql`k.id`, kind: "uuid" as const },
    from: tablesOf([order, ...parts]),
    all: Prisma.sql`package_keys`,
    conditions: parts.map(({ sql }) => sql),
    sort: { column: order.sql, kind: order.kind, descending: query.sort.descending },
  };
  return selectPage(selection, query, keyOfList);
}

function keyOfList({ matching: _, placeValue: __, placeId: ___, owner, ...row }: Placed<Found>): KeyOfList {
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
