/** What disabling, enabling and deleting a user does to their keys, in numbers; and that nothing is written into keys. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { historyLine, noticeSentence } from "@/access/audit/audit-sentences";
import { database } from "@/access/database";
import { changePackageKeyStatus, listKeysOf } from "@/access/keys/package-keys";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { findNotice } from "@/access/status/notices";
import { deleteUser } from "@/access/users/users";
import type { User } from "@/generated/prisma/client";
import { entriesAbout, openSession, signedIn } from "@/tests/actors";
import { ENTRY } from "@/tests/audit-entry";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { texts } from "@/text/texts";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

/** Two keys that work while their owner is enabled, and one of each kind that does not. */
async function givenKeys(owner: User): Promise<void> {
  await givenKey({ owner });
  await givenKey({ owner, application: "Arrivals Board", package: "Weather" });
  await givenKey({ owner, status: "DISABLED" });
  await givenKey({ owner, status: "WAITING" });
  await givenKey({ owner, plan: "Closed", planActive: false });
}

describe("the number of keys", () => {
  test("that stop when ada disables linus, and that work again when she enables him", async () => {
    const { ada, linus, cora } = await givenPeople("ada", "linus", "cora");
    await givenKeys(linus);
    await givenKeys(cora);
    await openSession(linus);
    const actor = await signedIn(ada);
    const keys = await database().packageKey.findMany({ orderBy: { id: "asc" } });
    const seen = { status: "ENABLED" } as const;
    await changeAccountStatus(actor, { username: "linus", seen, status: "DISABLED" });
    await changeAccountStatus(actor, { username: "linus", seen: { status: "DISABLED" }, status: "ENABLED" });
    const entries = await entriesAbout(linus);
    expect(entries.map(({ effects }) => effects)).toEqual([
      { sessionsEnded: 1, keysStopped: 2, applications: 2, callsLastDay: 0 },
      { sessionsEnded: 0, keysRestored: 2, applications: 2, callsLastDay: 0 },
    ]);
    expect(entries.map(noticeSentence)).toEqual([
      "linus is disabled. 1 open session ended. 2 package keys stopped working.",
      "linus is enabled. 2 package keys work now.",
    ]);
    expect(await database().packageKey.findMany({ orderBy: { id: "asc" } })).toEqual(keys);
    const working = (await listKeysOf(actor, linus.id)).filter(({ status, block }) => status === "ENABLED" && !block);
    expect(working).toHaveLength(2);
  });

  test("of wei and ivo, who were waiting: disabling wei stops none, enabling ivo brings them in", async () => {
    const { ada, wei } = await givenPeople("ada", "wei");
    await givenKeys(wei);
    const actor = await signedIn(ada);
    const change = { username: "wei", seen: { status: "WAITING" } } as const;
    await changeAccountStatus(actor, { ...change, status: "DISABLED" });
    expect(await entriesAbout(wei)).toMatchObject([{ effects: { sessionsEnded: 0 } }]);
    expect((await entriesAbout(wei))[0]?.effects).not.toHaveProperty("keysStopped");
    const ivo = await givenPerson({ username: "ivo", status: "WAITING" });
    await givenKeys(ivo);
    await changeAccountStatus(actor, { ...change, username: "ivo", status: "ENABLED" });
    const [entry] = await entriesAbout(ivo);
    expect(entry).toMatchObject({ event: "user.enabled", effects: { sessionsEnded: 0, keysRestored: 2 } });
    expect(entry && noticeSentence(entry)).toBe("ivo is enabled. 2 package keys work now.");
  });

  test("is none where only roles change: the keys of a Service User go on working", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    await givenKeys(linus);
    const change = { username: "linus", seen: { status: "ENABLED" }, roles: ["SERVICE_USER"] } as const;
    await changeAccessSettings(await signedIn(ada), change);
    expect(await entriesAbout(linus)).toMatchObject([{ event: "user.roles-changed", effects: { sessionsEnded: 0 } }]);
    expect((await listKeysOf(await signedIn(ada), linus.id)).filter(({ block }) => block === null)).toHaveLength(4);
  });

  test("and applications that go with linus when ada deletes him", async () => {
    const { ada, linus, cora } = await givenPeople("ada", "linus", "cora");
    await givenKeys(linus);
    await givenKeys(cora);
    await database().application.create({ data: { ownerId: linus.id, name: "Without keys" } });
    await deleteUser(await signedIn(ada), "linus");
    const [entry] = await entriesAbout(linus);
    expect(entry?.effects).toEqual({ sessionsEnded: 0, applications: 3, keys: 5, keysStopped: 2 });
    const gone = "2 package keys stopped working. Deleted as well: 3 applications and 5 package keys.";
    expect(entry && noticeSentence(entry)).toBe(`linus is deleted. ${gone}`);
    expect(await database().packageKey.count()).toBe(5);
    expect(entry?.changeId).not.toBeNull();
  });

  test("is nothing for dora, who was disabled already", async () => {
    const { ada, dora } = await givenPeople("ada", "dora");
    await givenKeys(dora);
    await deleteUser(await signedIn(ada), "dora");
    expect(await entriesAbout(dora)).toMatchObject([{ effects: { keys: 5, keysStopped: 0 } }]);
  });
});

test("a notice about linus's key offers no Undo of linus", async () => {
  const { ada, linus } = await givenPeople("ada", "linus");
  const { id } = await givenKey({ owner: linus, status: "DISABLED" });
  const actor = await signedIn(ada);
  // The words of the entry could be those of his own status: Disabled before, Enabled after.
  const outcome = await changePackageKeyStatus(actor, { id, seen: "DISABLED", status: "ENABLED" });
  if (!outcome.ok) throw new Error(outcome.refusal);
  const notice = await findNotice(actor, String(outcome.entry));
  expect(notice).toMatchObject({ sentence: expect.stringMatching(/^Package key .* is enabled\.$/), undo: null });
});

describe("the words of an entry", () => {
  const names = { key: "lk_live_zQWB…Lq17", application: "Harbour Map", package: "Maps", plan: "Gold" };
  const entry = { ...ENTRY, subjectUsername: "linus" };

  test.each([
    ["application.created", { after: { application: "Harbour Map" } }, "Application Harbour Map is created."],
    [
      "application.deleted",
      { before: { application: "Harbour Map" }, effects: { keys: 2, keysStopped: 1 } },
      "Application Harbour Map is deleted. 1 package key stopped working. Deleted as well: 2 package keys.",
    ],
    ["package-key.created", { after: { status: "ENABLED", ...names } }, "Package key lk_live_zQWB…Lq17 is created."],
    [
      "package-key.enabled",
      { after: { status: "ENABLED", block: "user_disabled", ...names }, effects: { keysStopped: 0, keysRestored: 0 } },
      "Package key lk_live_zQWB…Lq17 is enabled. Blocked: user disabled.",
    ],
    [
      "package-key.disabled",
      { after: { status: "DISABLED", ...names }, effects: { keysStopped: 1, keysRestored: 0 } },
      "Package key lk_live_zQWB…Lq17 is disabled.",
    ],
    [
      "package-key.disabled",
      { after: { status: "DISABLED", block: "plan_inactive", ...names }, effects: { keysStopped: 0 } },
      "Package key lk_live_zQWB…Lq17 is disabled.",
    ],
    [
      "package-key.deleted",
      { before: { status: "ENABLED", ...names }, effects: { keysStopped: 1 } },
      "Package key lk_live_zQWB…Lq17 is deleted.",
    ],
    ["package.created", { after: { package: "Maps" } }, "Package Maps is created."],
    [
      "package.renamed",
      { before: { package: "Maps" }, after: { package: "Atlas" } },
      "Package Maps is now called Atlas.",
    ],
    ["plan.created", { after: { package: "Maps", plan: "Gold" } }, "Plan Gold of Maps is created."],
    [
      "plan.changed",
      { before: { plan: "Gold" }, after: { package: "Maps", plan: "Silver" } },
      "Plan Silver of Maps is saved.",
    ],
    [
      "plan.activated",
      { after: { active: true, package: "Maps", plan: "Gold" }, effects: { keysRestored: 1 } },
      "Plan Gold of Maps is active. 1 package key works now.",
    ],
    [
      "plan.deactivated",
      { after: { active: false, package: "Maps", plan: "Gold" }, effects: { keysStopped: 12_345 } },
      "Plan Gold of Maps is inactive. 12,345 package keys stopped working.",
    ],
    ["something.newer", {}, "Saved."],
  ])("%s", (event, parts, sentence) => {
    expect(noticeSentence({ ...entry, event, ...parts })).toBe(sentence);
  });

  test("in the history name the key and what it belongs to", () => {
    const event = "package-key.disabled";
    const about = "Package key lk_live_zQWB…Lq17 of the application Harbour Map, for the plan Gold of Maps.";
    const disabled = { ...entry, event, after: { status: "DISABLED", ...names }, reason: "Leaked." };
    expect(historyLine(disabled)).toEqual({
      title: "Package key disabled by ada",
      details: [about, "Reason: Leaked."],
      tone: "disabled",
    });
    const refused = { ...entry, outcome: "REFUSED", refusal: "above_role" } as const;
    const because = "Only an administrator may change an administrator or give roles.";
    expect(historyLine({ ...refused, event, before: names })).toEqual({
      title: "Attempt to disable a package key refused by ada",
      details: [because, about],
      tone: "refused",
    });
    const { key: _, ...wanted } = names;
    expect(historyLine({ ...refused, event: "package-key.created", before: wanted })).toMatchObject({
      title: "Attempt to create a package key refused by ada",
      details: [because, "A key of the application Harbour Map, for the plan Gold of Maps."],
    });
    // Whoever may not see keys attempts in vain and leaves no names.
    expect(historyLine({ ...refused, event }).details).toEqual([because]);
    const created = { ...entry, event: "application.created", after: { application: "Harbour Map" } };
    expect(historyLine(created).details).toEqual(["Application Harbour Map."]);
  });

  test("count working keys as people do", () => {
    const { packageKeys, workingKeys } = texts().amounts;
    const told = ["no working package key", "1 working package key", "2 working package keys"];
    expect([0, 1, 2].map(workingKeys)).toEqual(told);
    expect([0, 1, 10_000].map(packageKeys)).toEqual(["no package key", "1 package key", "10,000 package keys"]);
  });
});
