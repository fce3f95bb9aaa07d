/**
 * Plans: what of a package a key is good for. Administrators create, change, activate and deactivate them. Guarantees
 * that a plan's activity is written nowhere but in the plan, so that activating it revives no key which was disabled or
 * is waiting by itself.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Created, type Outcome, type Refused, type Taken, guardChange } from "@/access/change";
import { type Tx, rows } from "@/access/database";
import { isId } from "@/access/ids";
import { mayManagePackages, mayReachConsole } from "@/access/rules";
import { runChange, unlessTaken } from "@/access/run-change";
import { Prisma } from "@/generated/prisma/client";
import { KEY_IS_GOOD, OWNER_IS_GOOD } from "./key-rows";
import { type PlanTerms, lockPackage, namesOfPackage } from "./packages";

export type PlanOfName = {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly packageName: string;
};

/**
 * The plan of these names. Where only the package is named, or nothing, it is the first active one, by the names of
 * package and plan. Null when there is none or the actor may not see the console.
 */
export async function findPlanByName(
  actor: Actor,
  named: { readonly package?: string | undefined; readonly plan?: string | undefined },
): Promise<PlanOfName | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const which = [
    ...(named.package === undefined ? [] : [Prisma.sql`g.name = ${named.package}`]),
    named.plan === undefined ? Prisma.sql`p.active` : Prisma.sql`p.name = ${named.plan}`,
  ];
  const [plan] = await rows<PlanOfName>`
    SELECT p.id, p.name, p.active, g.name AS "packageName" FROM plans p JOIN packages g ON g.id = p.package_id
    WHERE ${Prisma.join(which, " AND ")} ORDER BY p.active DESC, g.name, p.name LIMIT 1`;
  return plan ?? null;
}

type Named = { readonly id: string; readonly name: string };

/** The plan of a new key, which stays until the key is there. */
export async function findPlanForKey(
  tx: Tx,
  id: string,
): Promise<(Named & { readonly active: boolean; readonly package: Named }) | undefined> {
  if (!isId(id)) return undefined;
  const [plan] = await tx.rows<Named & { active: boolean; package: Named }>`
    SELECT p.id, p.name, p.active, json_build_object('id', g.id, 'name', g.name) AS package
    FROM plans p JOIN packages g ON g.id = p.package_id WHERE p.id = ${id}::uuid FOR KEY SHARE OF p`;
  return plan;
}

/** How the audit names a plan that somebody tried to use or change; empty when there is none. */
export async function findPlanNames(tx: Tx, id: string): Promise<{ package?: string; plan?: string }> {
  if (!isId(id)) return {};
  const [names] = await tx.rows<{ package: string; plan: string }>`
    SELECT g.name AS package, p.name AS plan FROM plans p JOIN packages g ON g.id = p.package_id
    WHERE p.id = ${id}::uuid`;
  return names ?? {};
}

/** Creates a plan, active. `taken` when the package has one of that name. */
export function createPlan(
  actor: Actor,
  { packageId, ...terms }: PlanTerms & { readonly packageId: string },
): Promise<Created | Refused | Taken> {
  const event = "plan.created";
  return unlessTaken(actor, async (tx) => {
    const about = async () => ({ ...(await namesOfPackage(tx, packageId)), plan: terms.name });
    const refused = await guardChange(tx, actor, event, mayManagePackages, about);
    if (refused) return refused;
    const owner = await lockPackage(tx, packageId);
    if (!owner) return { ok: false, refusal: "unknown_package" };
    const [created] = await tx.rows<{ id: string }>`
      INSERT INTO plans (package_id, name, throttle_per_second, quota_per_day)
      VALUES (${packageId}::uuid, ${terms.name}, ${terms.throttlePerSecond}, ${terms.quotaPerDay}) RETURNING id`;
    if (!created) throw new Error("The plan was not written.");
    const after = { package: owner.name, ...termsInAudit(terms) };
    return { ok: true, entry: await record(tx, actor, { event, subject: null, after }), id: created.id };
  });
}

export type PlanChange = PlanTerms & {
  readonly id: string;
  /** What the page showed when it was opened; anything else by now means that somebody was faster. */
  readonly seen: PlanTerms;
};

/** Changes the name and the limits of a plan. `taken` when the package has another one of that name. */
export function changePlan(actor: Actor, { id, seen, ...terms }: PlanChange): Promise<Outcome | Taken> {
  const event = "plan.changed";
  return unlessTaken(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePackages, () => findPlanNames(tx, id));
    if (refused) return refused;
    const present = await lockPlan(tx, id);
    if (!present) return { ok: false, refusal: "unknown_plan" };
    if (sameTerms(present, terms)) return { ok: true, entry: null };
    if (!sameTerms(present, seen)) return { ok: false, refusal: "changed_meanwhile" };
    await tx.rows`
      UPDATE plans SET name = ${terms.name}, throttle_per_second = ${terms.throttlePerSecond},
                       quota_per_day = ${terms.quotaPerDay}, updated_at = now() WHERE id = ${id}::uuid`;
    const [before, after] = [termsInAudit(present), { package: present.packageName, ...termsInAudit(terms) }];
    return { ok: true, entry: await record(tx, actor, { event, subject: null, before, after }) };
  });
}

export type PlanActivityChange = {
  readonly id: string;
  readonly seen: boolean;
  readonly active: boolean;
  readonly reason?: string;
};

/** Activates or deactivates a plan: an inactive one refuses all its keys, and none of them is written to. */
export async function changePlanActivity(actor: Actor, change: PlanActivityChange): Promise<Outcome> {
  const { id, seen, active, reason } = change;
  const event = active ? "plan.activated" : "plan.deactivated";
  return runChange(actor, async (tx) => {
    const refused = await guardChange(tx, actor, event, mayManagePackages, () => findPlanNames(tx, id));
    if (refused) return refused;
    const present = await lockPlan(tx, id);
    if (!present) return { ok: false, refusal: "unknown_plan" };
    if (present.active === active) return { ok: true, entry: null };
    if (present.active !== seen) return { ok: false, refusal: "changed_meanwhile" };
    const keys = await writeActivity(tx, id, active);
    const entry = await record(tx, actor, {
      event,
      subject: null,
      reason: reason ?? null,
      before: { active: present.active },
      after: { active, package: present.packageName, plan: present.name },
      effects: active ? { keysRestored: keys } : { keysStopped: keys },
    });
    return { ok: true, entry };
  });
}

/** Returns how many keys work with the plan and not without: those of good owners that are good themselves. */
async function writeActivity(tx: Tx, id: string, active: boolean): Promise<number> {
  const [written] = await tx.rows<{ keys: number }>`
    UPDATE plans SET active = ${active}, updated_at = now() WHERE id = ${id}::uuid
    RETURNING (SELECT count(*)::int FROM package_keys k JOIN applications a ON a.id = k.application_id
               JOIN users u ON u.id = a.owner_id WHERE k.plan_id = plans.id AND ${KEY_IS_GOOD} AND ${OWNER_IS_GOOD}) AS keys`;
  return written?.keys ?? 0;
}

type PresentPlan = PlanTerms & { readonly active: boolean; readonly packageName: string };

/** The plan as it is now, locked against other changes of it. */
async function lockPlan(tx: Tx, id: string): Promise<PresentPlan | undefined> {
  if (!isId(id)) return undefined;
  const [plan] = await tx.rows<PresentPlan>`
    SELECT p.name, p.throttle_per_second AS "throttlePerSecond", p.quota_per_day AS "quotaPerDay", p.active,
           g.name AS "packageName"
    FROM plans p JOIN packages g ON g.id = p.package_id WHERE p.id = ${id}::uuid FOR NO KEY UPDATE OF p`;
  return plan;
}

function sameTerms(some: PlanTerms, others: PlanTerms): boolean {
  return (
    some.name === others.name &&
    some.throttlePerSecond === others.throttlePerSecond &&
    some.quotaPerDay === others.quotaPerDay
  );
}

function termsInAudit({ name, throttlePerSecond, quotaPerDay }: PlanTerms): Prisma.InputJsonObject {
  return { plan: name, throttlePerSecond, quotaPerDay };
}
