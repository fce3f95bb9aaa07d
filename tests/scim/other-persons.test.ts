/** A record of the platform that becomes somebody else's brings them nothing of whom it was. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { listPlatformCalls } from "@/access/platform/platform-calls";
import { signInByPlatform } from "@/access/sign-in/sign-in";
import type { Role, User } from "@/generated/prisma/client";
import { ADDRESS, entriesAbout, openSession, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { type Answered, type Body, everything, Platform, USER } from "./platform";

const BROWSER = { address: ADDRESS, userAgent: "Firefox" };

let okta: Platform;

beforeAll(freshDatabase);
beforeEach(async () => {
  await emptyDatabase();
  okta = await Platform.connected("Okta");
});

const set = (path: string, value: unknown) => ({ op: "Replace", path, value });
const on = set("active", "True");
const off = set("active", "False");
const other = set("externalId", "idp|noor");

/** Somebody with a role, an application and two keys, one of which is disabled, and a session. */
async function leaver(name = "lena", more: Body = {}): Promise<{ id: string; session: string }> {
  const { id } = await okta.provision(name, { displayName: "Lena Leaver", ...more });
  const roles: Role[] = ["COMMUNITY_MANAGER"];
  await database().user.update({ where: { id }, data: { roles } });
  await givenKey({ owner: { id } });
  await givenKey({ owner: { id }, status: "DISABLED" });
  return { id, session: await openSession({ id }) };
}

function holderOf(scimId: string): Promise<User> {
  return database().user.findFirstOrThrow({
    where: { platformDeletedAt: null, OR: [{ scimId }, { id: scimId, scimId: null }] },
  });
}

/** The first one keeps all of it, disabled for good; whoever has the record now has nothing. */
async function expectSomebodyElse(first: string, now: Partial<User>, scimId = first): Promise<User> {
  const row = await database().user.findUniqueOrThrow({ where: { id: first } });
  expect(row).toMatchObject({
    ...{ status: "DISABLED", roles: ["COMMUNITY_MANAGER"], keyCount: 2, scimId: null },
    platformDeletedAt: expect.any(Date),
  });
  expect(await database().application.count({ where: { ownerId: first } })).toBe(1);
  const holder = await holderOf(scimId);
  expect(holder).toMatchObject({ scimId, roles: [], keyCount: 0, lastSignInAt: null, ...now });
  expect(holder.id).not.toBe(first);
  expect(await database().application.count({ where: { ownerId: holder.id } })).toBe(0);
  expect(await database().session.count({ where: { userId: holder.id } })).toBe(0);
  expect((await entriesAbout(holder))[0]).toMatchObject({
    event: "user.created",
    source: "PLATFORM",
    after: { roles: [] },
  });
  return holder;
}

async function expectSame(id: string, now: Partial<User> = {}): Promise<void> {
  const row = await database().user.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({
    roles: ["COMMUNITY_MANAGER"],
    keyCount: 2,
    platformDeletedAt: null,
    scimId: null,
    ...now,
  });
}

async function ok(call: Promise<Answered>, body: Body = {}): Promise<void> {
  expect(await call).toMatchObject({ status: 200, body });
}

async function lastRemark(): Promise<string | null> {
  await vi.waitFor(async () => expect((await listPlatformCalls(commandLineActor())).length).toBeGreaterThan(2), 10_000);
  return (await listPlatformCalls(commandLineActor()))[0]?.detail ?? null;
}

const SOMEBODY_ELSE =
  "Another externalId than this record had: taken for somebody else, who begins without its keys, applications and roles.";

describe("lena left, and the platform gives her record to noor", () => {
  type Road = (id: string) => Promise<Answered | undefined>;
  const whole = { schemas: [USER], userName: "lena", displayName: "Noor" };

  it.each<[string, Road]>([
    ["by the call that enables it", (id) => okta.patch(id, [other, on])],
    [
      "by a value without a path",
      (id) => okta.patch(id, [{ op: "replace", value: { externalId: "idp|noor", active: true } }]),
    ],
    ["by a PUT", (id) => okta.put(`/Users/${id}`, { ...whole, externalId: "idp|noor", active: true })],
    [
      "by a call before",
      async (id) => {
        await ok(okta.patch(id, [other]), { active: false, externalId: "idp|noor" });
        return okta.patch(id, [on]);
      },
    ],
    [
      "after taking her external id away",
      async (id) => {
        await ok(okta.patch(id, [{ op: "remove", path: "externalId" }]));
        await ok(okta.patch(id, [other]));
        return okta.patch(id, [on]);
      },
    ],
    [
      "by a PUT of null, and one that enables",
      async (id) => {
        await ok(okta.put(`/Users/${id}`, { ...whole, externalId: null }));
        return okta.put(`/Users/${id}`, { ...whole, externalId: "idp|noor", active: true });
      },
    ],
    [
      "by two calls at once",
      async (id) => {
        const [first, second] = await Promise.all([okta.patch(id, [other]), okta.patch(id, [other, on])]);
        expect([first.status, second.status]).toEqual([200, 200]);
        return okta.patch(id, [on]);
      },
    ],
  ])("%s", async (_, road) => {
    const { id } = await leaver();
    await ok(okta.patch(id, [off]));
    const answer = await road(id);
    expect(answer).toMatchObject({ status: 200, body: { id, externalId: "idp|noor", userName: "lena", active: true } });
    const noor = await expectSomebodyElse(id, { status: "ENABLED", username: "lena", externalId: "idp|noor" });
    // The platform finds her, and lena is nobody to it.
    await ok(okta.get(`/Users/${id}`), { externalId: "idp|noor" });
    const list = await okta.get(`/Users?filter=${encodeURIComponent(`id eq "${id}" or userName eq "lena"`)}`);
    expect(list).toMatchObject({ body: { totalResults: 1, Resources: [{ id }] } });
    // Each signs in as who they are.
    expect(await signInByPlatform("idp|noor", BROWSER)).toMatchObject({ ok: true });
    expect(await database().session.count({ where: { userId: noor.id } })).toBe(1);
    expect(await signInByPlatform("idp|lena", BROWSER)).toMatchObject({ ok: false });
  });

  it("by the call that disables her, whose session ends", async () => {
    const { id, session } = await leaver();
    await ok(okta.patch(id, [off, other]), { active: false });
    expect(await standingOf(session)).toBe("USER_DISABLED");
    await expectSomebodyElse(id, { status: "DISABLED" });
    await ok(okta.patch(id, [on]), { active: true });
    expect(await holderOf(id)).toMatchObject({ roles: [], keyCount: 0, status: "ENABLED" });
  });

  it("who never had an external id here", async () => {
    const { id } = await leaver("lena", { externalId: null });
    await ok(okta.patch(id, [off]));
    await ok(okta.patch(id, [other, on]));
    await expectSomebodyElse(id, { status: "ENABLED" });
  });

  it("and the audit and the last calls say so", async () => {
    const { id } = await leaver();
    await ok(okta.patch(id, [off]));
    await ok(okta.patch(id, [other, on]));
    expect(await lastRemark()).toBe(SOMEBODY_ELSE);
    const aside = `lena~${id.replaceAll("-", "").slice(0, 12)}`;
    expect((await entriesAbout({ id })).slice(-2)).toMatchObject([
      {
        ...{ event: "user.deleted", source: "PLATFORM", reason: "The platform gave the record another external id." },
        after: { platformDeleted: true },
      },
      { event: "user.profile-changed", before: { username: "lena" }, after: { username: aside } },
    ]);
  });

  it("and on to a third one, and no version of one is a version of the next", async () => {
    const { id } = await leaver();
    await ok(okta.patch(id, [off]));
    const lenas = (await okta.get(`/Users/${id}`)).headers.get("etag") ?? "";
    await ok(okta.patch(id, [other]));
    const second = await expectSomebodyElse(id, {});
    expect(await okta.patch(id, [on], { "If-Match": lenas })).toMatchObject({ status: 412 });
    await ok(okta.patch(id, [set("externalId", "idp|third"), on]), { id, externalId: "idp|third" });
    expect(await database().user.findUnique({ where: { id: second.id } })).toMatchObject({
      scimId: null,
      status: "DISABLED",
    });
    // Her own id comes back: hers is with her old record, and this one is somebody's again.
    await ok(okta.patch(id, [off]));
    await ok(okta.patch(id, [set("externalId", "idp|lena"), on]), { id, externalId: "idp|lena" });
    expect(await holderOf(id)).toMatchObject({ roles: [], keyCount: 0 });
    expect(await okta.delete(`/Users/${id}`)).toMatchObject({ status: 204 });
    expect(await okta.get(`/Users/${id}`)).toMatchObject({ status: 404 });
  });
});

describe("lena herself comes back with all that was hers", () => {
  it.each<[string, (id: string) => Promise<unknown>]>([
    ["under the same external id", (id) => okta.patch(id, [set("externalId", "idp|lena"), on])],
    [
      "though it was taken away and given again",
      async (id) => {
        await ok(okta.patch(id, [{ op: "remove", path: "externalId" }]));
        await okta.patch(id, [set("externalId", "idp|lena"), on]);
      },
    ],
  ])("%s", async (_, back) => {
    const { id } = await leaver();
    await ok(okta.patch(id, [off]));
    await back(id);
    await expectSame(id, { status: "ENABLED", externalId: "idp|lena" });
  });

  it("with another name in the call that enables her, which is not kept, and told", async () => {
    const { id } = await leaver();
    await ok(okta.patch(id, [off]));
    const call = okta.patch(id, [set("userName", "lena.meier"), set("name.familyName", "Meier"), on]);
    await ok(call, { active: true, userName: "lena", name: { familyName: "Meier" } });
    await expectSame(id, { status: "ENABLED", username: "lena", lastName: "Meier" });
    expect(await lastRemark()).toBe("Enabled. Not kept: userName.");
  });

  it.each<[string, Body, object]>([
    ["where she is enabled", {}, on],
    ["without a word of enabling", { active: false }, set("displayName", "Lena")],
    ["where nothing but the name says who she is", { active: false, externalId: null }, on],
  ])("but a name that can't be kept is refused %s", async (_, more, operation) => {
    const { id } = await leaver("lena", more);
    const before = await everything();
    const answer = await okta.patch(id, [set("userName", "noor"), operation]);
    expect(answer).toMatchObject({ status: 400, body: { scimType: "mutability" } });
    expect(await everything()).toEqual(before);
  });

  it("while she stays enabled, another external id is another label, and ends her sessions", async () => {
    const { id, session } = await leaver();
    await ok(okta.patch(id, [other]), { externalId: "idp|noor" });
    await expectSame(id, { status: "ENABLED", externalId: "idp|noor" });
    expect(await standingOf(session)).toBe("SIGNED_OUT_ELSEWHERE");
  });
});

describe("two records swap their external ids", () => {
  it.each([
    ["while both are disabled", [off]],
    ["while both are enabled", [on]],
  ])("%s: nobody gets what was the other's", async (_, operations) => {
    const [lena, noor] = [await leaver("lena"), await leaver("noor")];
    for (const { id } of [lena, noor]) await ok(okta.patch(id, operations));
    expect(await okta.patch(lena.id, [other])).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
    await ok(okta.patch(lena.id, [{ op: "remove", path: "externalId" }]));
    await ok(okta.patch(noor.id, [set("externalId", "idp|lena"), on]));
    await ok(okta.patch(lena.id, [other, on]));
    await expectSomebodyElse(lena.id, { externalId: "idp|noor" });
    await expectSomebodyElse(noor.id, { externalId: "idp|lena" });
  });
});

describe("lena is deleted in the platform, and somebody new gets", () => {
  it.each<[string, Body]>([
    ["her name", { userName: "LENA", externalId: "idp|noor" }],
    ["her external id", { userName: "noor", externalId: "idp|lena" }],
    ["both", { userName: "lena", externalId: "idp|lena" }],
  ])("%s", async (_, body) => {
    const { id } = await leaver();
    expect(await okta.delete(`/Users/${id}`)).toMatchObject({ status: 204 });
    const created = await okta.post("/Users", { schemas: [USER], ...body });
    expect(created).toMatchObject({ status: 201, body });
    expect(created.body["id"]).not.toBe(id);
    const now = await holderOf(String(created.body["id"]));
    expect(now).toMatchObject({ roles: [], keyCount: 0 });
    const first = await database().user.findUniqueOrThrow({ where: { id } });
    expect(first).toMatchObject({ status: "DISABLED", roles: ["COMMUNITY_MANAGER"], keyCount: 2 });
    for (const operation of [on, other]) expect(await okta.patch(id, [operation])).toMatchObject({ status: 404 });
  });

  it("her external id, by a change of somebody who is enabled: what was theirs is not for her", async () => {
    const [lena, noor] = [await leaver("lena"), await leaver("noor")];
    await okta.delete(`/Users/${lena.id}`);
    await ok(okta.patch(noor.id, [set("externalId", "idp|lena")]));
    await expectSomebodyElse(noor.id, { externalId: "idp|lena", status: "ENABLED" });
  });
});

describe("a name or an external id that is in use stays where it is", () => {
  it.each<[string, Body]>([
    ["lena's name, while she is disabled", { userName: "Lena", externalId: "idp|noor" }],
    ["lena's external id, while she is disabled", { userName: "noor", externalId: "idp|lena" }],
    ["the name of a local user", { userName: "LINUS", externalId: "idp|noor" }],
  ])("%s", async (_, body) => {
    const { id } = await leaver();
    await ok(okta.patch(id, [off]));
    await givenPerson({ username: "linus" });
    const before = await everything();
    expect(await okta.post("/Users", { schemas: [USER], ...body })).toMatchObject({ status: 409 });
    expect(await everything()).toEqual(before);
  });
});

it("whatever comes at the same moment, nobody new has what was lena's, and no call takes the record for gone", async () => {
  for (let round = 1; round <= 4; round += 1) {
    const name = `lena-${round}`;
    const { id } = await leaver(name);
    await ok(okta.patch(id, [off]));
    const moved = set("externalId", `idp|noor-${round}`);
    const calls = [[moved], [on], [moved, on], [set("displayName", "N")], [off], [moved], [on]];
    const answers = await Promise.all(calls.map((operations) => okta.patch(id, operations)));
    expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 200));
    const [now, first] = [await holderOf(id), await database().user.findUniqueOrThrow({ where: { id } })];
    expect(first.keyCount).toBe(2);
    if (now.id === id) {
      // She was enabled when the external id came: one call after the other could have done that.
      expect(now.formerExternalId).toBe(`idp|${name}`);
    } else {
      expect([now.keyCount, now.roles, first.status]).toEqual([0, [], "DISABLED"]);
    }
  }
});
