/**
 * Packages and their plans: every role of the console reads them, administrators change them (plans in plans.ts).
 * Guarantees that every change and every refused one has its audit entry, and that nobody overwrites what they have not
 * seen.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Created, type Outcome, type Refused, type Taken, guardChange } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { mayManagePackages, mayReachConsole } from "@/access/rules";
import { unlessTaken } from "@/access/run-change";
import { Prisma } from "@/generated/prisma/client";
import { KEY_IS_GOOD, OWNER_IS_GOOD, PLAN_IS_GOOD } from "./key-rows";

/** What of a plan is information for people and gateways; null is no limit. */
export type PlanTerms = {
  readonly name: string;
  readonly throttlePerSecond: number | null;
  readonly quotaPerDay: number | null;
};

export type ListedPlan = PlanTerms & {
  readonly id: string;
  readonly active: boolean;
  readonly keys: number;
  readonly workingKeys: number;
  /** How many work while the plan is active. */
  readonly readyKeys: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** A package without what belongs to it. */
export type BarePackage = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type ListedPackage = BarePackage & { readonly plans: ListedPlan[] };

export type Plan = ListedPlan & { readonly package: { readonly id: string; readonly name: string } };

/** All packages with their plans, both by name; none for who may not see the console. */
export async function listPackages(actor: Actor): Promise<ListedPackage[]> {
  if (!mayReachConsole(actor).allowed) return [];
  const [packages, plans] = await Promise.all([
    rows<BarePackage>`SELECT ${PACKAGE_COLUMNS} FROM packages g ORDER BY g.name`,
    selectPlans(Prisma.sql`true`),
  ]);
  const plansOf = (id: string): ListedPlan[] =>
    plans.filter((plan) => plan.package.id === id).map(({ package: _, ...plan }) => plan);
  return packages.map((found) => ({ ...found, plans: plansOf(found.id) }));
}

/** A package; null when there is none or the actor may not see the console. */
export async function findPackage(actor: Actor, id: string): Promise<BarePackage | null> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return null;
  const [found] = await rows<BarePackage>`SELECT ${PACKAGE_COLUMNS} FROM packages g WHERE g.id = ${id}::uuid`;
  return found ?? null;
}

/** A plan with its package; null when there is none or the actor may not see the console. */
export async function findPlan(actor: Actor, id: string): Promise<Plan | null> {
  if (!mayReachConsole(actor).allowed || !isId(id)) return null;
  return (await selectPlans(Prisma.sql`p.id = ${id}::uuid`))[0] ?? null;
}

export type PlanChoice = Pick<Plan, "id" | "name" | "active" | "package">;

/** All plans by package and name, to choose from: nothing is counted, so that it takes no longer with many keys. */
export async function listPlanChoices(actor: Actor): Promise<PlanChoice[]> {
  if (!mayReachConsole(actor).allowed) return [];
  return rows<PlanChoice>`
    SELECT p.id, p.name, p.active, json_build_object('id', g.id, 'name', g.name) AS package
    FROM plans p JOIN packages g ON g.id = p.package_id ORDER BY g.name, p.name`;
}

const PACKAGE_COLUMNS = Prisma.sql`g.id, g.name, g.created_at AS "createdAt", g.updated_at AS "updatedAt"`;

/** Counts the keys of each plan before anything is joined to it, and looks for the few whose owner holds them back. */
function selectPlans(which: Prisma.Sql): Promise<Plan[]> {
  return rows<Plan>`
    SELECT p.id, p.name, p.active, p.throttle_per_second AS "throttlePerSecond", p.quota_per_day AS "quotaPerDay",
           coalesce(counted.keys, 0) AS keys, coalesce(counted.ready, 0) AS "readyKeys",
           CASE WHEN ${PLAN_IS_GOOD} THEN coalesce(counted.ready, 0) ELSE 0 END AS "workingKeys",
           p.created_at AS "createdAt", p.updated_at AS "updatedAt",
           json_build_object('id', g.id, 'name', g.name) AS package
    FROM plans p JOIN packages g ON g.id = p.package_id LEFT JOIN (
      SELECT k.plan_id, count(*)::int AS keys, count(*) FILTER (WHERE ${KEY_IS_GOOD} AND held.id IS NULL)::int AS ready
      FROM package_keys k LEFT JOIN (
        SELECT a.id FROM applications a JOIN users u ON u.id = a.owner_id WHERE NOT ${OWNER_IS_GOOD}
      ) AS held ON held.id = k.application_id
      GROUP BY k.plan_id) AS counted ON counted.plan_id = p.id
    WHERE ${which} ORDER BY g.name, p.name`;
}

/** Creates a package without plans. `taken` when there is one of that name. */
export function createPackage(actor: Actor, { name }: { readonly name: string }): Promise<Created | Refused | Taken> {
  const event = "package.created";
  return unlessTaken(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePackages, () => ({ package: name }));
    if (refused) return refused;
    const [created] = await tx.rows<{ id: string }>`INSERT INTO packages (name) VALUES (${name}) RETURNING id`;
    if (!created) throw new Error("The package was not written.");
    const entry = await record(tx, actor, { event, subject: null, after: { package: name } });
    return { ok: true, entry, id: created.id };
  });
}

/** Renames a package. `taken` when there is another one of that name. */
export function renamePackage(
  actor: Actor,
  { id, seen, name }: { readonly id: string; readonly seen: string; readonly name: string },
): Promise<Outcome | Taken> {
  const event = "package.renamed";
  return unlessTaken(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePackages, () => namesOfPackage(tx, id));
    if (refused) return refused;
    const present = await lockPackage(tx, id);
    if (!present) return { ok: false, refusal: "unknown_package" };
    if (present.name === name) return { ok: true, entry: null };
    if (present.name !== seen) return { ok: false, refusal: "changed_meanwhile" };
    await tx.rows`UPDATE packages SET name = ${name}, updated_at = now() WHERE id = ${id}::uuid`;
    const [before, after] = [{ package: present.name }, { package: name }];
    return { ok: true, entry: await record(tx, actor, { event, subject: null, before, after }) };
  });
}

/** The package as it is now, locked against other changes of it. */
export async function lockPackage(tx: Tx, id: string): Promise<{ name: string } | undefined> {
  if (!isId(id)) return undefined;
  const [found] = await tx.rows<{ name: string }>`
    SELECT name FROM packages WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return found;
}

/** How the audit names a package that somebody tried to change; empty when there is none. */
export async function namesOfPackage(tx: Tx, id: string): Promise<{ package?: string }> {
  const found = await lockPackage(tx, id);
  return found ? { package: found.name } : {};
}
