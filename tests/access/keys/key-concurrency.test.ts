/** What holds when several people change keys, their owner and their plan at the same moment. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { createApplication, deleteApplication } from "@/access/keys/applications";
import { createPackageKey } from "@/access/keys/new-package-key";
import { changePackageKeyStatus, deletePackageKey, listKeysOf } from "@/access/keys/package-keys";
import { changePlan, changePlanActivity } from "@/access/keys/plans";
import { keyDecision } from "@/access/rules";
import { changeAccountStatus } from "@/access/status/access-settings";
import { deleteUser } from "@/access/users/users";
import type { User } from "@/generated/prisma/client";
import { entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson, untilWaiting } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
});
beforeEach(emptyDatabase);

/** Lets both begin, in this order, while somebody else holds the user: so neither has read the user before both wait. */
async function inThisOrder<First, Second>(
  user: User,
  first: () => Promise<First>,
  second: () => Promise<Second>,
): Promise<[First, Second]> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [user.id]);
  try {
    const one = first();
    await untilWaiting(1);
    const other = second();
    await untilWaiting(2);
    await holder.query("ROLLBACK");
    return await Promise.all([one, other]);
  } finally {
    await holder.end();
  }
}

describe("a key is created for linus while he is disabled", () => {
  async function story() {
    const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
    const { planId } = await givenKey({ owner: await givenPerson({ username: "neighbour" }) });
    const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
    const wanted = { username: "linus", application: { name: "New" }, planId, environment: "live" };
    const create = () => createPackageKey(adas, wanted);
    const seen = { status: "ENABLED" } as const;
    const disable = () => changeAccountStatus(graces, { username: "linus", seen, status: "DISABLED" });
    return { adas, linus, create, disable };
  }

  test("created first: it worked, and it is among those that stopped", async () => {
    const { adas, linus, create, disable } = await story();
    await inThisOrder(linus, create, disable);
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "application.created" },
      { event: "package-key.created", after: { status: "ENABLED" } },
      { event: "user.disabled", effects: { keysStopped: 1 } },
    ]);
    expect((await entriesAbout(linus))[1]?.after).not.toHaveProperty("block");
    expect(await listKeysOf(adas, linus.id)).toMatchObject([{ status: "ENABLED", block: "user_disabled" }]);
  });

  test("disabled first: it never worked, and the audit says so", async () => {
    const { adas, linus, create, disable } = await story();
    await inThisOrder(linus, disable, create);
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "user.disabled", effects: { keysStopped: 0 } },
      { event: "application.created" },
      { event: "package-key.created", after: { status: "ENABLED", block: "user_disabled" } },
    ]);
    expect(await listKeysOf(adas, linus.id)).toMatchObject([{ status: "ENABLED", block: "user_disabled" }]);
  });
});

test("linus is deleted while a key is created for him: no key is left behind", async () => {
  const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
  const { planId } = await givenKey({ owner: await givenPerson({ username: "neighbour" }) });
  const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
  const wanted = { username: "linus", application: { name: "New" }, planId, environment: "live" };
  const [deleted, created] = await inThisOrder(
    linus,
    () => deleteUser(graces, "linus"),
    () => createPackageKey(adas, wanted),
  );
  expect(deleted.ok).toBe(true);
  expect(created).toEqual({ ok: false, refusal: "unknown_user" });
  expect(await database().packageKey.count()).toBe(1);
});

test("a key is deleted while it is disabled: the later one hears that it is gone", async () => {
  const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
  const { id } = await givenKey({ owner: linus });
  const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
  const [deleted, disabled] = await inThisOrder(
    linus,
    () => deletePackageKey(adas, { id }),
    () => changePackageKeyStatus(graces, { id, seen: "ENABLED", status: "DISABLED" }),
  );
  expect(deleted.ok).toBe(true);
  expect(disabled).toEqual({ ok: false, refusal: "unknown_package_key" });
  expect(await entriesAbout(linus)).toMatchObject([{ event: "package-key.deleted" }]);
});

test("somebody deletes a key by psql while ada disables it: she hears that it is gone, and the audit tells of nothing", async () => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const { id } = await givenKey({ owner: linus });
  const actor = await signedIn(ada);
  const psql = new pg.Client({ connectionString: url });
  await psql.connect();
  try {
    await psql.query("BEGIN");
    await psql.query("DELETE FROM package_keys WHERE id = $1", [id]);
    const disabling = changePackageKeyStatus(actor, { id, seen: "ENABLED", status: "DISABLED" });
    await untilWaiting(1);
    await psql.query("COMMIT");
    expect(await disabling).toEqual({ ok: false, refusal: "unknown_package_key" });
  } finally {
    await psql.end();
  }
  expect(await entriesAbout()).toEqual([]);
});

test("an application is deleted while a key is created in it: the key is refused", async () => {
  const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
  const { applicationId: id, planId } = await givenKey({ owner: linus });
  const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
  const wanted = { username: "linus", application: { id }, planId, environment: "live" };
  const [deleted, created] = await inThisOrder(
    linus,
    () => deleteApplication(adas, { id, seen: 1 }),
    () => createPackageKey(graces, wanted),
  );
  expect(deleted.ok).toBe(true);
  expect(created).toEqual({ ok: false, refusal: "unknown_application" });
  expect(await database().packageKey.count()).toBe(0);
});

test("a key is created in an application while it is deleted: the new key keeps it", async () => {
  const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
  const { applicationId: id, planId } = await givenKey({ owner: linus });
  const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
  const wanted = { username: "linus", application: { id }, planId, environment: "live" };
  const [created, deleted] = await inThisOrder(
    linus,
    () => createPackageKey(graces, wanted),
    () => deleteApplication(adas, { id, seen: 1 }),
  );
  expect(created.ok).toBe(true);
  expect(deleted).toEqual({ ok: false, refusal: "changed_meanwhile" });
  expect(await database().packageKey.count({ where: { applicationId: id } })).toBe(2);
});

test("one id for keys of linus and of pat at the same moment: one key, and a sentence for the other", async () => {
  const { ada, cora } = await givenPeople("ada", "cora", "linus", "pat");
  const { planId } = await givenKey({ owner: await givenPerson({ username: "neighbour" }) });
  const [adas, coras] = [await signedIn(ada), await signedIn(cora)];
  const wanted = { application: { name: "New" }, planId, environment: "live" };
  for (let round = 0; round < 5; round += 1) {
    const id = randomUUID();
    const outcomes = await Promise.all([
      createPackageKey(adas, { ...wanted, id, username: "linus" }),
      // The same id, however it is written.
      createPackageKey(coras, { ...wanted, id: id.toUpperCase(), username: "pat" }),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toMatchObject([{ id }]);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([{ ok: false, refusal: "sent_before" }]);
    expect(await database().packageKey.count()).toBe(round + 2);
  }
});

test("eight keys in one new application at the same moment: one application, eight keys", async () => {
  const { ada, cora, linus } = await givenPeople("ada", "cora", "linus");
  const { planId } = await givenKey({ owner: await givenPerson({ username: "neighbour" }) });
  const actors = [await signedIn(ada), await signedIn(cora)];
  const wanted = { username: "linus", application: { name: "New" }, planId, environment: "live" };
  const made = await Promise.all([1, 2, 3, 4].flatMap(() => actors.map((actor) => createPackageKey(actor, wanted))));
  expect(made.every(({ ok }) => ok)).toBe(true);
  const applications = await database().application.findMany({ where: { ownerId: linus.id }, include: { keys: true } });
  expect(applications.map(({ keys }) => keys.length)).toEqual([8]);
  expect((await entriesAbout(linus)).filter(({ event }) => event === "application.created")).toHaveLength(1);
});

test(
  "everybody changes everything at once, also their own and each other's: nobody waits for each other without end",
  { timeout: 90_000 },
  async () => {
    const everybody = await givenPeople("ada", "grace", "cora", "linus");
    const { ada, grace, cora, linus } = everybody;
    const actors = { ada: await signedIn(ada), grace: await signedIn(grace), cora: await signedIn(cora) };
    for (let round = 0; round < 12; round += 1) {
      const keys: GivenKey[] = [];
      for (const owner of [ada, grace, cora, linus, linus]) keys.push(await givenKey({ owner }));
      const ids = keys.map(({ id }) => id);
      const [planId = ""] = keys.map((key) => key.planId);
      const plan = await database().plan.findUniqueOrThrow({ where: { id: planId } });
      const { active, name } = plan;
      const terms = { name, throttlePerSecond: plan.throttlePerSecond, quotaPerDay: plan.quotaPerDay };
      const disable = (actor: Actor, id = "") =>
        changePackageKeyStatus(actor, { id, seen: "ENABLED", status: "DISABLED" });
      const seen = { status: round % 2 === 0 ? "ENABLED" : "DISABLED" } as const;
      const status = round % 2 === 0 ? "DISABLED" : "ENABLED";
      const outcomes = await Promise.all([
        disable(actors.ada, ids[1]),
        disable(actors.grace, ids[0]),
        disable(actors.ada, ids[0]),
        disable(actors.cora, ids[2]),
        disable(actors.grace, ids[3]),
        changeAccountStatus(actors.ada, { username: "linus", seen, status }),
        changePlanActivity(actors.grace, { id: planId, seen: active, active: !active }),
        changePlan(actors.ada, { id: planId, seen: terms, ...terms, name: `Gold`, quotaPerDay: round + 1 }),
        createPackageKey(actors.grace, {
          username: "linus",
          application: { name: `App ${round}` },
          planId,
          environment: "live",
        }),
        createApplication(actors.cora, { username: "linus", name: `Other ${round}` }),
        deletePackageKey(actors.cora, { id: ids[4] ?? "" }),
        deleteApplication(actors.grace, { id: keys[2]?.applicationId ?? "", seen: 1 }),
        // Many keys in one statement of somebody else, locked in the order of their ids.
        database().$executeRaw`
          UPDATE package_keys SET last_used_at = now() WHERE id IN
            (SELECT id FROM package_keys WHERE id = ANY (${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE)`,
      ]);
      const refusals = outcomes.flatMap((outcome) =>
        typeof outcome === "object" && !outcome.ok ? [outcome.refusal] : [],
      );
      // What was deleted a moment before is gone. Nothing else is refused, and no statement fails.
      expect(new Set([...refusals, "unknown_package_key"])).toEqual(new Set(["unknown_package_key"]));
    }
    const entries = await entriesAbout();
    expect(entries.every(({ outcome }) => outcome === "DONE")).toBe(true);
    expect(entries.filter(({ event }) => event === "user.disabled" || event === "user.enabled")).toHaveLength(12);
    expect(entries.filter(({ event }) => event.endsWith("activated"))).toHaveLength(12);
    await expectHonestWorking(everybody);
  },
);

/** What the lists call working is what the rule says of each row, after all of that. */
async function expectHonestWorking(everybody: Record<string, User>): Promise<void> {
  const sams = await signedIn((await givenPeople("sam")).sam);
  for (const owner of Object.values(everybody)) {
    const stored = await database().packageKey.findMany({
      where: { application: { ownerId: owner.id } },
      include: { plan: true, application: { include: { owner: true } } },
    });
    const listed = await listKeysOf(sams, owner.id);
    const allowed = stored.filter(
      ({ status, plan, application }) =>
        keyDecision({ owner: application.owner.status, planActive: plan.active, key: status }) === "allowed",
    );
    const working = listed.filter(({ status, block }) => status === "ENABLED" && block === null);
    expect(working.map(({ id }) => id).sort()).toEqual(allowed.map(({ id }) => id).sort());
  }
}
