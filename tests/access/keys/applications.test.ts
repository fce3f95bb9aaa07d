/** Applications on a real database: created, listed with their keys, deleted together with them. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import {
  createApplication,
  deleteApplication,
  findApplication,
  listApplications,
  listOwnApplications,
} from "@/access/keys/applications";
import { entriesAbout, signedIn } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";

const NO_IDS = ["00000000-0000-4000-8000-000000000000", "", "1", "\0", "\ud800", "x".repeat(10_000), "' OR 1=1 --"];

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

describe("creating an application", () => {
  test("cora creates one for linus, with one entry", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const made = await createApplication(await signedIn(cora), { username: "LINUS", name: "Harbour Map" });
    if (!made.ok) throw new Error(made.refusal);
    const row = await database().application.findUniqueOrThrow({ where: { id: made.id } });
    expect(row).toMatchObject({ ownerId: linus.id, name: "Harbour Map" });
    expect(await entriesAbout(linus)).toMatchObject([
      { id: made.entry, event: "application.created", after: { application: "Harbour Map" }, effects: null },
    ]);
  });

  test("the same name twice is taken, for one user", async () => {
    const { ada, linus, pat } = await givenPeople("ada", "linus", "pat");
    const actor = await signedIn(ada);
    const create = (username: string) => createApplication(actor, { username, name: "Harbour Map" });
    const outcomes = await Promise.all([create("linus"), create("linus"), create("linus"), create("pat")]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === "taken")).toHaveLength(2);
    for (const { id } of [linus, pat]) expect(await database().application.count({ where: { ownerId: id } })).toBe(1);
    expect(await entriesAbout()).toHaveLength(2);
  });

  test.each([
    ["sam", "linus", "not_permitted"],
    ["linus", "linus", "not_permitted"],
    ["linus", "nobody", "not_permitted"],
    ["cora", "ada", "above_role"],
  ] as const)("%s creates one for %s: %s, and one entry", async (who, username, refusal) => {
    const people = await givenPeople("ada", "cora", "sam", "linus");
    const outcome = await createApplication(await signedIn(people[who]), { username, name: "A" });
    expect(outcome).toEqual({ ok: false, refusal });
    expect(await database().application.count()).toBe(0);
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ event: "application.created", outcome: "REFUSED", refusal, subjectUsername: username },
        before: who === "linus" ? null : { application: "A" },
      },
    ]);
  });

  test("for nobody: nothing happens", async () => {
    const { ada } = await givenPeople("ada");
    const outcome = await createApplication(await signedIn(ada), { username: "nobody", name: "A" });
    expect(outcome).toEqual({ ok: false, refusal: "unknown_user" });
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("deleting an application", () => {
  test("its keys go with it, and the entry counts those that worked", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const { applicationId: id } = await givenKey({ owner: linus });
    await givenKey({ owner: linus, status: "DISABLED" });
    await givenKey({ owner: linus, plan: "Closed", planActive: false });
    const other = await givenKey({ owner: linus, application: "Arrivals Board" });
    const outcome = await deleteApplication(await signedIn(cora), { id, seen: 3, reason: "Retired." });
    const entries = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(await database().packageKey.findMany({ select: { id: true } })).toEqual([{ id: other.id }]);
    expect(await database().application.count()).toBe(1);
    expect(entries).toMatchObject([
      {
        ...{ event: "application.deleted", reason: "Retired.", before: { application: "Harbour Map" }, after: null },
        effects: { keys: 3, keysStopped: 1 },
      },
    ]);
    const lastChange = await database().accessChange.aggregate({ _max: { id: true } });
    expect(entries[0]?.changeId).toBe(lastChange._max.id);
    const again = await deleteApplication(await signedIn(cora), { id, seen: 3 });
    expect(again).toEqual({ ok: false, refusal: "unknown_application" });
    expect(await entriesAbout()).toHaveLength(1);
  });

  test.each([
    ["sam", "linus", "not_permitted"],
    ["linus", "linus", "not_permitted"],
    ["linus", "ada", "not_permitted"],
    ["cora", "ada", "above_role"],
  ] as const)("%s deletes one of %s: %s, and one entry", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "cora", "sam", "linus");
    const { applicationId: id } = await givenKey({ owner: people[whom] });
    expect(await deleteApplication(await signedIn(people[who]), { id, seen: 1 })).toEqual({ ok: false, refusal });
    expect(await database().packageKey.count()).toBe(1);
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ event: "application.deleted", outcome: "REFUSED", refusal, subjectUsername: whom },
        before: who === "linus" ? null : { application: "Harbour Map" },
      },
    ]);
  });

  test.each([0, 1, 3])(
    "cora saw %d keys, but there are two: nothing goes and nothing is written down",
    async (seen) => {
      const { cora, linus } = await givenPeople("cora", "linus");
      const { applicationId: id } = await givenKey({ owner: linus });
      await givenKey({ owner: linus, status: "DISABLED" });
      await givenKey({ owner: linus, application: "Arrivals Board" });
      const outcome = await deleteApplication(await signedIn(cora), { id, seen });
      expect(outcome).toEqual({ ok: false, refusal: "changed_meanwhile" });
      expect(await database().packageKey.count()).toBe(3);
      expect(await database().application.count()).toBe(2);
      expect(await entriesAbout()).toEqual([]);
    },
  );

  test("none of that id: ada hears it, linus learns nothing", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const [adas, linuses] = [await signedIn(ada), await signedIn(linus)];
    for (const id of NO_IDS) {
      expect(await deleteApplication(adas, { id, seen: 0 })).toEqual({ ok: false, refusal: "unknown_application" });
    }
    expect(await entriesAbout()).toEqual([]);
    for (const id of NO_IDS) {
      expect(await deleteApplication(linuses, { id, seen: 0 })).toEqual({ ok: false, refusal: "not_permitted" });
    }
    expect(await entriesAbout()).toHaveLength(NO_IDS.length);
  });
});

describe("reading applications", () => {
  test("sam sees linus's by name, each with its keys and those that work", async () => {
    const { sam, linus } = await givenPeople("sam", "linus");
    const { applicationId: id } = await givenKey({ owner: linus });
    await givenKey({ owner: linus, status: "DISABLED" });
    await database().application.create({ data: { ownerId: linus.id, name: "Arrivals Board" } });
    await givenKey({ owner: await givenPerson({ username: "neighbour" }) });
    const actor = await signedIn(sam);
    const found = await listApplications(actor, linus.id);
    expect(found).toMatchObject([
      { name: "Arrivals Board", keys: 0, workingKeys: 0 },
      { id, name: "Harbour Map", keys: 2, workingKeys: 1, createdAt: expect.any(Date) },
    ]);
    expect(await findApplication(actor, id)).toMatchObject({
      ...{ id, name: "Harbour Map", keys: 2, workingKeys: 1 },
      owner: { id: linus.id, username: "linus", displayName: "Linus Virtanen", status: "ENABLED", roles: [] },
    });
    await database().user.update({ where: { id: linus.id }, data: { status: "DISABLED" } });
    expect(await findApplication(actor, id)).toMatchObject({ keys: 2, workingKeys: 0 });
    for (const none of NO_IDS) expect(await findApplication(actor, none)).toBeNull();
    for (const none of NO_IDS) expect(await listApplications(actor, none)).toEqual([]);
  });

  test("linus sees his own only", async () => {
    const { linus, dora } = await givenPeople("linus", "dora");
    const [own, other] = [await givenKey({ owner: linus }), await givenKey({ owner: dora })];
    const actor = await signedIn(linus);
    expect(await listOwnApplications(actor)).toMatchObject([{ id: own.applicationId, workingKeys: 1 }]);
    for (const { ownerId, applicationId } of [own, other]) {
      expect(await listApplications(actor, ownerId)).toEqual([]);
      expect(await findApplication(actor, applicationId)).toBeNull();
    }
    expect(await listOwnApplications(commandLineActor())).toEqual([]);
  });
});
