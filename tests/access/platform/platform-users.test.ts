/** What the identity platform does to its own users: the whole off-switch, in its own hands and in nobody else's. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, commandLineActor } from "@/access/actor";
import { database, transaction } from "@/access/database";
import { revokePlatformToken } from "@/access/platform/platform-tokens";
import {
  changePlatformUser,
  createPlatformUser,
  deletePlatformUser,
  findPlatformUser,
  type PlatformOutcome,
  type PlatformUser,
} from "@/access/platform/platform-users";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import type { User } from "@/generated/prisma/client";
import { ADDRESS, entriesAbout, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, givenPerson, untilWaiting } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { newPlatformUser, platformActor, wanting } from "@/tests/platform";
import { takePrinted } from "@/tests/setup";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const ENABLED = { status: "ENABLED" } as const;
const DISABLED = { status: "DISABLED" } as const;
/** An id that is nobody's. */
const NOBODY = "7d1b7f26-5d4e-4c3f-9a1e-000000000000";

function disable(actor: Actor, { id }: { id: string }): Promise<PlatformOutcome> {
  return changePlatformUser(actor, id, null, wanting({ active: false }));
}

function enable(actor: Actor, { id }: { id: string }): Promise<PlatformOutcome> {
  return changePlatformUser(actor, id, null, wanting({ active: true }));
}

/** The user of an outcome that went well. */
function userOf(outcome: PlatformOutcome): PlatformUser {
  if (!outcome.ok) throw new Error(`It was refused: ${outcome.refusal}.`);
  return outcome.user;
}

/** The row but for what every call of the platform writes. */
async function settledRow(user: { id: string }): Promise<Omit<User, "syncedAt"> | null> {
  const row = await rowOf(user);
  if (!row) return null;
  const { syncedAt: _syncedAt, ...rest } = row;
  return rest;
}

/** Keys of every kind: two that work while their owner is enabled, and one that is disabled, one waiting, one without a plan. */
async function givenKeys(owner: User): Promise<string[]> {
  const keys = [
    await givenKey({ owner }),
    await givenKey({ owner, application: "Arrivals Board", package: "Weather" }),
    await givenKey({ owner, status: "DISABLED" }),
    await givenKey({ owner, status: "WAITING" }),
    await givenKey({ owner, plan: "Closed", planActive: false }),
  ];
  return keys.map(({ id }) => id);
}

function keyRows(): Promise<unknown> {
  return database().packageKey.findMany({ orderBy: { id: "asc" } });
}

describe("the platform disables pat", () => {
  test("her sessions end, her keys stop, gates are told, and one entry names the token", async () => {
    const { pat } = await givenPeople("pat");
    const tokens = [await openSession(pat), await openSession(pat)];
    await givenKeys(pat);
    const keys = await keyRows();
    const actor = await platformActor("Okta");
    const user = userOf(await disable(actor, pat));
    expect(user).toMatchObject({ id: pat.id, username: "pat", externalId: "idp|pat", ...DISABLED, revision: 2 });
    expect(await Promise.all(tokens.map(standingOf))).toEqual(["USER_DISABLED", "USER_DISABLED"]);
    const [change] = await database().accessChange.findMany({ where: { kind: "USER", subjectId: pat.id } });
    expect(change).toBeDefined();
    expect(await entriesAbout(pat)).toMatchObject([
      {
        ...{ event: "user.disabled", outcome: "DONE", source: "PLATFORM", reason: null, subjectUsername: "pat" },
        ...{ actorId: actor.id, actorUsername: "Okta", address: ADDRESS, changeId: change?.id },
        ...{ before: ENABLED, after: DISABLED, effects: { sessionsEnded: 2, keysStopped: 2 } },
      },
    ]);
    expect(await keyRows()).toEqual(keys);
    expect(await rowOf(pat)).toMatchObject({ ...DISABLED, revision: 2, syncedAt: expect.any(Date) });
  });

  test("and enables her again: what worked works, a disabled key stays so, and no session opens", async () => {
    const { pat } = await givenPeople("pat");
    const token = await openSession(pat);
    await givenKeys(pat);
    const keys = await keyRows();
    const actor = await platformActor();
    await disable(actor, pat);
    expect(userOf(await enable(actor, pat))).toMatchObject({ ...ENABLED, revision: 3 });
    expect(await keyRows()).toEqual(keys);
    expect(await standingOf(token)).not.toBe("open");
    expect(await database().session.count({ where: { endedAt: null } })).toBe(0);
    expect(await entriesAbout(pat)).toMatchObject([
      { event: "user.disabled", effects: { sessionsEnded: 1, keysStopped: 2 } },
      { event: "user.enabled", before: DISABLED, after: ENABLED, effects: { sessionsEnded: 0, keysRestored: 2 } },
    ]);
  });

  test("a second time: only the sync is written down", async () => {
    const { petra } = await givenPeople("petra");
    const before = await settledRow(petra);
    const user = userOf(await disable(await platformActor(), petra));
    expect(user).toMatchObject({ ...DISABLED, revision: 1, updatedAt: petra.updatedAt });
    expect(await settledRow(petra)).toEqual(before);
    expect((await rowOf(petra))?.syncedAt).toEqual(expect.any(Date));
    expect(await entriesAbout()).toEqual([]);
    expect(await database().accessChange.count()).toBe(0);
  });

  test("in one call with another profile: one transaction, one entry for each", async () => {
    const { pat } = await givenPeople("pat");
    const wanted = wanting({ active: false, department: "Alumni", company: "" });
    const user = userOf(await changePlatformUser(await platformActor(), pat.id, null, wanted));
    expect(user).toMatchObject({ ...DISABLED, department: "Alumni", company: "" });
    expect(await entriesAbout(pat)).toMatchObject([
      {
        event: "user.profile-changed",
        before: { department: "", company: "Shamrock Insurance" },
        after: { department: "Alumni", company: "" },
      },
      { event: "user.disabled", before: ENABLED, after: DISABLED },
    ]);
  });

  test("an audit that can't be written undoes the profile and the status together", async () => {
    const { pat } = await givenPeople("pat");
    const token = await openSession(pat);
    const actor = await platformActor();
    await asOwner("ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (event <> 'user.disabled')");
    try {
      const change = changePlatformUser(actor, pat.id, null, wanting({ active: false, company: "" }));
      await expect(change).rejects.toThrow("broken");
    } finally {
      await asOwner("ALTER TABLE audit_entries DROP CONSTRAINT broken");
    }
    expect(await rowOf(pat)).toEqual(pat);
    expect(await standingOf(token)).toBe("open");
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("the platform changes a profile", () => {
  test("every field of petra is kept, the entry has those that differ, and she stays disabled", async () => {
    const { petra } = await givenPeople("petra");
    const fields = {
      ...{ email: "p.novakova@example.com", displayName: "Petra N.", firstName: "Petra", lastName: "Nová" },
      ...{ company: "Vltava", phone: "+420 2", website: "https://vltava.example.com", locality: "Brno" },
      ...{ region: "Morava", postalCode: "602 00", country: "Česko", department: "Grid", employeeNumber: "17" },
      ...{ manager: "idp|boss", managerName: "The Boss" },
    };
    const user = userOf(await changePlatformUser(await platformActor(), petra.id, 1, wanting(fields)));
    expect(user).toMatchObject({ ...fields, ...DISABLED, revision: 2 });
    expect(await findPlatformUser(await platformActor("Entra"), petra.id)).toEqual(user);
    const row = await rowOf(petra);
    expect(row).toEqual({
      ...petra,
      ...fields,
      ...{ revision: 2, updatedAt: row?.updatedAt, syncedAt: expect.any(Date), searchText: row?.searchText },
    });
    expect(row?.updatedAt.getTime()).toBeGreaterThan(petra.updatedAt.getTime());
    const { firstName: _same, ...changed } = fields;
    const [entry, ...more] = await entriesAbout(petra);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ event: "user.profile-changed", source: "PLATFORM", after: changed });
    expect(entry?.after).toEqual(changed);
    expect(entry?.before).toEqual({
      ...{ email: petra.email, displayName: "Petra Nováková", lastName: "Nováková", company: "Vltava Energy" },
      ...{ phone: "", website: "", locality: "Praha", region: "", postalCode: "", country: "Czechia" },
      ...{ department: "", employeeNumber: "", manager: "", managerName: "" },
    });
  });

  test("an external id can go, and come again", async () => {
    const { pat } = await givenPeople("pat");
    const actor = await platformActor();
    const without = userOf(await changePlatformUser(actor, pat.id, null, wanting({ externalId: null })));
    expect(without.externalId).toBeNull();
    const again = userOf(await changePlatformUser(actor, pat.id, null, wanting({ externalId: "idp|pat" })));
    expect(again.externalId).toBe("idp|pat");
    expect(await entriesAbout(pat)).toMatchObject([
      { before: { externalId: "idp|pat" }, after: { externalId: null } },
      { before: { externalId: null }, after: { externalId: "idp|pat" } },
    ]);
  });

  test("who was signed in under another external id has to sign in again, and nobody else has", async () => {
    const { pat } = await givenPeople("pat");
    const noor = await givenPerson({ username: "noor", origin: "PLATFORM" });
    const actor = await platformActor();
    const [pats, noors] = [await openSession(pat), await openSession(noor)];
    await changePlatformUser(actor, pat.id, null, wanting({ displayName: "Pat" }));
    expect(await standingOf(pats)).toBe("open");
    await changePlatformUser(actor, pat.id, null, wanting({ externalId: null }));
    expect(await standingOf(pats)).toBe("SIGNED_OUT_ELSEWHERE");
    expect(await standingOf(noors)).toBe("open");
    expect((await entriesAbout(pat)).at(-1)).toMatchObject({
      event: "user.profile-changed",
      after: { externalId: null },
      effects: { sessionsEnded: 1 },
    });
    await changePlatformUser(actor, noor.id, null, wanting({ externalId: "idp|pat", active: false }));
    expect(await standingOf(noors)).toBe("USER_DISABLED");
  });

  test("no other word than active = true enables petra", async () => {
    const { petra } = await givenPeople("petra");
    const actor = await platformActor();
    for (const more of [{}, { active: null }, { active: false }, { displayName: "Petra" }, { externalId: null }]) {
      expect(userOf(await changePlatformUser(actor, petra.id, null, wanting(more)))).toMatchObject(DISABLED);
    }
    const events = (await entriesAbout(petra)).map(({ event }) => event);
    expect(events).toEqual(["user.profile-changed", "user.profile-changed"]);
  });

  test("somebody of the platform who is waiting stays so, until it says otherwise", async () => {
    const wim = await givenPerson({ username: "wim", origin: "PLATFORM", status: "WAITING" });
    const actor = await platformActor();
    const wanted = wanting({ displayName: "Wim" });
    expect(userOf(await changePlatformUser(actor, wim.id, null, wanted)).status).toBe("WAITING");
    expect(userOf(await enable(actor, wim)).status).toBe("ENABLED");
  });

  test("the change sees the user as they are, and what it throws undoes everything", async () => {
    const { pat } = await givenPeople("pat");
    const actor = await platformActor();
    const bad = new Error("This is not a department.");
    const change = changePlatformUser(actor, pat.id, null, (present) => {
      expect(present).toEqual({
        ...newPlatformUser("pat"),
        ...{ id: pat.id, scimId: pat.id, formerExternalId: null },
        ...{ email: pat.email, displayName: "Pat Murphy", firstName: "Pat", lastName: "Murphy" },
        ...{ company: "Shamrock Insurance", locality: "Dublin", country: "Ireland", status: "ENABLED", revision: 1 },
        ...{ createdAt: pat.createdAt, updatedAt: pat.updatedAt, active: undefined },
      });
      throw bad;
    });
    await expect(change).rejects.toBe(bad);
    expect(await rowOf(pat)).toEqual(pat);
    expect(await entriesAbout()).toEqual([]);
  });

  test("another version by now: nothing happens, and none is asked for: it does", async () => {
    const { pat } = await givenPeople("pat");
    const actor = await platformActor();
    const rename = (revision: number | null, displayName: string) =>
      changePlatformUser(actor, pat.id, revision, wanting({ displayName }));
    expect(userOf(await rename(1, "Pat II")).revision).toBe(2);
    const row = await rowOf(pat);
    expect(await rename(1, "Pat III")).toEqual({ ok: false, refusal: "changed_meanwhile" });
    expect(await deletePlatformUser(actor, pat.id, 1)).toEqual({ ok: false, refusal: "changed_meanwhile" });
    expect(await rowOf(pat)).toEqual(row);
    expect(userOf(await rename(2, "Pat IV")).revision).toBe(3);
    expect(userOf(await rename(null, "Pat V")).revision).toBe(4);
    expect(await entriesAbout(pat)).toHaveLength(3);
  });

  test("petra's external id is not pat's to have", async () => {
    const { pat } = await givenPeople("pat", "petra");
    const wanted = wanting({ externalId: "idp|petra", active: false });
    const outcome = await changePlatformUser(await platformActor(), pat.id, null, wanted);
    expect(outcome).toEqual({ ok: false, refusal: "taken" });
    expect(await rowOf(pat)).toEqual(pat);
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("the platform creates a user", () => {
  test("enabled, with everything it says, and one entry", async () => {
    const actor = await platformActor();
    const noor = newPlatformUser("Noor", { department: "Legal", employeeNumber: "9", manager: "m", managerName: "Mo" });
    const user = userOf(await createPlatformUser(actor, noor));
    const { active: _active, ...fields } = noor;
    expect(user).toEqual({
      ...fields,
      ...{ id: expect.any(String), scimId: user.id, formerExternalId: null, ...ENABLED, revision: 1 },
      ...{ createdAt: expect.any(Date), updatedAt: expect.any(Date) },
    });
    expect(await rowOf(user)).toMatchObject({
      ...{ origin: "PLATFORM", roles: [], passwordHash: null, usernameKey: "noor", syncedAt: expect.any(Date) },
      ...{ platformDeletedAt: null },
    });
    expect(await entriesAbout()).toMatchObject([
      {
        ...{ event: "user.created", source: "PLATFORM", actorUsername: "Okta", subjectUsername: "Noor" },
        ...{ subjectId: user.id, before: null, after: { ...ENABLED, roles: [] } },
      },
    ]);
    expect(await findPlatformUser(actor, user.id)).toEqual(user);
  });

  test("disabled, where it says so", async () => {
    const user = userOf(await createPlatformUser(await platformActor(), newPlatformUser("noor", { active: false })));
    expect(user.status).toBe("DISABLED");
    expect(await entriesAbout(user)).toMatchObject([{ event: "user.created", after: DISABLED }]);
  });

  test.each([
    ["linus, who is local", newPlatformUser("linus")],
    ["linus in another spelling", newPlatformUser("ＬＩＮＵＳ")],
    ["pat, who is there", newPlatformUser("PAT", { externalId: null })],
    ["somebody new with the external id of pat", newPlatformUser("noor", { externalId: "idp|pat" })],
  ])("%s: the name is taken, nobody is adopted and nothing is written", async (_name, user) => {
    const { linus, pat } = await givenPeople("linus", "pat");
    const wanted = { ...user, email: linus.email };
    expect(await createPlatformUser(await platformActor(), wanted)).toEqual({ ok: false, refusal: "taken" });
    expect([await rowOf(linus), await rowOf(pat)]).toEqual([linus, pat]);
    expect(await database().user.count()).toBe(2);
    expect(await entriesAbout()).toEqual([]);
  });

  test("without external ids there may be many", async () => {
    const actor = await platformActor();
    const bring = (name: string) => createPlatformUser(actor, newPlatformUser(name, { externalId: null }));
    expect([userOf(await bring("noor")), userOf(await bring("omar"))]).toMatchObject([
      { externalId: null },
      { externalId: null },
    ]);
  });
});

describe("the platform deletes pat", () => {
  test("she is disabled for good: her keys stop, her history stays, and she is nobody to the platform", async () => {
    const { pat } = await givenPeople("pat");
    const token = await openSession(pat);
    await givenKeys(pat);
    const keys = await keyRows();
    const actor = await platformActor();
    const outcome = await deletePlatformUser(actor, pat.id, null);
    const entries = await entriesAbout(pat);
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(entries).toMatchObject([
      {
        ...{ event: "user.disabled", source: "PLATFORM", before: ENABLED, changeId: expect.any(BigInt) },
        effects: { sessionsEnded: 1, keysStopped: 2 },
      },
    ]);
    expect(entries[0]?.after).toEqual({ ...DISABLED, platformDeleted: true });
    expect(await standingOf(token)).toBe("USER_DISABLED");
    expect(await keyRows()).toEqual(keys);
    const row = await rowOf(pat);
    expect(row).toMatchObject({ ...DISABLED, externalId: "idp|pat", platformDeletedAt: expect.any(Date) });
    await expectNobody(actor, pat, row);
    expect(await entriesAbout()).toHaveLength(1);
  });

  test("who was disabled already: an entry of its own says so", async () => {
    const { petra } = await givenPeople("petra");
    const outcome = await deletePlatformUser(await platformActor(), petra.id, null);
    const [entry, ...more] = await entriesAbout(petra);
    expect(more).toEqual([]);
    expect(outcome).toEqual({ ok: true, entry: entry?.id });
    expect(entry).toMatchObject({ event: "user.deleted", before: DISABLED });
    expect(entry?.after).toEqual({ ...DISABLED, platformDeleted: true });
  });

  test("and brings her name again: somebody new, without her keys, which stay hers with her history", async () => {
    const { pat } = await givenPeople("pat");
    await givenKeys(pat);
    const keys = await keyRows();
    const actor = await platformActor();
    await deletePlatformUser(actor, pat.id, null);
    const user = userOf(await createPlatformUser(actor, newPlatformUser("Pat", { externalId: "idp|pat" })));
    expect(user).toMatchObject({ username: "Pat", externalId: "idp|pat", ...ENABLED });
    expect(user.id).not.toBe(pat.id);
    const aside = `pat~${pat.id.replaceAll("-", "").slice(0, 12)}`;
    expect(await rowOf(pat)).toMatchObject({
      ...{ ...DISABLED, username: aside, usernameKey: aside, externalId: null, formerExternalId: "idp|pat" },
      ...{ keyCount: 5, platformDeletedAt: expect.any(Date) },
    });
    expect(await keyRows()).toEqual(keys);
    expect(await database().application.count({ where: { ownerId: pat.id } })).toBe(2);
    expect(await entriesAbout(pat)).toMatchObject([
      { event: "user.disabled" },
      { event: "user.profile-changed", before: { username: "pat" }, after: { username: aside } },
      { event: "user.profile-changed", before: { externalId: "idp|pat" }, after: { externalId: null } },
    ]);
    expect(await entriesAbout(user)).toMatchObject([{ event: "user.created", changeId: null }]);
    expect(await findPlatformUser(actor, pat.id)).toBeNull();
  });

  test.each(["create", "change"])("her external id goes to whom it %ss next, and she keeps the rest", async (verb) => {
    const { pat, petra } = await givenPeople("pat", "petra");
    const actor = await platformActor();
    await deletePlatformUser(actor, pat.id, null);
    const row = await rowOf(pat);
    const outcome =
      verb === "create"
        ? await createPlatformUser(actor, newPlatformUser("noor", { externalId: "idp|pat" }))
        : await changePlatformUser(actor, petra.id, null, wanting({ externalId: "idp|pat" }));
    expect(userOf(outcome).externalId).toBe("idp|pat");
    const after = await rowOf(pat);
    const moved = { externalId: null, formerExternalId: "idp|pat" };
    expect(after).toEqual({ ...row, ...moved, revision: 3, updatedAt: after?.updatedAt });
    expect(await entriesAbout(pat)).toMatchObject([
      { event: "user.disabled" },
      { event: "user.profile-changed", before: { externalId: "idp|pat" }, after: { externalId: null } },
    ]);
  });

  test("a name that is taken otherwise keeps her external id where it is", async () => {
    const { pat } = await givenPeople("pat", "linus");
    const actor = await platformActor();
    await deletePlatformUser(actor, pat.id, null);
    const row = await rowOf(pat);
    const outcome = await createPlatformUser(actor, newPlatformUser("linus", { externalId: "idp|pat" }));
    expect(outcome).toEqual({ ok: false, refusal: "taken" });
    expect(await rowOf(pat)).toEqual(row);
    expect(await entriesAbout()).toHaveLength(1);
  });
});

/** What has to hold of whom the platform must not see: no verb finds them, and the row stays as it is. */
async function expectNobody(actor: Actor, { id }: { id: string }, row: User | null): Promise<void> {
  const unknown = { ok: false, refusal: "unknown_user" };
  expect(await findPlatformUser(actor, id)).toBeNull();
  for (const revision of [null, 1]) {
    const enabled = await changePlatformUser(actor, id, revision, () => {
      throw new Error("Nobody is there to be changed.");
    });
    expect(enabled).toEqual(unknown);
    expect(await deletePlatformUser(actor, id, revision)).toEqual(unknown);
  }
  expect(await database().user.findUnique({ where: { id } })).toEqual(row);
}

describe("the wall", () => {
  test("ada, linus, dora and wei are nobody to the platform", async () => {
    const people = await givenPeople("ada", "linus", "dora", "wei");
    const actor = await platformActor();
    for (const person of Object.values(people)) await expectNobody(actor, person, person);
    expect(await entriesAbout()).toEqual([]);
  });

  test("what is no id is nobody's", async () => {
    const { pat } = await givenPeople("pat");
    const actor = await platformActor();
    for (const id of [NOBODY, "", "pat", "idp|pat", `${pat.id}\0`, `{${pat.id}}`, `${pat.id}' OR true`, "\ud800"]) {
      expect(await findPlatformUser(actor, id)).toBeNull();
      expect(await disable(actor, { id })).toEqual({ ok: false, refusal: "unknown_user" });
      expect(await deletePlatformUser(actor, id, null)).toEqual({ ok: false, refusal: "unknown_user" });
    }
    expect(await rowOf(pat)).toEqual(pat);
    expect(await entriesAbout()).toEqual([]);
  });

  test.each(["ada", "pablo", "sam", "the operator"] as const)("%s is not the platform", async (name) => {
    const people = await givenPeople("ada", "pablo", "sam", "pat");
    const actor = name === "the operator" ? commandLineActor() : await signedIn(people[name]);
    const refusal = name === "sam" ? "not_permitted" : "platform_user";
    expect(await findPlatformUser(actor, people.pat.id)).toBeNull();
    expect(await createPlatformUser(actor, newPlatformUser("noor"))).toEqual({ ok: false, refusal: "platform_user" });
    expect(await disable(actor, people.pat)).toEqual({ ok: false, refusal });
    expect(await deletePlatformUser(actor, people.pat.id, null)).toEqual({ ok: false, refusal });
    expect(await rowOf(people.pat)).toEqual(people.pat);
    expect(await database().user.count()).toBe(4);
    expect(await entriesAbout()).toMatchObject([
      { event: "user.created", refusal: "platform_user", subjectUsername: "noor", subjectId: null },
      { event: "user.profile-changed", refusal, subjectId: people.pat.id },
      { event: "user.deleted", refusal, subjectId: people.pat.id },
    ]);
  });

  test("a token that was revoked while its call was under way changes nothing more", async () => {
    const { pat } = await givenPeople("pat");
    const actor = await platformActor();
    expect((await revokePlatformToken(commandLineActor(), actor.id ?? "")).ok).toBe(true);
    const signedOut = { ok: false, refusal: "signed_out" };
    expect(await createPlatformUser(actor, newPlatformUser("noor"))).toEqual(signedOut);
    expect(await disable(actor, pat)).toEqual(signedOut);
    expect(await disable(actor, { id: NOBODY })).toEqual(signedOut);
    expect(await deletePlatformUser(actor, pat.id, null)).toEqual(signedOut);
    expect(await rowOf(pat)).toEqual(pat);
    expect(await database().user.count()).toBe(1);
    expect((await entriesAbout()).map(({ event }) => event)).toEqual(["platform-token.revoked"]);
  });
});

describe("the last administrator", () => {
  const warning =
    "No enabled administrator is left: the identity platform disabled pablo. `npm run admin:create` on the server lets somebody in again.";

  test.each(["disables", "deletes"])("the platform %s pablo all the same, and the log warns", async (verb) => {
    const { pablo } = await givenPeople("pablo", "pat", "dora");
    const actor = await platformActor();
    const outcome = verb === "disables" ? await disable(actor, pablo) : await deletePlatformUser(actor, pablo.id, null);
    expect(outcome.ok).toBe(true);
    expect(await rowOf(pablo)).toMatchObject({ ...DISABLED, roles: ["ADMINISTRATOR"] });
    expect(takePrinted("error")).toEqual([warning]);
    expect(await entriesAbout(pablo)).toMatchObject([{ event: "user.disabled", outcome: "DONE" }]);
  });

  test("where ada is one, or nobody was one, the log is silent", async () => {
    const { pablo, pat } = await givenPeople("pablo", "pat");
    const actor = await platformActor();
    await disable(actor, pat);
    await changePlatformUser(actor, pablo.id, null, wanting({ displayName: "Pablo" }));
    await givenPeople("ada");
    expect((await disable(actor, pablo)).ok).toBe(true);
    expect((await disable(actor, pablo)).ok).toBe(true);
    expect(takePrinted("error")).toEqual([]);
  });
});

describe("at the same moment", () => {
  test("20 calls switch pat off and on: one standing is left, and each entry begins where the one before ended", async () => {
    const { pat } = await givenPeople("pat");
    await givenKey({ owner: pat });
    const actor = await platformActor();
    const calls = Array.from({ length: 20 }, (_, call) => (call % 2 === 0 ? disable(actor, pat) : enable(actor, pat)));
    const outcomes = await Promise.all(calls);
    outcomes.forEach((outcome, call) => {
      expect(userOf(outcome).status).toBe(call % 2 === 0 ? "DISABLED" : "ENABLED");
    });
    const entries = await entriesAbout(pat);
    expect(entries.length).toBeGreaterThan(0);
    const row = await rowOf(pat);
    expect(entries.at(-1)?.after).toEqual({ status: row?.status });
    entries.forEach(({ before, after }, index) => {
      expect(before).toEqual(index === 0 ? ENABLED : entries[index - 1]?.after);
      expect(after).not.toEqual(before);
    });
    expect(row?.revision).toBe(1 + entries.length);
  });

  test("the platform and its second token change different fields: both stay", async () => {
    const { pat } = await givenPeople("pat");
    const [okta, entra] = [await platformActor("Okta"), await platformActor("Entra")];
    await Promise.all([
      changePlatformUser(okta, pat.id, null, wanting({ department: "Legal" })),
      changePlatformUser(entra, pat.id, null, wanting({ phone: "+353 1" })),
    ]);
    expect(await rowOf(pat)).toMatchObject({ department: "Legal", phone: "+353 1", revision: 3 });
    expect((await entriesAbout(pat)).map(({ actorUsername }) => actorUsername).sort()).toEqual(["Entra", "Okta"]);
  });

  test("ten calls with the version that pat has: one wins", async () => {
    const { pat } = await givenPeople("pat");
    const actor = await platformActor();
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, call) =>
        changePlatformUser(actor, pat.id, 1, wanting({ displayName: `Pat ${call}` })),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === "changed_meanwhile")).toHaveLength(9);
    expect(await entriesAbout(pat)).toHaveLength(1);
  });

  test("ten calls create noor in ten spellings: one wins, the others are told", async () => {
    const actor = await platformActor();
    const spellings = ["noor", "NOOR", "Noor", "nOOr", "ｎoor", "noOR", "nooR", "NooR", "NOor", "nOoR"];
    const outcomes = await Promise.all(
      spellings.map((name) => createPlatformUser(actor, newPlatformUser(name, { externalId: `idp|${name}` }))),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === "taken")).toHaveLength(9);
    expect(await database().user.count()).toBe(1);
    expect(await entriesAbout()).toHaveLength(1);
  });

  test("whoever holds one row that the platform deleted holds up its name alone, and nobody else's creation", async () => {
    const actor = await platformActor();
    const { pat } = await givenPeople("pat");
    await deletePlatformUser(actor, pat.id, null);
    const held = await transaction(async (tx) => {
      await tx.rows`SELECT FROM users WHERE id = ${pat.id}::uuid FOR UPDATE`;
      const stuck = createPlatformUser(actor, newPlatformUser("pat"));
      await untilWaiting();
      expect(userOf(await createPlatformUser(actor, newPlatformUser("noor"))).username).toBe("noor");
      return { stuck };
    });
    expect(userOf(await held.stuck).username).toBe("pat");
  });

  test("pablo changes roles of whom the platform deleted while it gives pablo their external id: nobody is in the way", async () => {
    await givenPeople("ada");
    const actor = await platformActor();
    // Ids are random: of eight pairs some are in each order.
    for (let round = 1; round <= 8; round += 1) {
      const [admin, gone] = [`admin-${round}`, `gone-${round}`];
      const pablo = await givenPerson({ username: admin, origin: "PLATFORM", roles: ["ADMINISTRATOR"] });
      const { id } = await givenPerson({ username: gone, origin: "PLATFORM" });
      await deletePlatformUser(actor, id, null);
      const pablos = await signedIn(pablo);
      const [changed, roles] = await Promise.all([
        changePlatformUser(actor, pablo.id, null, wanting({ externalId: `idp|${gone}` })),
        changeAccessSettings(pablos, { username: gone, seen: DISABLED, roles: ["SUPPORT_USER"] }),
      ]);
      expect(userOf(changed).externalId).toBe(`idp|${gone}`);
      // Another external id signs pablo out.
      expect(roles.ok || roles.refusal === "signed_out").toBe(true);
    }
  });

  test("pat is deleted while she is enabled and her name is brought again: never two of her, never her keys", async () => {
    const actor = await platformActor();
    for (let round = 1; round <= 10; round += 1) {
      await database().user.deleteMany();
      const { pat } = await givenPeople("pat");
      await givenKeys(pat);
      const [deleted, enabled, created] = await Promise.all([
        deletePlatformUser(actor, pat.id, null),
        enable(actor, pat),
        createPlatformUser(actor, newPlatformUser("pat")),
      ]);
      expect(deleted.ok).toBe(true);
      expect(enabled.ok || enabled.refusal === "unknown_user").toBe(true);
      expect(await rowOf(pat)).toMatchObject({ ...DISABLED, keyCount: 5, platformDeletedAt: expect.any(Date) });
      const others = await database().user.findMany({ where: { NOT: { id: pat.id } } });
      if (created.ok) {
        const somebodyNew = { id: created.user.id, ...ENABLED, keyCount: 0, platformDeletedAt: null };
        expect(others).toMatchObject([somebodyNew]);
      } else {
        expect(others).toEqual([]);
      }
    }
  });

  test("ada gives pat a role while the platform disables her: both are done, and her own click is not", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const [adas, actor] = [await signedIn(ada), await platformActor()];
    const [roles, disabled, click] = await Promise.all([
      changeAccessSettings(adas, { username: "pat", seen: ENABLED, roles: ["SUPPORT_USER"] }),
      disable(actor, pat),
      changeAccountStatus(adas, { username: "pat", seen: ENABLED, ...DISABLED }),
    ]);
    expect(disabled.ok).toBe(true);
    expect(click).toEqual({ ok: false, refusal: "platform_user" });
    // Whether ada's page was out of date by then depends on who was first.
    expect(roles.ok || roles.refusal === "changed_meanwhile").toBe(true);
    expect(await rowOf(pat)).toMatchObject({ ...DISABLED, roles: roles.ok ? ["SUPPORT_USER"] : [] });
  });
});
