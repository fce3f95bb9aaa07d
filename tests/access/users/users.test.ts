/** Finding, creating, editing and deleting users, with what the audit keeps of it. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { passwordMatches } from "@/access/sign-in/passwords";
import { changeAccountStatus } from "@/access/status/access-settings";
import { EMPTY_PROFILE, type Profile } from "@/access/users/profile";
import { createUser, deleteUser, findOwnUser, findUser, type NewUser } from "@/access/users/users";
import { entriesAbout, expectRefused, openSession, rowOf, signedIn, standingOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

const PROFILE: Profile = { ...EMPTY_PROFILE, email: "noor@example.com", displayName: "Noor" };

function newUser(username: string, roles: NewUser["roles"] = []): NewUser {
  return { ...PROFILE, username, roles, password: "a password of noor" };
}

describe("finding a user", () => {
  test.each(["ada", "cora", "percy", "sam"] as const)("%s finds linus by any spelling", async (name) => {
    const people = await givenPeople("ada", "cora", "percy", "sam", "linus");
    const actor = await signedIn(people[name]);
    for (const spelling of ["linus", "LINUS", "ｌｉｎｕｓ"]) {
      expect((await findUser(actor, spelling))?.id).toBe(people.linus.id);
    }
    expect(await findUser(actor, "linus")).not.toHaveProperty("passwordHash");
  });

  test("linus finds nobody, and himself only as his own account", async () => {
    const { linus } = await givenPeople("linus", "ada");
    const actor = await signedIn(linus);
    expect([await findUser(actor, "ada"), await findUser(actor, "linus")]).toEqual([null, null]);
    expect(await findOwnUser(actor)).toMatchObject({ id: linus.id, username: "linus" });
    expect(await findOwnUser(actor)).not.toHaveProperty("passwordHash");
    expect(await findOwnUser(commandLineActor())).toBeNull();
  });

  test.each(["o/neil", "a+b@example.com", "name with spaces", "100%", "王伟", "..a", "a?b#c"])(
    "any username is found as it is: %s",
    async (username) => {
      const { ada } = await givenPeople("ada");
      await givenPerson({ username });
      expect((await findUser(await signedIn(ada), username))?.username).toBe(username);
    },
  );

  test.each(["nobody", "", "\0", "\ud800", "x".repeat(10_000), "%", "' OR 1=1 --"])(
    "none is called %j",
    async (name) => {
      const { ada } = await givenPeople("ada");
      expect(await findUser(await signedIn(ada), name)).toBeNull();
    },
  );
});

describe("creating a user", () => {
  test("cora creates noor: local, enabled, without a role, with one entry and no password in it", async () => {
    const { cora } = await givenPeople("cora");
    const outcome = await createUser(await signedIn(cora), newUser("Noor"));
    const row = await database().user.findUniqueOrThrow({ where: { usernameKey: "noor" } });
    expect(row).toMatchObject({ username: "Noor", origin: "LOCAL", status: "ENABLED", roles: [], ...PROFILE });
    expect(await passwordMatches(row.passwordHash, "a password of noor")).toBe(true);
    const entries = await entriesAbout(row);
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(entries).toMatchObject([
      { event: "user.created", actorId: cora.id, subjectUsername: "Noor", after: { status: "ENABLED", roles: [] } },
    ]);
    expect(JSON.stringify(entries, (_key, value: unknown) => (typeof value === "bigint" ? "" : value))).not.toMatch(
      /argon2|a password/,
    );
  });

  test.each(["linus", "LINUS", "ｌｉｎｕｓ", " linus "])("linus is taken, also as %j", async (username) => {
    const { ada } = await givenPeople("ada", "linus");
    expect(await createUser(await signedIn(ada), newUser(username))).toEqual({ ok: false, refusal: "taken" });
    expect(await database().user.count()).toBe(2);
    expect(await entriesAbout()).toEqual([]);
  });

  test("a name that differs in its Unicode form is the same name, and a platform user's is taken too", async () => {
    const { ada } = await givenPeople("ada", "pat");
    const actor = await signedIn(ada);
    expect((await createUser(actor, newUser("Zoe\u0308"))).ok).toBe(true);
    expect(await createUser(actor, newUser("zoë"))).toEqual({ ok: false, refusal: "taken" });
    expect(await createUser(actor, newUser("Pat"))).toEqual({ ok: false, refusal: "taken" });
  });

  test("ada and grace create the same name at the same moment: one is created, the other is taken", async () => {
    const { ada, grace } = await givenPeople("ada", "grace");
    const actors = [await signedIn(ada), await signedIn(grace), commandLineActor(), await signedIn(ada)];
    const outcomes = await Promise.all(actors.map((actor, at) => createUser(actor, newUser(at % 2 ? "Noor" : "noor"))));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.refusal === "taken")).toHaveLength(3);
    expect(await entriesAbout()).toMatchObject([{ event: "user.created", outcome: "DONE" }]);
  });

  test.each([
    ["cora", ["SUPPORT_USER"], "above_role"],
    ["cora", ["ADMINISTRATOR"], "above_role"],
    ["sam", [], "not_permitted"],
    ["linus", [], "not_permitted"],
  ] as const)("%s creates noor with roles %j: %s, and one entry", async (name, roles, refusal) => {
    const people = await givenPeople("cora", "sam", "linus");
    const outcome = await createUser(await signedIn(people[name]), newUser("noor", roles));
    expect(outcome).toEqual({ ok: false, refusal });
    expect(await database().user.count()).toBe(3);
    expect(await entriesAbout()).toMatchObject([
      {
        event: "user.created",
        outcome: "REFUSED",
        refusal,
        actorUsername: name,
        subjectId: null,
        subjectUsername: "noor",
      },
    ]);
  });

  test("ada, disabled meanwhile, creates nobody", async () => {
    const { ada } = await givenPeople("ada", "grace");
    const actor = await signedIn(ada);
    const seen = { status: "ENABLED" } as const;
    await changeAccountStatus(commandLineActor(), { username: "ada", seen, status: "DISABLED" });
    expect(await createUser(actor, newUser("noor"))).toEqual({ ok: false, refusal: "signed_out" });
    expect(await findUser(commandLineActor(), "noor")).toBeNull();
  });
});

describe("deleting a user", () => {
  test("ada deletes linus: his sessions are gone, the audit keeps his name", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const token = await openSession(linus);
    const outcome = await deleteUser(await signedIn(ada), "Linus", "He asked for it.");
    const entries = await entriesAbout(linus);
    expect(outcome).toEqual({ ok: true, entry: entries[0]?.id });
    expect(await rowOf(linus)).toBeNull();
    expect(await standingOf(token)).toBe("none");
    const before = { status: "ENABLED", roles: [] };
    expect(entries).toMatchObject([
      {
        event: "user.deleted",
        subjectUsername: "linus",
        reason: "He asked for it.",
        before,
        effects: { sessionsEnded: 1 },
      },
    ]);
    expect(await deleteUser(await signedIn(ada), "linus")).toEqual({ ok: false, refusal: "unknown_user" });
    expect(await entriesAbout(linus)).toHaveLength(1);
  });

  test.each([
    ["ada", "pat", "platform_user"],
    ["ada", "ada", "own_account"],
    ["cora", "ada", "above_role"],
    ["sam", "linus", "not_permitted"],
    ["linus", "linus", "not_permitted"],
  ] as const)("%s deletes %s: %s", async (who, whom, refusal) => {
    const people = await givenPeople("ada", "grace", "cora", "sam", "linus", "pat");
    const outcome = await deleteUser(await signedIn(people[who]), whom);
    await expectRefused(outcome, refusal, people[whom], "user.deleted");
  });

  test("the command line deletes the last administrator: last_administrator", async () => {
    const { ada } = await givenPeople("ada", "pablo");
    await expectRefused(await deleteUser(commandLineActor(), "ada"), "last_administrator", ada, "user.deleted");
  });
});
