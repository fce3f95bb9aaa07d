/** Control Center roles and the Service User switch, alone and saved together with the status. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "@/access/rules";
import { changeAccessSettings } from "@/access/status/access-settings";
import { actorOf, entriesAbout, expectRefused, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";

const ENABLED = { status: "ENABLED" } as const;
const DISABLED = { status: "DISABLED" } as const;

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

describe("roles", () => {
  test("ada makes linus a Community Manager: one entry says what he had and has, and he signs in anew", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    const roles: Role[] = ["COMMUNITY_MANAGER", "SUPPORT_USER"];
    const change = { username: "linus", seen: { ...ENABLED, roles: [] }, roles, reason: "New duties." };
    expect((await changeAccessSettings(await signedIn(ada), change)).ok).toBe(true);
    expect(await rowOf(linus)).toMatchObject({ ...ENABLED, roles });
    expect(await entriesAbout(linus)).toMatchObject([
      {
        ...{ event: "user.roles-changed", before: { roles: [] }, after: { roles }, reason: "New duties." },
        effects: { sessionsEnded: 1 },
      },
    ]);
    expect(await standingOf(token)).toBe("ROLES_GRANTED");
  });

  test("a role that is taken is gone with the next request, and the session stays", async () => {
    const { ada, cora } = await givenPeople("ada", "cora");
    const token = await openSession(cora);
    expect((await actorOf(token)).roles).toEqual(["COMMUNITY_MANAGER"]);
    const change = { username: "cora", seen: ENABLED, roles: [] } as const;
    expect((await changeAccessSettings(await signedIn(ada), change)).ok).toBe(true);
    expect(await standingOf(token)).toBe("open");
    expect((await actorOf(token)).roles).toEqual([]);
    expect(await entriesAbout(cora)).toMatchObject([{ effects: { sessionsEnded: 0 } }]);
  });

  test("one role for another is a role that was given", async () => {
    const { ada, cora } = await givenPeople("ada", "cora");
    const token = await openSession(cora);
    const change = { username: "cora", seen: ENABLED, roles: ["SUPPORT_USER"] } as const;
    expect((await changeAccessSettings(await signedIn(ada), change)).ok).toBe(true);
    expect(await standingOf(token)).toBe("ROLES_GRANTED");
  });

  test("a role that is refused ends nothing", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const token = await openSession(linus);
    const change = { username: "linus", seen: ENABLED, roles: ["SUPPORT_USER"] } as const;
    expect((await changeAccessSettings(await signedIn(cora), change)).ok).toBe(false);
    expect(await standingOf(token)).toBe("open");
  });

  test("the same roles in another order, or twice, are no change", async () => {
    const { ada } = await givenPeople("ada");
    const user = await givenPerson({ username: "two", roles: ["COMMUNITY_MANAGER", "SUPPORT_USER"] });
    const roles: Role[] = ["SUPPORT_USER", "COMMUNITY_MANAGER", "SUPPORT_USER"];
    const outcome = await changeAccessSettings(await signedIn(ada), { username: "two", seen: ENABLED, roles });
    expect(outcome).toEqual({ ok: true, entry: null });
    expect(await rowOf(user)).toEqual(user);
    expect(await entriesAbout()).toEqual([]);
  });

  test("ada gives pat, a platform user, a role", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const change = { username: "pat", seen: ENABLED, roles: ["SUPPORT_USER"] } as const;
    expect((await changeAccessSettings(await signedIn(ada), change)).ok).toBe(true);
    expect(await rowOf(pat)).toMatchObject({ roles: ["SUPPORT_USER"], ...ENABLED, origin: "PLATFORM" });
    expect(await entriesAbout(pat)).toMatchObject([{ event: "user.roles-changed" }]);
  });

  test("ada saw other roles than linus has by now: nothing is overwritten", async () => {
    const { ada } = await givenPeople("ada");
    const user = await givenPerson({ username: "two", roles: ["COMMUNITY_MANAGER", "SUPPORT_USER"] });
    const seen = { ...ENABLED, roles: ["SUPPORT_USER"] as const };
    const outcome = await changeAccessSettings(await signedIn(ada), { username: "two", seen, roles: [] });
    expect(outcome).toEqual({ ok: false, refusal: "changed_meanwhile" });
    expect(await rowOf(user)).toEqual(user);
    expect(await entriesAbout()).toEqual([]);
  });

  test.each([
    ["ada", "ada", "own_account", []],
    ["cora", "linus", "not_permitted", ["SUPPORT_USER"]],
    ["cora", "cora", "not_permitted", ["ADMINISTRATOR"]],
    ["sam", "sam", "not_permitted", ["ADMINISTRATOR"]],
    ["linus", "linus", "not_permitted", ["ADMINISTRATOR"]],
    ["ada", "pat", "platform_user", ["SERVICE_USER"]],
    ["cora", "linus", "not_permitted", ["SERVICE_USER"]],
  ] as const)("%s gives %s other roles: %s", async (who, whom, refusal, roles) => {
    const people = await givenPeople("ada", "grace", "cora", "sam", "linus", "pat");
    const actor = await signedIn(people[who]);
    const outcome = await changeAccessSettings(actor, { username: whom, seen: ENABLED, roles });
    await expectRefused(outcome, refusal, people[whom], "user.roles-changed");
  });
});

describe("roles and status saved together", () => {
  test("ada disables linus and gives him a role: both, with an entry each", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    const change = {
      username: "linus",
      seen: { ...ENABLED, roles: [] },
      ...DISABLED,
      roles: ["SUPPORT_USER"],
    } as const;
    const outcome = await changeAccessSettings(await signedIn(ada), change);
    const entries = await entriesAbout(linus);
    expect(await rowOf(linus)).toMatchObject({ ...DISABLED, roles: ["SUPPORT_USER"] });
    expect(entries).toMatchObject([
      { event: "user.roles-changed", effects: { sessionsEnded: 0 } },
      { event: "user.disabled", effects: { sessionsEnded: 1 } },
    ]);
    expect(await standingOf(token)).toBe("USER_DISABLED");
    // Undo is about the status, so the notice is about that entry.
    expect(outcome).toEqual({ ok: true, entry: entries[1]?.id });
  });

  test("cora may disable linus but not give roles: neither happens", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const change = { username: "linus", seen: ENABLED, ...DISABLED, roles: ["SUPPORT_USER"] } as const;
    const outcome = await changeAccessSettings(await signedIn(cora), change);
    expect(outcome).toEqual({ ok: false, refusal: "not_permitted" });
    expect(await rowOf(linus)).toEqual(linus);
    expect(await entriesAbout(linus)).toMatchObject([{ outcome: "REFUSED" }]);
  });

  test("ada may give pat roles but not disable him: neither happens", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const change = { username: "pat", seen: ENABLED, ...DISABLED, roles: ["SUPPORT_USER"] } as const;
    const outcome = await changeAccessSettings(await signedIn(ada), change);
    await expectRefused(outcome, "platform_user", pat, "user.disabled");
  });

  test("what is refused is written down as what was tried: cora leaves the status as it is and adds a role", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const change = { username: "linus", seen: ENABLED, ...ENABLED, roles: ["SUPPORT_USER"] } as const;
    const outcome = await changeAccessSettings(await signedIn(cora), change);
    await expectRefused(outcome, "not_permitted", linus, "user.roles-changed");
  });
});

describe("the Service User switch", () => {
  test("ends the sessions of linus and keeps his roles; switching off opens none", async () => {
    const { ada } = await givenPeople("ada");
    const user = await givenPerson({ username: "builder", roles: ["SUPPORT_USER"] });
    const token = await openSession(user);
    const actor = await signedIn(ada);
    const on: Role[] = ["SERVICE_USER", "SUPPORT_USER"];
    expect((await changeAccessSettings(actor, { username: "builder", seen: ENABLED, roles: on })).ok).toBe(true);
    expect(await standingOf(token)).toBe("SERVICE_USER");
    expect(await entriesAbout(user)).toMatchObject([{ after: { roles: on }, effects: { sessionsEnded: 1 } }]);
    const off = { username: "builder", seen: ENABLED, roles: ["SUPPORT_USER"] } as const;
    expect((await changeAccessSettings(actor, off)).ok).toBe(true);
    expect(await standingOf(token)).toBe("ended");
    expect(await rowOf(user)).toMatchObject({ roles: ["SUPPORT_USER"] });
  });
});
