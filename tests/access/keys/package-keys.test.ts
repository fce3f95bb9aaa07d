/** Package keys on a real database: made once, shown once, changed by whom the rules allow, and told in the audit. */
import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { createPackageKey } from "@/access/keys/new-package-key";
import { hashPackageKey, isPackageKey, keyName, shownParts } from "@/access/keys/package-key-format";
import {
  changePackageKeyStatus,
  deletePackageKey,
  findPackageKey,
  listKeysOf,
  listOwnKeys,
} from "@/access/keys/package-keys";
import { changeAccountStatus } from "@/access/status/access-settings";
import type { PackageKey } from "@/generated/prisma/client";
import { entriesAbout, signedIn } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";

const NOBODYS_ID = "00000000-0000-4000-8000-000000000000";
const NO_IDS = [NOBODYS_ID, "", "1", "\0", "\ud800", "x".repeat(10_000), "' OR 1=1 --", "{}"];

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

function keyRow({ id }: { id: string }): Promise<PackageKey | null> {
  return database().packageKey.findUnique({ where: { id } });
}

/** Everything that the tests of creating need to be there: the plan of a key of somebody else. */
async function givenPlan(planActive = true): Promise<GivenKey> {
  return givenKey({ owner: await givenPerson({ username: "neighbour" }), planActive });
}

function names({ key }: GivenKey) {
  return { key: keyName(shownParts(key)), application: "Harbour Map", package: "Maps", plan: "Gold" };
}

describe("creating a key", () => {
  test("cora creates one for linus: valid, enabled, shown once, and in the audit by its name only", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const { planId } = await givenPlan();
    const application = { name: "Harbour Map" };
    const wanted = { username: "LINUS", application, planId, environment: "live" };
    const made = await createPackageKey(await signedIn(cora), wanted);
    if (!made.ok) throw new Error(made.refusal);
    expect(isPackageKey(made.key)).toBe(true);
    expect(made.key).toMatch(/^lk_live_/);
    const row = await database().packageKey.findUniqueOrThrow({
      where: { hash: hashPackageKey(made.key) },
      include: { application: true },
    });
    expect(row).toMatchObject({ id: made.id, status: "ENABLED", planId, lastUsedAt: null, ...shownParts(made.key) });
    expect(row.application).toMatchObject({ ownerId: linus.id, name: "Harbour Map" });
    const entries = await entriesAbout(linus);
    expect(entries).toMatchObject([
      { event: "application.created", outcome: "DONE", actorUsername: "cora", after: { application: "Harbour Map" } },
      {
        ...{ id: made.entry, event: "package-key.created", outcome: "DONE", actorUsername: "cora", before: null },
        after: { status: "ENABLED", ...names({ ...row, key: made.key } as unknown as GivenKey) },
      },
    ]);
    const everything = await database().$queryRaw<{ row: string }[]>`
      SELECT a::text AS row FROM audit_entries a UNION ALL SELECT k::text FROM package_keys k
      UNION ALL SELECT p::text FROM applications p`;
    expect(everything.some(({ row: text }) => text.includes(made.key.slice(12, -4)))).toBe(false);
  });

  test("a second one goes into the same application, by its id or its name", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const { applicationId, planId } = await givenKey({ owner: linus });
    const actor = await signedIn(ada);
    for (const application of [{ id: applicationId }, { name: "Harbour Map" }]) {
      const made = await createPackageKey(actor, { username: "linus", application, planId, environment: "live" });
      expect(made.ok).toBe(true);
    }
    expect(await database().packageKey.count({ where: { applicationId } })).toBe(3);
    expect((await entriesAbout(linus)).map(({ event }) => event)).toEqual([
      "package-key.created",
      "package-key.created",
    ]);
  });

  test("one form that is sent twice, at the same moment, makes one key", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const { planId } = await givenPlan();
    const [actor, id] = [await signedIn(ada), randomUUID()];
    const wanted = { id, username: "linus", application: { name: "Harbour Map" }, planId, environment: "live" };
    const answers = await Promise.all([createPackageKey(actor, wanted), createPackageKey(actor, wanted)]);
    expect(answers.filter(({ ok }) => ok)).toMatchObject([{ id }]);
    expect(answers.filter(({ ok }) => !ok)).toEqual([{ ok: false, refusal: "sent_before" }]);
    expect(await listKeysOf(actor, linus.id)).toMatchObject([{ id }]);
    expect((await entriesAbout(linus)).map(({ event }) => event)).toEqual([
      "application.created",
      "package-key.created",
    ]);
  });

  test("a form that is sent again after its key was deleted makes no other one", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const { planId } = await givenPlan();
    const [actor, id] = [await signedIn(ada), randomUUID()];
    const wanted = { id, username: "linus", application: { name: "Harbour Map" }, planId, environment: "live" };
    expect((await createPackageKey(actor, wanted)).ok).toBe(true);
    expect((await deletePackageKey(actor, { id })).ok).toBe(true);
    const entries = await entriesAbout(linus);
    for (const same of [id, id.toUpperCase()]) {
      expect(await createPackageKey(actor, { ...wanted, id: same })).toEqual({ ok: false, refusal: "sent_before" });
    }
    expect(await listKeysOf(actor, linus.id)).toEqual([]);
    expect(await entriesAbout(linus)).toEqual(entries);
  });

  test("for dora, who is disabled, it waits for her; for a plan that is inactive, for the plan", async () => {
    const { ada, dora, pat } = await givenPeople("ada", "dora", "pat");
    const { planId } = await givenPlan(false);
    const actor = await signedIn(ada);
    for (const { username } of [dora, pat]) {
      const wanted = { username, application: { name: "A" }, planId, environment: "test" };
      const block = username === "dora" ? "user_disabled" : "plan_inactive";
      expect(await createPackageKey(actor, wanted)).toMatchObject({ ok: true, block });
    }
    expect((await entriesAbout(dora)).at(-1)).toMatchObject({ after: { status: "ENABLED", block: "user_disabled" } });
    expect((await entriesAbout(pat)).at(-1)).toMatchObject({ after: { status: "ENABLED", block: "plan_inactive" } });
    expect(await listKeysOf(actor, dora.id)).toMatchObject([{ status: "ENABLED", block: "user_disabled" }]);
  });

  test.each([
    ["sam", "linus", "not_permitted"],
    ["linus", "linus", "not_permitted"],
    ["linus", "ada", "not_permitted"],
    ["cora", "ada", "above_role"],
    ["percy", "pablo", "above_role"],
  ] as const)("%s creates one for %s: %s, and one entry", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "cora", "percy", "sam", "linus", "pablo");
    const { planId } = await givenPlan();
    const wanted = { username: whom, application: { name: "A" }, planId, environment: "live" };
    expect(await createPackageKey(await signedIn(people[who]), wanted)).toEqual({ ok: false, refusal });
    expect(await database().packageKey.count()).toBe(1);
    expect(await database().application.count()).toBe(1);
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ event: "package-key.created", outcome: "REFUSED", refusal, subjectUsername: whom, after: null },
        before: who === "linus" ? null : { application: "A", package: "Maps", plan: "Gold" },
      },
    ]);
  });

  test("sam's attempt with the id of an application names it, and nothing that is not there", async () => {
    const { sam } = await givenPeople("sam", "linus");
    const { planId, applicationId } = await givenKey();
    const actor = await signedIn(sam);
    const wanted = { username: "linus", application: { id: applicationId }, planId, environment: "live" };
    for (const id of NO_IDS) await createPackageKey(actor, { ...wanted, application: { id }, planId: id });
    await createPackageKey(actor, wanted);
    const attempts = (await entriesAbout()).map(({ refusal, before }) => ({ refusal, before }));
    expect(attempts).toEqual([
      ...NO_IDS.map(() => ({ refusal: "not_permitted", before: null })),
      { refusal: "not_permitted", before: { application: "Harbour Map", package: "Maps", plan: "Gold" } },
    ]);
  });

  test("what is not there, or somebody else's, is named, and leaves nothing", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const { planId, applicationId: neighbours } = await givenPlan();
    const actor = await signedIn(ada);
    const good = { username: linus.username, application: { name: "A" }, planId, environment: "live" };
    const create = async (change: object) => createPackageKey(actor, { ...good, ...change });
    expect(await create({ username: "nobody" })).toEqual({ ok: false, refusal: "unknown_user" });
    for (const id of NO_IDS) {
      expect(await create({ planId: id })).toEqual({ ok: false, refusal: "unknown_plan" });
      expect(await create({ application: { id } })).toEqual({ ok: false, refusal: "unknown_application" });
    }
    expect(await create({ application: { id: neighbours } })).toEqual({ ok: false, refusal: "unknown_application" });
    expect(await database().packageKey.count()).toBe(1);
    expect(await database().application.count()).toBe(1);
    expect(await entriesAbout()).toEqual([]);
  });

  test("ada, disabled meanwhile, creates none", async () => {
    const { ada } = await givenPeople("ada", "grace", "linus");
    const { planId } = await givenPlan();
    const actor = await signedIn(ada);
    const seen = { status: "ENABLED" } as const;
    await changeAccountStatus(commandLineActor(), { username: "ada", seen, status: "DISABLED" });
    const wanted = { username: "linus", application: { name: "A" }, planId, environment: "live" };
    expect(await createPackageKey(actor, wanted)).toEqual({ ok: false, refusal: "signed_out" });
    expect(await database().packageKey.count()).toBe(1);
  });

  test("an audit that can't be written leaves no key and no application", async () => {
    const { ada } = await givenPeople("ada", "linus");
    const { planId } = await givenPlan();
    const actor = await signedIn(ada);
    await asOwner("ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (event <> 'package-key.created')");
    const wanted = { username: "linus", application: { name: "A" }, planId, environment: "live" };
    await expect(createPackageKey(actor, wanted)).rejects.toThrow("broken");
    await asOwner("ALTER TABLE audit_entries DROP CONSTRAINT broken");
    expect(await database().packageKey.count()).toBe(1);
    expect(await database().application.count()).toBe(1);
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("the status of a key", () => {
  test("cora disables linus's key: one entry, and the gates are told by its number", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const key = await givenKey({ owner: linus });
    const change = { id: key.id, seen: "ENABLED", status: "DISABLED", reason: "Leaked." } as const;
    const outcome = await changePackageKeyStatus(await signedIn(cora), change);
    const [entry] = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect((await keyRow(key))?.status).toBe("DISABLED");
    expect(entry).toMatchObject({
      ...{ event: "package-key.disabled", outcome: "DONE", actorUsername: "cora", reason: "Leaked." },
      ...{ before: { status: "ENABLED" }, after: { status: "DISABLED", ...names(key) } },
      effects: { keysStopped: 1, keysRestored: 0 },
    });
    const changes = await database().accessChange.findMany({ where: { kind: "PACKAGE_KEY", subjectId: key.id } });
    expect(changes.map(({ id }) => id)).toEqual([entry?.changeId]);
  });

  test("cora approves wei's waiting key: it is enabled, and blocked until wei is", async () => {
    const { cora, wei } = await givenPeople("cora", "wei");
    const key = await givenKey({ owner: wei, status: "WAITING" });
    const change = { id: key.id, seen: "WAITING", status: "ENABLED" } as const;
    expect((await changePackageKeyStatus(await signedIn(cora), change)).ok).toBe(true);
    expect(await entriesAbout(wei)).toMatchObject([
      {
        ...{ event: "package-key.enabled", before: { status: "WAITING" } },
        after: { status: "ENABLED", block: "user_waiting" },
        effects: { keysStopped: 0, keysRestored: 0 },
      },
    ]);
    expect(await listKeysOf(await signedIn(cora), wei.id)).toMatchObject([
      { status: "ENABLED", block: "user_waiting" },
    ]);
  });

  test("a second click writes nothing more", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const key = await givenKey({ owner: pat });
    const actor = await signedIn(ada);
    const click = () => changePackageKeyStatus(actor, { id: key.id, seen: "ENABLED", status: "DISABLED" });
    const outcomes = await Promise.all([click(), click(), click()]);
    const row = await keyRow(key);
    expect(await click()).toEqual({ ok: true, entry: null });
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(await entriesAbout()).toHaveLength(1);
    expect(await keyRow(key)).toEqual(row);
  });

  test("ada saw it waiting, but grace was faster: nothing is overwritten and nothing is written down", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const key = await givenKey({ owner: linus });
    const before = await keyRow(key);
    const change = { id: key.id, seen: "WAITING", status: "DISABLED" } as const;
    const outcome = await changePackageKeyStatus(await signedIn(ada), change);
    expect(outcome).toEqual({ ok: false, refusal: "changed_meanwhile" });
    expect(await keyRow(key)).toEqual(before);
    expect(await entriesAbout()).toEqual([]);
  });

  test("no such key: ada hears it, linus learns nothing", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const [adas, linuses] = [await signedIn(ada), await signedIn(linus)];
    for (const id of NO_IDS) {
      const change = { id, seen: "ENABLED", status: "DISABLED" } as const;
      expect(await changePackageKeyStatus(adas, change)).toEqual({ ok: false, refusal: "unknown_package_key" });
      expect(await deletePackageKey(adas, { id })).toEqual({ ok: false, refusal: "unknown_package_key" });
    }
    expect(await entriesAbout()).toEqual([]);
    const change = { id: NOBODYS_ID, seen: "ENABLED", status: "DISABLED" } as const;
    expect(await changePackageKeyStatus(linuses, change)).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await entriesAbout()).toMatchObject([
      { event: "package-key.disabled", outcome: "REFUSED", refusal: "not_permitted", subjectUsername: null },
    ]);
  });
});

describe("deleting a key", () => {
  test("cora deletes it: the audit keeps its name", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const [key, other] = [await givenKey({ owner: linus }), await givenKey({ owner: linus })];
    const outcome = await deletePackageKey(await signedIn(cora), { id: key.id, reason: "Replaced." });
    const [entry] = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(await keyRow(key)).toBeNull();
    expect(await keyRow(other)).not.toBeNull();
    expect(entry).toMatchObject({
      ...{
        event: "package-key.deleted",
        reason: "Replaced.",
        before: { status: "ENABLED", ...names(key) },
        after: null,
      },
      effects: { keysStopped: 1 },
    });
    expect(entry?.changeId).not.toBeNull();
    const again = await deletePackageKey(await signedIn(cora), { id: key.id });
    expect(again).toEqual({ ok: false, refusal: "unknown_package_key" });
  });

  test("one that did not work stops nothing", async () => {
    const { ada, dora } = await givenPeople("ada", "dora");
    const key = await givenKey({ owner: dora });
    await deletePackageKey(await signedIn(ada), { id: key.id });
    expect(await entriesAbout(dora)).toMatchObject([{ effects: { keysStopped: 0 } }]);
  });
});

describe("a refused change leaves the answer, the key as it was, and one entry", () => {
  const verbs = {
    "package-key.disabled": (actor: Parameters<typeof deletePackageKey>[0], id: string) =>
      changePackageKeyStatus(actor, { id, seen: "ENABLED", status: "DISABLED" }),
    // Asked also for the status that the key has already: a page that offers no control sends none.
    "package-key.enabled": (actor: Parameters<typeof deletePackageKey>[0], id: string) =>
      changePackageKeyStatus(actor, { id, seen: "ENABLED", status: "ENABLED" }),
    "package-key.deleted": (actor: Parameters<typeof deletePackageKey>[0], id: string) =>
      deletePackageKey(actor, { id }),
  };
  const refused = [
    ["sam", "linus", "not_permitted"],
    ["linus", "linus", "not_permitted"],
    ["linus", "ada", "not_permitted"],
    ["cora", "ada", "above_role"],
    ["percy", "pablo", "above_role"],
  ] as const;

  test.each(
    refused.flatMap(([who, whom, refusal]) =>
      (Object.keys(verbs) as (keyof typeof verbs)[]).map((event) => ({ who, whom, refusal, event })),
    ),
  )("$event: $who, of $whom: $refusal", async ({ who, whom, refusal, event }) => {
    const people = await givenPeople("ada", "cora", "percy", "sam", "linus", "pablo");
    const key = await givenKey({ owner: people[whom] });
    const before = await keyRow(key);
    const outcome = await verbs[event](await signedIn(people[who]), key.id);
    expect(outcome).toEqual({ ok: false, refusal });
    expect(await keyRow(key)).toEqual(before);
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ event, outcome: "REFUSED", refusal, subjectUsername: whom, actorUsername: who, after: null },
        before: who === "linus" ? null : names(key),
      },
    ]);
    expect(await database().accessChange.count()).toBe(0);
  });
});

describe("reading keys", () => {
  test("the latest change comes first, each with why it does not work", async () => {
    const { ada, linus } = await givenPeople("ada", "linus", "dora");
    const old = await givenKey({ owner: linus, plan: "Closed", planActive: false });
    const late = await givenKey({ owner: linus, status: "DISABLED" });
    await givenKey({ owner: await givenPerson({ username: "neighbour" }) });
    await database().packageKey.update({ where: { id: old.id }, data: { updatedAt: new Date("2020-01-01Z") } });
    const keys = await listKeysOf(await signedIn(ada), linus.id);
    expect(keys).toMatchObject([
      { id: late.id, status: "DISABLED", block: null, plan: { id: late.planId, name: "Gold" }, lastUsedAt: null },
      { id: old.id, status: "ENABLED", block: "plan_inactive", package: { id: old.packageId, name: "Maps" } },
    ]);
    expect(keys[0]?.createdAt).toBeInstanceOf(Date);
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(
      ["application", "block", "createdAt", "id", "lastFour", "lastUsedAt", "package", "plan", "prefix"].concat([
        "status",
        "updatedAt",
      ]),
    );
  });

  test("sam finds a key with its owner; nobody finds what is none", async () => {
    const { sam, pat } = await givenPeople("sam", "pat");
    const key = await givenKey({ owner: pat });
    const actor = await signedIn(sam);
    expect(await findPackageKey(actor, key.id)).toMatchObject({
      ...{ id: key.id, ...shownParts(key.key) },
      owner: { id: pat.id, username: "pat", displayName: pat.displayName, origin: "PLATFORM", roles: [] },
    });
    for (const id of NO_IDS) expect(await findPackageKey(actor, id)).toBeNull();
    for (const id of NO_IDS) expect(await listKeysOf(actor, id)).toEqual([]);
  });

  test("linus sees his own keys, and those of nobody else by any verb", async () => {
    const { linus, dora } = await givenPeople("linus", "dora");
    const [own, other] = [await givenKey({ owner: linus }), await givenKey({ owner: dora })];
    const actor = await signedIn(linus);
    expect(await listOwnKeys(actor)).toMatchObject([{ id: own.id, block: null }]);
    for (const { ownerId, id } of [own, other]) {
      expect(await listKeysOf(actor, ownerId)).toEqual([]);
      expect(await findPackageKey(actor, id)).toBeNull();
    }
    expect(await listOwnKeys(commandLineActor())).toEqual([]);
  });
});
