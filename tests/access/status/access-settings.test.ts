/** The off-switch on a real database: what one click does, all of it or nothing of it. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import type { Role } from "@/access/rules";
import { endOwnSession } from "@/access/sign-in/own-sessions";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { entriesAbout, expectRefused, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";

const ENABLED = { status: "ENABLED" } as const;
const DISABLED = { status: "DISABLED" } as const;

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

describe("account status", () => {
  test("ada disables linus: his sessions end and one entry is written", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const tokens = [await openSession(linus), await openSession(linus)];
    const actor = await signedIn(ada);
    const outcome = await changeAccountStatus(actor, {
      username: "linus",
      seen: ENABLED,
      ...DISABLED,
      reason: "He left.",
    });
    const entries = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(await Promise.all(tokens.map(standingOf))).toEqual(["USER_DISABLED", "USER_DISABLED"]);
    expect(await rowOf(linus)).toMatchObject({
      ...linus,
      ...DISABLED,
      facets: 24,
      revision: 2,
      updatedAt: expect.any(Date),
    });
    expect(entries).toMatchObject([
      {
        ...{ event: "user.disabled", outcome: "DONE", refusal: null, source: "PAGE", reason: "He left." },
        ...{ actorId: ada.id, actorUsername: "ada", subjectUsername: "linus", address: actor.address },
        ...{ before: ENABLED, after: DISABLED, effects: { sessionsEnded: 2 } },
      },
    ]);
  });

  test("the number of ended sessions counts those that were still open", async () => {
    const { ada, linus, cora } = await givenPeople("ada", "linus", "cora");
    await openSession(linus);
    await openSession(linus);
    await database().$executeRaw`UPDATE sessions SET last_seen_at = now() - interval '31 minutes'
      WHERE id = (SELECT id FROM sessions ORDER BY created_at LIMIT 1)`;
    const coras = await openSession(cora);
    await changeAccountStatus(await signedIn(ada), { username: "linus", seen: ENABLED, ...DISABLED });
    expect(await entriesAbout(linus)).toMatchObject([{ effects: { sessionsEnded: 1 } }]);
    expect(await database().session.count({ where: { userId: linus.id, endedAt: null } })).toBe(0);
    expect(await standingOf(coras)).toBe("open");
  });

  test("ada enables linus again: no session opens, and his old cookie stays dead", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    const actor = await signedIn(ada);
    await changeAccountStatus(actor, { username: "linus", seen: ENABLED, ...DISABLED });
    const outcome = await changeAccountStatus(actor, { username: "linus", seen: DISABLED, ...ENABLED });
    expect(outcome.ok).toBe(true);
    expect(await standingOf(token)).toBe("ended");
    expect(await database().session.count({ where: { userId: linus.id, endedAt: null } })).toBe(0);
    expect(await entriesAbout(linus)).toMatchObject([
      { event: "user.disabled", effects: { sessionsEnded: 1 } },
      { event: "user.enabled", before: DISABLED, after: ENABLED, effects: { sessionsEnded: 0 } },
    ]);
  });

  test("ada enables wei, who was waiting", async () => {
    const { ada, wei } = await givenPeople("ada", "wei");
    const change = { username: "wei", seen: { status: "WAITING" }, ...ENABLED } as const;
    expect((await changeAccountStatus(await signedIn(ada), change)).ok).toBe(true);
    expect(await entriesAbout(wei)).toMatchObject([{ before: { status: "WAITING" }, after: ENABLED }]);
  });

  test("cora, a Community Manager, disables linus", async () => {
    const { cora, linus } = await givenPeople("cora", "linus");
    const change = { username: "LINUS", seen: ENABLED, ...DISABLED } as const;
    expect((await changeAccountStatus(await signedIn(cora), change)).ok).toBe(true);
    expect(await rowOf(linus)).toMatchObject(DISABLED);
  });

  test("a second click writes nothing more", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const click = () => changeAccountStatus(actor, { username: "linus", seen: ENABLED, ...DISABLED });
    const outcomes = await Promise.all([click(), click(), click()]);
    const disabled = await rowOf(linus);
    expect(await click()).toEqual({ ok: true, entry: null });
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(await entriesAbout(linus)).toHaveLength(1);
    expect(await rowOf(linus)).toEqual(disabled);
  });

  test("ada saw linus waiting, but grace was faster: nothing is overwritten and nothing is written down", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const change = { username: "linus", seen: { status: "WAITING" }, ...DISABLED } as const;
    const outcome = await changeAccountStatus(await signedIn(ada), change);
    expect(outcome).toEqual({ ok: false, refusal: "changed_meanwhile" });
    expect(await rowOf(linus)).toEqual(linus);
    expect(await entriesAbout()).toEqual([]);
  });

  test("nobody of that name: nothing happens", async () => {
    const { ada } = await givenPeople("ada");
    const actor = await signedIn(ada);
    for (const username of ["nobody", "", "li\0nus", "\ud800", "x".repeat(10_000), "'; DROP TABLE users --"]) {
      const outcome = await changeAccountStatus(actor, { username, seen: ENABLED, ...DISABLED });
      expect(outcome).toEqual({ ok: false, refusal: "unknown_user" });
    }
    expect(await entriesAbout()).toEqual([]);
  });

  test("an audit that can't be written undoes the disabling and keeps the sessions", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    const actor = await signedIn(ada);
    await asOwner("ALTER TABLE audit_entries ADD CONSTRAINT broken CHECK (event <> 'user.disabled')");
    const change = {
      username: "linus",
      seen: { ...ENABLED, roles: [] },
      ...DISABLED,
      roles: ["SUPPORT_USER"] as const,
    };
    await expect(changeAccessSettings(actor, change)).rejects.toThrow("broken");
    await asOwner("ALTER TABLE audit_entries DROP CONSTRAINT broken");
    expect(await rowOf(linus)).toEqual(linus);
    expect(await standingOf(token)).toBe("open");
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("a refused change of status leaves the answer, the row as it was, and one entry", () => {
  test.each([
    ["ada", "pat", "platform_user"],
    ["ada", "pablo", "platform_user"],
    ["ada", "ada", "own_account"],
    ["cora", "ada", "above_role"],
    ["percy", "grace", "above_role"],
    ["sam", "linus", "not_permitted"],
    ["linus", "ada", "not_permitted"],
    ["linus", "linus", "not_permitted"],
  ] as const)("%s disables %s: %s", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "grace", "cora", "percy", "sam", "linus", "pat", "pablo");
    const token = await openSession(people[whom]);
    const actor = await signedIn(people[who]);
    const outcome = await changeAccountStatus(actor, { username: whom, seen: ENABLED, ...DISABLED });
    await expectRefused(outcome, refusal, people[whom], "user.disabled");
    expect(await entriesAbout()).toMatchObject([{ actorUsername: who, subjectUsername: whom }]);
    expect(await standingOf(token)).toBe("open");
  });

  test("ada enables petra, whom the platform disabled: platform_user", async () => {
    const { ada, petra } = await givenPeople("ada", "petra");
    const outcome = await changeAccountStatus(await signedIn(ada), { username: "petra", seen: DISABLED, ...ENABLED });
    await expectRefused(outcome, "platform_user", petra, "user.enabled");
  });

  test("a made-up form sends pat the status that he has: platform_user", async () => {
    const { ada, pat } = await givenPeople("ada", "pat");
    const outcome = await changeAccountStatus(await signedIn(ada), { username: "pat", seen: ENABLED, ...ENABLED });
    await expectRefused(outcome, "platform_user", pat, "user.enabled");
  });

  test("the command line disables the last administrator: last_administrator", async () => {
    const { ada } = await givenPeople("ada", "pablo", "cora");
    await givenPerson({ username: "robot", roles: ["ADMINISTRATOR", "SERVICE_USER"] });
    await givenPerson({ username: "former", roles: ["ADMINISTRATOR"], ...DISABLED });
    const outcome = await changeAccountStatus(commandLineActor(), { username: "ada", seen: ENABLED, ...DISABLED });
    await expectRefused(outcome, "last_administrator", ada, "user.disabled");
  });

  test("the command line takes the role of the last administrator: last_administrator", async () => {
    const { ada } = await givenPeople("ada");
    for (const roles of [[], ["ADMINISTRATOR", "SERVICE_USER"]] satisfies Role[][]) {
      const outcome = await changeAccessSettings(commandLineActor(), { username: "ada", seen: ENABLED, roles });
      expect(outcome).toEqual({ ok: false, refusal: "last_administrator" });
    }
    expect(await rowOf(ada)).toEqual(ada);
    expect(await entriesAbout(ada)).toHaveLength(2);
  });
});

describe("a request under way", () => {
  test("of ada, whom grace disables meanwhile: signed out, and nothing changed", async () => {
    const { ada, grace, linus } = await givenPeople("ada", "grace", "linus");
    const [adas, graces] = [await signedIn(ada), await signedIn(grace)];
    await changeAccountStatus(graces, { username: "ada", seen: ENABLED, ...DISABLED });
    const outcome = await changeAccountStatus(adas, { username: "linus", seen: ENABLED, ...DISABLED });
    expect(outcome).toEqual({ ok: false, refusal: "signed_out" });
    expect(await rowOf(linus)).toEqual(linus);
    expect(await entriesAbout(linus)).toEqual([]);
  });

  test("of ada, who was signed out meanwhile from another browser: signed out, and nothing changed", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const [here, elsewhere] = [await signedIn(ada), await signedIn(ada)];
    await endOwnSession(elsewhere, here.sessionId ?? "");
    const outcome = await changeAccountStatus(here, { username: "linus", seen: ENABLED, ...DISABLED });
    expect(outcome).toEqual({ ok: false, refusal: "signed_out" });
    expect(await rowOf(linus)).toEqual(linus);
  });

  test("of cora, who loses her role meanwhile: refused by the roles that she has now", async () => {
    const { ada, cora, linus } = await givenPeople("ada", "cora", "linus");
    const actor = await signedIn(cora);
    await changeAccessSettings(await signedIn(ada), { username: "cora", seen: ENABLED, roles: [] });
    const outcome = await changeAccountStatus(actor, { username: "linus", seen: ENABLED, ...DISABLED });
    await expectRefused(outcome, "not_permitted", linus, "user.disabled");
  });

  test("of cora, who is made an administrator meanwhile: signed out, so that it is worth no more than before", async () => {
    const { ada, cora, dora } = await givenPeople("ada", "cora", "dora");
    const actor = await signedIn(cora);
    await changeAccessSettings(await signedIn(ada), { username: "cora", seen: ENABLED, roles: ["ADMINISTRATOR"] });
    const outcome = await changeAccountStatus(actor, { username: "dora", seen: DISABLED, ...ENABLED });
    expect(outcome).toEqual({ ok: false, refusal: "signed_out" });
    expect(await rowOf(dora)).toEqual(dora);
  });
});
