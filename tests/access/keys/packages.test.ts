/** Packages and plans on a real database: administrators change them, an inactive plan stops its keys. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { listKeysOf } from "@/access/keys/package-keys";
import { createPackage, findPackage, findPlan, listPackages, renamePackage } from "@/access/keys/packages";
import { changePlan, changePlanActivity, createPlan, findPlanByName } from "@/access/keys/plans";
import { entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { givenKey } from "@/tests/keys";

const NOBODYS_ID = "00000000-0000-4000-8000-000000000000";
const NO_IDS = [NOBODYS_ID, "", "1", "\0", "\ud800", "x".repeat(10_000), "' OR 1=1 --"];
const GOLD = { name: "Gold", throttlePerSecond: 50, quotaPerDay: null };

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

async function adaSignsIn(): Promise<Actor> {
  return signedIn((await givenPeople("ada")).ada);
}

async function givenPlan(actor: Actor): Promise<{ packageId: string; planId: string }> {
  const made = await createPackage(actor, { name: "Maps" });
  if (!made.ok) throw new Error(made.refusal);
  const plan = await createPlan(actor, { packageId: made.id, ...GOLD });
  if (!plan.ok) throw new Error(plan.refusal);
  return { packageId: made.id, planId: plan.id };
}

async function events(): Promise<string[]> {
  return (await entriesAbout()).map(({ event }) => event);
}

describe("ada", () => {
  test("creates a package and a plan in it, with an entry each that is about nobody", async () => {
    const actor = await adaSignsIn();
    const { packageId, planId } = await givenPlan(actor);
    expect(await listPackages(actor)).toMatchObject([
      { id: packageId, name: "Maps", plans: [{ id: planId, ...GOLD, active: true, keys: 0, workingKeys: 0 }] },
    ]);
    expect(await entriesAbout()).toMatchObject([
      { event: "package.created", subjectId: null, subjectUsername: null, after: { package: "Maps" } },
      {
        event: "plan.created",
        after: { package: "Maps", plan: "Gold", throttlePerSecond: 50, quotaPerDay: null },
      },
    ]);
  });

  test("renames a package, once, and overwrites nobody's name", async () => {
    const actor = await adaSignsIn();
    const { packageId: id } = await givenPlan(actor);
    const change = { id, seen: "Maps", name: "Atlas" };
    expect(await renamePackage(actor, change)).toMatchObject({ ok: true });
    expect(await renamePackage(actor, change)).toEqual({ ok: true, entry: null });
    expect(await renamePackage(actor, { ...change, name: "Globe" })).toEqual({
      ok: false,
      refusal: "changed_meanwhile",
    });
    expect((await findPackage(actor, id))?.name).toBe("Atlas");
    const renamed = (await entriesAbout()).filter(({ event }) => event === "package.renamed");
    expect(renamed).toMatchObject([{ before: { package: "Maps" }, after: { package: "Atlas" } }]);
    expect(renamed[0]?.changeId).not.toBeNull();
  });

  test("changes the name and the limits of a plan, once, and overwrites nothing unseen", async () => {
    const actor = await adaSignsIn();
    const { planId: id } = await givenPlan(actor);
    const wanted = { name: "Platinum", throttlePerSecond: null, quotaPerDay: 7 };
    expect(await changePlan(actor, { id, seen: GOLD, ...wanted })).toMatchObject({ ok: true });
    expect(await changePlan(actor, { id, seen: GOLD, ...wanted })).toEqual({ ok: true, entry: null });
    for (const seen of [GOLD, { ...wanted, quotaPerDay: 8 }, { ...wanted, throttlePerSecond: 1 }]) {
      const outcome = await changePlan(actor, { id, seen, ...wanted, name: "Silver" });
      expect(outcome).toEqual({ ok: false, refusal: "changed_meanwhile" });
    }
    expect(await findPlan(actor, id)).toMatchObject({ ...wanted, active: true, package: { name: "Maps" } });
    expect((await entriesAbout()).filter(({ event }) => event === "plan.changed")).toMatchObject([
      {
        before: { plan: "Gold", throttlePerSecond: 50, quotaPerDay: null },
        after: { package: "Maps", plan: "Platinum", throttlePerSecond: null, quotaPerDay: 7 },
      },
    ]);
  });

  test("finds a name in use taken, and other packages may have plans of the same name", async () => {
    const actor = await adaSignsIn();
    const { packageId, planId } = await givenPlan(actor);
    const other = await createPackage(actor, { name: "Weather" });
    if (!other.ok) throw new Error(other.refusal);
    const taken = { ok: false, refusal: "taken" };
    expect(await createPackage(actor, { name: "Maps" })).toEqual(taken);
    expect(await renamePackage(actor, { id: other.id, seen: "Weather", name: "Maps" })).toEqual(taken);
    expect(await createPlan(actor, { packageId, ...GOLD })).toEqual(taken);
    expect(await createPlan(actor, { packageId: other.id, ...GOLD })).toMatchObject({ ok: true });
    expect(await createPlan(actor, { packageId, ...GOLD, name: "Silver" })).toMatchObject({ ok: true });
    expect(await changePlan(actor, { id: planId, seen: GOLD, ...GOLD, name: "Silver" })).toEqual(taken);
    expect(await events()).toEqual([
      ...["package.created", "plan.created", "package.created", "plan.created", "plan.created"],
    ]);
  });

  test("hears what is not there", async () => {
    const actor = await adaSignsIn();
    for (const id of NO_IDS) {
      const answers = [
        await renamePackage(actor, { id, seen: "A", name: "B" }),
        await createPlan(actor, { packageId: id, ...GOLD }),
        await changePlan(actor, { id, seen: GOLD, ...GOLD, name: "B" }),
        await changePlanActivity(actor, { id, seen: true, active: false }),
      ].map((outcome) => (outcome.ok ? "done" : outcome.refusal));
      expect(answers).toEqual(["unknown_package", "unknown_package", "unknown_plan", "unknown_plan"]);
      expect([await findPackage(actor, id), await findPlan(actor, id)]).toEqual([null, null]);
    }
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("the activity of a plan", () => {
  test("deactivating it stops the keys that worked, and writes none of them", async () => {
    const { ada, linus, dora } = await givenPeople("ada", "linus", "dora");
    const actor = await signedIn(ada);
    const { planId: id } = await givenKey({ owner: linus });
    await givenKey({ owner: linus, application: "Arrivals Board" });
    await givenKey({ owner: linus, status: "DISABLED" });
    await givenKey({ owner: linus, status: "WAITING" });
    await givenKey({ owner: dora });
    await givenKey({ owner: linus, plan: "Silver" });
    const keys = await database().packageKey.findMany({ orderBy: { id: "asc" } });
    const outcome = await changePlanActivity(actor, { id, seen: true, active: false, reason: "Sold out." });
    const [entry] = await entriesAbout();
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(entry).toMatchObject({
      ...{ event: "plan.deactivated", reason: "Sold out.", subjectId: null, before: { active: true } },
      ...{ after: { active: false, package: "Maps", plan: "Gold" }, effects: { keysStopped: 2 } },
    });
    expect(entry?.changeId).not.toBeNull();
    expect(await database().packageKey.findMany({ orderBy: { id: "asc" } })).toEqual(keys);
    const blocks = (await listKeysOf(actor, linus.id)).map(({ status, block }) => [status, block].join(" "));
    expect(blocks.sort()).toEqual([
      "DISABLED plan_inactive",
      "ENABLED ",
      "ENABLED plan_inactive",
      "ENABLED plan_inactive",
      "WAITING plan_inactive",
    ]);
    expect(await findPlan(actor, id)).toMatchObject({ active: false, keys: 5, workingKeys: 0 });
  });

  test("activating it restores what was there, and nothing that was disabled or waiting by itself", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const { planId: id } = await givenKey({ owner: linus, planActive: false });
    await givenKey({ owner: linus, status: "DISABLED" });
    await givenKey({ owner: linus, status: "WAITING" });
    const change = { id, seen: false, active: true };
    expect(await changePlanActivity(actor, change)).toMatchObject({ ok: true });
    expect(await changePlanActivity(actor, change)).toEqual({ ok: true, entry: null });
    expect(await entriesAbout()).toMatchObject([{ event: "plan.activated", effects: { keysRestored: 1 } }]);
    expect(await findPlan(actor, id)).toMatchObject({ active: true, keys: 3, workingKeys: 1 });
  });

  test("a second click writes nothing more", async () => {
    const actor = await adaSignsIn();
    const { planId: id } = await givenPlan(actor);
    const click = () => changePlanActivity(actor, { id, seen: true, active: false });
    const outcomes = await Promise.all([click(), click(), click()]);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect((await events()).filter((event) => event === "plan.deactivated")).toHaveLength(1);
  });
});

test.each([true, false])(
  "a plan tells how many keys it has, work, and are held back by it alone: active %s",
  async (planActive) => {
    const { ada, linus, dora, wei } = await givenPeople("ada", "linus", "dora", "wei");
    const actor = await signedIn(ada);
    for (const owner of [linus, dora, wei]) {
      for (const status of ["ENABLED", "DISABLED", "WAITING"] as const) await givenKey({ owner, status, planActive });
    }
    await givenKey({ owner: linus, planActive });
    const { planId: otherId } = await givenKey({ owner: linus, plan: "Silver" });
    const plan = { keys: 10, workingKeys: planActive ? 2 : 0, readyKeys: 2 };
    const [maps] = await listPackages(actor);
    expect(maps?.plans).toMatchObject([
      { name: "Gold", ...plan },
      { name: "Silver", keys: 1, workingKeys: 1, readyKeys: 1 },
    ]);
    expect(await findPlan(actor, otherId)).toMatchObject({ keys: 1, workingKeys: 1, readyKeys: 1 });
  },
);

describe("who is no administrator", () => {
  const verbs = {
    "package.created": (actor: Actor) => createPackage(actor, { name: "New" }),
    "package.renamed": (actor: Actor, id: string) => renamePackage(actor, { id, seen: "Maps", name: "New" }),
    "plan.created": (actor: Actor, packageId: string) => createPlan(actor, { packageId, ...GOLD, name: "New" }),
    "plan.changed": (actor: Actor, _: string, id: string) =>
      changePlan(actor, { id, seen: { ...GOLD, throttlePerSecond: null }, ...GOLD, name: "New" }),
    "plan.activated": (actor: Actor, _: string, id: string) =>
      changePlanActivity(actor, { id, seen: true, active: true }),
    "plan.deactivated": (actor: Actor, _: string, id: string) =>
      changePlanActivity(actor, { id, seen: true, active: false }),
  };
  const names = {
    "package.created": { package: "New" },
    "package.renamed": { package: "Maps" },
    "plan.created": { package: "Maps", plan: "New" },
    "plan.changed": { package: "Maps", plan: "Gold" },
    "plan.activated": { package: "Maps", plan: "Gold" },
    "plan.deactivated": { package: "Maps", plan: "Gold" },
  };
  const attempts = (["cora", "percy", "sam", "linus"] as const).flatMap((who) =>
    (Object.keys(verbs) as (keyof typeof verbs)[]).map((event) => ({ who, event })),
  );

  test.each(attempts)("$who: $event is refused, with one entry and nothing else", async ({ who, event }) => {
    const people = await givenPeople("cora", "percy", "sam", "linus");
    const { packageId, planId } = await givenKey({ owner: people.linus });
    const stored = () => Promise.all([database().package.findMany(), database().plan.findMany()]);
    const before = await stored();
    const outcome = await verbs[event](await signedIn(people[who]), packageId, planId);
    expect(outcome).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await stored()).toEqual(before);
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ event, outcome: "REFUSED", refusal: "not_permitted", actorUsername: who, subjectId: null },
        before: who === "linus" ? null : names[event],
      },
    ]);
  });

  test("reads them with any role of the console, and not without", async () => {
    const { sam, linus } = await givenPeople("sam", "linus");
    const { packageId, planId } = await givenKey({ owner: linus });
    const [sams, linuses] = [await signedIn(sam), await signedIn(linus)];
    const plan = { id: planId, keys: 1, workingKeys: 1 };
    expect(await listPackages(sams)).toMatchObject([{ id: packageId, plans: [plan] }]);
    expect(await findPackage(sams, packageId)).toMatchObject({ id: packageId, name: "Maps" });
    expect(await findPlan(sams, planId)).toMatchObject(plan);
    expect(await listPackages(linuses)).toEqual([]);
    const nothing = [await findPackage(linuses, packageId), await findPlan(linuses, planId)];
    expect([...nothing, await findPlanByName(linuses, {})]).toEqual([null, null, null]);
  });
});

test("a plan is found by its names, or is the first active one", async () => {
  const { ada } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  for (const [name, plan, planActive] of [
    ["Maps", "Beta", false],
    ["Maps", "Pro", true],
    ["Weather", "Basic", true],
    ["Atlas", "Old", false],
  ] as const) {
    await givenKey({ package: name, plan, planActive });
  }
  const found = async (named: { package?: string; plan?: string }) => {
    const plan = await findPlanByName(actor, named);
    return plan && `${plan.packageName} ${plan.name}`;
  };
  expect(await found({})).toBe("Maps Pro");
  expect(await found({ package: "Weather" })).toBe("Weather Basic");
  expect(await found({ package: "Maps", plan: "Beta" })).toBe("Maps Beta");
  expect(await found({ plan: "Basic" })).toBe("Weather Basic");
  expect(await found({ package: "Atlas" })).toBeNull();
  expect(await found({ package: "Maps", plan: "Basic" })).toBeNull();
});
