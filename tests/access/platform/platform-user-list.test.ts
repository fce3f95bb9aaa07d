/** The list that SCIM pages through: which users a condition holds of, and that nobody is missing or twice. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Actor, commandLineActor } from "@/access/actor";
import { database, rows } from "@/access/database";
import {
  type Comparison,
  type Condition,
  listPlatformUsers,
  type PlatformAttribute,
} from "@/access/platform/platform-user-list";
import { createPlatformUser, deletePlatformUser, findPlatformUser } from "@/access/platform/platform-users";
import { signedIn } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { newPlatformUser, platformActor } from "@/tests/platform";

beforeAll(freshDatabase);

let actor: Actor;

/** The usernames of whom a condition holds, in the order of the list. */
async function whoOf(condition: Condition | null): Promise<string[]> {
  const { users, total } = await listPlatformUsers(actor, { condition, startIndex: 1, count: 200 });
  expect(total).toBe(users.length);
  return users.map(({ username }) => username);
}

function is(attribute: PlatformAttribute, operator: Comparison, value: string | boolean | Date): Condition {
  return { attribute, operator, value };
}

describe("which users", () => {
  beforeAll(async () => {
    await emptyDatabase();
    const people = await givenPeople("linus", "ada", "pat", "petra", "pablo", "dora");
    await database().user.updateMany({ where: { username: "pat" }, data: { email: "linus@example.com" } });
    await givenPerson({ username: "o_ona", origin: "PLATFORM", displayName: "100% Ona", externalId: null });
    await givenPerson({ username: "oXona", origin: "PLATFORM", displayName: "ŞONA\\ÉCLAIR", status: "WAITING" });
    await givenPerson({ username: "leaver", origin: "PLATFORM" });
    await database().user.updateMany({
      where: { username: { in: ["pat", "petra"] } },
      data: { department: "Legal Affairs", employeeNumber: "007", manager: "idp|pablo", managerName: "Pablo" },
    });
    await rows`UPDATE users SET updated_at = '2026-01-02T03:04:05.678Z' WHERE id = ${people.pat.id}::uuid`;
    await rows`UPDATE users SET created_at = '2025-01-01T00:00:00Z' WHERE id = ${people.petra.id}::uuid`;
    actor = await platformActor();
    const { users } = await listPlatformUsers(actor, {
      condition: is("userName", "eq", "leaver"),
      startIndex: 1,
      count: 1,
    });
    await deletePlatformUser(actor, users[0]?.id ?? "", null);
  });

  const everybody = ["pat", "petra", "pablo", "o_ona", "oXona"];

  test("all of the platform, in the order in which they came: no local ones, none whom it deleted", async () => {
    expect(await whoOf(null)).toEqual(everybody);
    expect(await whoOf({ always: true })).toEqual(everybody);
    expect(await whoOf({ always: false })).toEqual([]);
    expect(await whoOf({ not: { always: false } })).toEqual(everybody);
  });

  test("as findPlatformUser has them, and nothing more of them", async () => {
    const { users } = await listPlatformUsers(actor, { condition: null, startIndex: 1, count: 5 });
    expect(users).toEqual(await Promise.all(users.map(({ id }) => findPlatformUser(actor, id))));
  });

  const texts: [PlatformAttribute, Comparison, string, string[]][] = [
    ["userName", "eq", "PAT", ["pat"]],
    ["userName", "eq", "ｐat", ["pat"]],
    ["userName", "eq", "pa", []],
    ["userName", "eq", "linus", []],
    ["userName", "eq", "leaver", []],
    ["userName", "eq", "", []],
    ["userName", "eq", "p\0at", []],
    ["userName", "eq", "\ud800", []],
    ["userName", "eq", "pat' OR 'a' = 'a", []],
    ["userName", "ne", "PAT", ["petra", "pablo", "o_ona", "oXona"]],
    ["userName", "co", "A", ["pat", "petra", "pablo", "o_ona", "oXona"]],
    ["userName", "co", "o_o", ["o_ona"]],
    ["userName", "co", "%", []],
    ["userName", "co", "\\", []],
    ["userName", "co", "p\0", []],
    ["userName", "sw", "PA", ["pat", "pablo"]],
    ["userName", "sw", "o_", ["o_ona"]],
    ["userName", "ew", "A", ["petra", "o_ona", "oXona"]],
    ["userName", "ew", "_ona", ["o_ona"]],
    ["userName", "gt", "PAT", ["petra"]],
    ["userName", "ge", "PAT", ["pat", "petra"]],
    ["userName", "lt", "PAT", ["pablo", "o_ona", "oXona"]],
    ["userName", "le", "PAT", ["pat", "pablo", "o_ona", "oXona"]],
    ["displayName", "eq", "pat murphy", ["pat"]],
    ["displayName", "eq", "Petra Nováková", ["petra"]],
    ["displayName", "eq", "PETRA NOVÁKOVÁ", ["petra"]],
    ["displayName", "eq", "Petra", []],
    ["displayName", "co", "0% o", ["o_ona"]],
    ["displayName", "co", "a\\é", ["oXona"]],
    ["displayName", "co", "Dublin", []],
    ["displayName", "ew", "éclair", ["oXona"]],
    ["displayName", "sw", "şona", ["oXona"]],
    ["displayName", "co", "", everybody],
    ["firstName", "eq", "PAT", ["pat"]],
    ["lastName", "sw", "murph", ["pat"]],
    ["email", "eq", "LINUS@example.com", ["pat"]],
    ["email", "eq", "linus", []],
    ["email", "ew", "@example.com", ["pat", "o_ona", "oXona"]],
    ["company", "co", "insurance", ["pat"]],
    ["locality", "eq", "dublin", ["pat"]],
    ["country", "ne", "Ireland", ["petra", "pablo", "o_ona", "oXona"]],
    ["phone", "eq", "", []],
    ["phone", "ne", "1", everybody],
    ["phone", "co", "", []],
    ["phone", "lt", "zzz", []],
    ["region", "ge", "", []],
    ["department", "eq", "LEGAL affairs", ["pat", "petra"]],
    ["department", "co", "affair", ["pat", "petra"]],
    ["department", "ne", "legal affairs", ["pablo", "o_ona", "oXona"]],
    ["employeeNumber", "eq", "007", ["pat", "petra"]],
    ["manager", "eq", "IDP|PABLO", ["pat", "petra"]],
    ["managerName", "sw", "pab", ["pat", "petra"]],
    ["externalId", "eq", "idp|pat", ["pat"]],
    ["externalId", "eq", "IDP|PAT", []],
    ["externalId", "ne", "idp|pat", ["petra", "pablo", "o_ona", "oXona"]],
    ["externalId", "sw", "idp|p", ["pat", "petra", "pablo"]],
    ["externalId", "co", "|P", []],
    ["externalId", "gt", "idp|pat", ["petra"]],
  ];

  test.each(texts)("%s %s %j", async (attribute, operator, value, who) => {
    expect(await whoOf(is(attribute, operator, value))).toEqual(who);
  });

  test.each(texts)("not (%s %s %j): the others", async (attribute, operator, value, who) => {
    const others = everybody.filter((name) => !who.includes(name));
    expect(await whoOf({ not: is(attribute, operator, value) })).toEqual(others);
  });

  test.each<[PlatformAttribute, string[]]>([
    ["userName", everybody],
    ["id", everybody],
    ["active", everybody],
    ["created", everybody],
    ["lastModified", everybody],
    ["externalId", ["pat", "petra", "pablo", "oXona"]],
    ["department", ["pat", "petra"]],
    ["phone", []],
  ])("%s pr", async (attribute, who) => {
    expect(await whoOf({ attribute, operator: "pr" })).toEqual(who);
    const others = everybody.filter((name) => !who.includes(name));
    expect(await whoOf({ not: { attribute, operator: "pr" } })).toEqual(others);
  });

  test("by id, exactly; what is no id is nobody's", async () => {
    const { users } = await listPlatformUsers(actor, { condition: null, startIndex: 1, count: 2 });
    const id = users[0]?.id ?? "";
    expect(await whoOf(is("id", "eq", id))).toEqual(["pat"]);
    expect(await whoOf(is("id", "ne", id))).toEqual(everybody.slice(1));
    expect(await whoOf(is("id", "sw", id.slice(0, 30)))).toEqual(["pat"]);
    expect(await whoOf({ or: [is("id", "lt", id), is("id", "ge", id)] })).toEqual(everybody);
    for (const other of [id.toUpperCase(), `{${id}}`, id.slice(1), "pat", "", "\0"]) {
      expect(await whoOf(is("id", "eq", other))).toEqual([]);
      expect(await whoOf(is("id", "ne", other))).toEqual(everybody);
    }
  });

  test("whether they are active: who is waiting is not", async () => {
    const [yes, no] = [
      ["pat", "pablo", "o_ona"],
      ["petra", "oXona"],
    ];
    expect(await whoOf(is("active", "eq", true))).toEqual(yes);
    expect(await whoOf(is("active", "ne", false))).toEqual(yes);
    expect(await whoOf(is("active", "eq", false))).toEqual(no);
    expect(await whoOf(is("active", "ne", true))).toEqual(no);
    expect(await whoOf({ not: is("active", "eq", true) })).toEqual(no);
    expect(await whoOf(is("active", "co", true))).toEqual([]);
  });

  test("by when they came and changed, to the millisecond", async () => {
    const at = new Date("2026-01-02T03:04:05.678Z");
    expect(await whoOf(is("lastModified", "eq", at))).toEqual(["pat"]);
    expect(await whoOf(is("lastModified", "ne", at))).toEqual(everybody.slice(1));
    expect(await whoOf(is("lastModified", "lt", new Date(at.getTime() + 1)))).toEqual(["pat"]);
    expect(await whoOf(is("lastModified", "lt", at))).toEqual([]);
    expect(await whoOf(is("lastModified", "le", at))).toEqual(["pat"]);
    expect(await whoOf(is("lastModified", "gt", at))).toEqual(everybody.slice(1));
    expect(await whoOf(is("lastModified", "ge", at))).toEqual(everybody);
    expect(await whoOf(is("created", "lt", new Date("2025-01-01T00:00:00.001Z")))).toEqual(["petra"]);
    expect(await whoOf(is("created", "co", at))).toEqual([]);
  });

  test("a value of another kind than the attribute is true of nobody", async () => {
    expect(await whoOf(is("active", "eq", "true"))).toEqual([]);
    expect(await whoOf(is("userName", "eq", true))).toEqual([]);
    expect(await whoOf(is("created", "gt", "2020"))).toEqual([]);
  });

  test("and, or, not, in each other; none of no conditions and all of no conditions", async () => {
    const inLegal = is("department", "eq", "legal affairs");
    const active = is("active", "eq", true);
    const ona = is("userName", "ew", "ona");
    expect(await whoOf({ and: [inLegal, active] })).toEqual(["pat"]);
    expect(await whoOf({ or: [inLegal, ona] })).toEqual(["pat", "petra", "o_ona", "oXona"]);
    expect(await whoOf({ and: [{ or: [inLegal, ona] }, { not: active }] })).toEqual(["petra", "oXona"]);
    expect(await whoOf({ not: { or: [inLegal, { and: [ona, active] }] } })).toEqual(["pablo", "oXona"]);
    expect(await whoOf({ not: { not: inLegal } })).toEqual(["pat", "petra"]);
    // Without parentheses of its own the second part would let everybody in, local users, too.
    expect(await whoOf({ or: [inLegal, { always: true }] })).toEqual(everybody);
    expect(await whoOf({ and: [] })).toEqual(everybody);
    expect(await whoOf({ or: [] })).toEqual([]);
  });
});

describe("letters that one locale folds otherwise than another, or otherwise by where they stand", () => {
  beforeAll(async () => {
    await emptyDatabase();
    actor = await platformActor();
    const nikos = {
      email: "ΝΙΚΟΣ@example.com",
      displayName: "ΓΙΏΡΓΟΣ ΟΔΟΣ",
      lastName: "İnce",
      department: "Straße ΟΔΟΣ",
    };
    await createPlatformUser(actor, newPlatformUser("nikos", nikos));
    await createPlatformUser(actor, newPlatformUser("other"));
  });

  test.each<[PlatformAttribute, string]>([
    ["email", "ΝΙΚΟΣ@example.com"],
    ["email", "νικος@EXAMPLE.com"],
    ["displayName", "ΓΙΏΡΓΟΣ ΟΔΟΣ"],
    ["displayName", "γιώργος οδος"],
    ["displayName", "Γιώργοσ οδοσ"],
    ["lastName", "İnce"],
    ["lastName", "İNCE"],
    ["department", "Straße ΟΔΟΣ"],
    ["department", "STRAßE οδος"],
  ])("%s is %s, and begins, ends and goes on so", async (attribute, value) => {
    for (const operator of ["eq", "co", "sw", "ew", "ge", "le"] as const) {
      expect(await whoOf({ and: [is(attribute, operator, value), is("userName", "ne", "other")] })).toEqual(["nikos"]);
    }
    expect(await whoOf(is(attribute, "ne", value))).toEqual(["other"]);
    expect(await whoOf(is(attribute, "sw", value.slice(0, 5)))).toEqual(["nikos"]);
    expect(await whoOf(is(attribute, "ew", value.slice(-2)))).toContain("nikos");
  });
});

describe("which part of them", () => {
  const names = Array.from({ length: 23 }, (_, index) => `user-${String(index + 1).padStart(2, "0")}`);
  const conditions: [string, Condition | null, string[]][] = [
    ["all", null, names],
    ["those of a condition", is("active", "eq", true), names.filter((_, index) => index % 3 > 0)],
  ];

  beforeAll(async () => {
    await freshDatabase();
    actor = await platformActor();
    for (const [index, name] of names.entries()) {
      await givenPerson({ username: `local-${index}` });
      await createPlatformUser(actor, newPlatformUser(name, { active: index % 3 > 0 }));
    }
    // Rewritten, the first ones lie behind the others in the table, which is read as it lies once it is known to be short.
    await rows`UPDATE users SET company = 'Moved' WHERE username IN ('user-02', 'user-03')`;
    await asOwner("ANALYZE users");
    await givenPerson({ username: "leaver", origin: "PLATFORM" });
    const { users } = await listPlatformUsers(actor, { condition: null, startIndex: 24, count: 1 });
    await deletePlatformUser(actor, users[0]?.id ?? "", null);
  });

  test.each(conditions)("of %s: from any place, in any size, with the same total", async (_name, condition, who) => {
    for (const count of [0, 1, 7, 23, 200]) {
      for (let startIndex = 1; startIndex <= names.length + 2; startIndex += 1) {
        const { users, total } = await listPlatformUsers(actor, { condition, startIndex, count });
        expect(total).toBe(who.length);
        const part = who.slice(startIndex - 1, startIndex - 1 + count);
        expect(users.map(({ username }) => username)).toEqual(part);
      }
    }
  });

  test.each(conditions)("of %s: from places that nobody has", async (_name, condition, who) => {
    for (const startIndex of [-5, 0]) {
      const { users } = await listPlatformUsers(actor, { condition, startIndex, count: 3 });
      expect(users.map(({ username }) => username)).toEqual(who.slice(0, 3));
    }
    for (const startIndex of [1_000, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER]) {
      expect(await listPlatformUsers(actor, { condition, startIndex, count: 200 })).toEqual({
        users: [],
        total: who.length,
      });
    }
    expect(await listPlatformUsers(actor, { condition, startIndex: 1, count: -1 })).toMatchObject({ users: [] });
  });

  test.each(["ada", "linus", "the operator"] as const)("%s, who is not the platform, gets nobody", async (name) => {
    await database().user.deleteMany({ where: { username: { in: ["ada", "linus"] } } });
    const people = await givenPeople("ada", "linus");
    const whoever = name === "the operator" ? commandLineActor() : await signedIn(people[name]);
    const query = { condition: null, startIndex: 1, count: 200 };
    expect(await listPlatformUsers(whoever, query)).toEqual({ users: [], total: 0 });
    await database().user.deleteMany({ where: { username: { in: ["ada", "linus"] } } });
  });
});

describe("while others come", () => {
  beforeEach(async () => {
    await emptyDatabase();
    actor = await platformActor();
  });

  /** Every user, page by page, as a platform reads them: until a page ends behind the total. */
  async function readPages(count: number): Promise<string[]> {
    const names: string[] = [];
    for (let startIndex = 1; ; startIndex += count) {
      const { users, total } = await listPlatformUsers(actor, { condition: null, startIndex, count });
      names.push(...users.map(({ username }) => username));
      if (startIndex + count > total) return names;
    }
  }

  test("200 are created while the pages are read again and again: none is missing and none is twice", async () => {
    const early = Array.from({ length: 40 }, (_, index) => `early-${index}`);
    await Promise.all(early.map((name) => createPlatformUser(actor, newPlatformUser(name))));
    const late = Array.from({ length: 200 }, (_, index) => `late-${index}`);
    const coming = [...late];
    let created = 0;
    // Eight at a time, so that the pages get connections between them.
    const creating = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let name = coming.shift(); name !== undefined; name = coming.shift()) {
          expect((await createPlatformUser(actor, newPlatformUser(name))).ok).toBe(true);
          created += 1;
        }
      }),
    );
    const readings: { names: string[]; atLeast: number }[] = [];
    while (created < late.length) {
      const atLeast = created;
      readings.push({ names: await readPages(7), atLeast });
    }
    await creating;
    expect(readings.length).toBeGreaterThan(1);
    const final = await readPages(7);
    expect(new Set(final)).toEqual(new Set([...early, ...late]));
    expect(final).toHaveLength(240);
    for (const { names, atLeast } of readings) {
      // What was read is the beginning of what there is in the end, and nobody who was there before it began is missing.
      expect(names).toEqual(final.slice(0, names.length));
      expect(names.length).toBeGreaterThanOrEqual(40 + atLeast);
    }
  });
});
