/**
 * How package keys are read, for every list and look-up alike. What a key's effect is, rules.ts says of each row; where
 * rows are only counted or filtered, the same rule stands here in SQL, and a test compares the two.
 */
import { type KeyBlock, type KeyStanding, type PackageKeyStatus, keyBlock } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { keyName } from "./package-key-format";

/** How many keys or applications the pages of one user list. Whoever has more finds the rest in the list of all keys. */
export const LISTED_OF_ONE_USER = 1_000;

type Named = { readonly id: string; readonly name: string };

export type ListedKey = {
  readonly id: string;
  readonly prefix: string;
  readonly lastFour: string;
  readonly status: PackageKeyStatus;
  /** What holds it back besides its own status, and would even if it were enabled; null where that alone decides. */
  readonly block: KeyBlock | null;
  readonly application: Named;
  readonly plan: Named;
  readonly package: Named;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly lastUsedAt: Date | null;
};

export const KEY_TABLES = Prisma.sql`
  package_keys k JOIN applications a ON a.id = k.application_id JOIN users u ON u.id = a.owner_id
  JOIN plans p ON p.id = k.plan_id JOIN packages g ON g.id = p.package_id`;

export const KEY_COLUMNS = Prisma.sql`
  k.id, k.prefix, k.last_four AS "lastFour", k.status::text AS status, k.created_at AS "createdAt",
  k.updated_at AS "updatedAt", k.last_used_at AS "lastUsedAt",
  json_build_object('id', a.id, 'name', a.name) AS application, json_build_object('id', p.id, 'name', p.name) AS plan,
  json_build_object('id', g.id, 'name', g.name) AS package,
  json_build_object('owner', u.status, 'planActive', p.active, 'key', k.status) AS standing`;

export type KeyRow = Omit<ListedKey, "block"> & { readonly standing: KeyStanding };

export function listedKey({ standing, ...key }: KeyRow): ListedKey {
  return { ...key, block: keyBlock(standing) };
}

/** What each part must be for a key to work: rules.keyDecision in SQL. */
export const OWNER_IS_GOOD = Prisma.sql`u.status = 'ENABLED'`;
export const PLAN_IS_GOOD = Prisma.sql`p.active`;
export const KEY_IS_GOOD = Prisma.sql`k.status = 'ENABLED'`;
export const KEY_WORKS = Prisma.sql`(${OWNER_IS_GOOD} AND ${PLAN_IS_GOOD} AND ${KEY_IS_GOOD})`;

/**
 * How often gates let a key pass in the last 24 hours. There may be more: the hour that began before is left out, and
 * gates write half a minute late.
 */
export const CALLS_LAST_DAY = Prisma.sql`
  (SELECT coalesce(sum(c.calls), 0) FROM key_calls c WHERE c.key_id = k.id AND c.hour > now() - interval '24 hours')`;

/** How the audit names a key: never by more of it than people may see. */
export function keyNames(key: Pick<ListedKey, "prefix" | "lastFour" | "application" | "plan" | "package">): {
  key: string;
  application: string;
  package: string;
  plan: string;
} {
  return { key: keyName(key), application: key.application.name, package: key.package.name, plan: key.plan.name };
}

/** How the audit tells what became of a key: its own status and, if there is something, what holds it back besides. */
export function effectOf(standing: KeyStanding): { status: PackageKeyStatus; block?: KeyBlock } {
  const block = keyBlock(standing);
  return { status: standing.key, ...(block && { block }) };
}
