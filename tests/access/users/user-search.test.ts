/** How users are searched for: the way is chosen by what is rare among them, and whichever it is, it finds the same. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { countUsers, listUsers, parseUserListQuery } from "@/access/users/user-list";
import { type UserSearch, quickSearchCondition, trigramsIn } from "@/access/users/user-search";
import { signedIn } from "@/tests/actors";
import { asOwner, freshDatabase, givenPeople } from "@/tests/database";

let ada: Actor;

beforeAll(async () => {
  await freshDatabase();
  ada = await signedIn((await givenPeople("ada")).ada);
  await database().$executeRaw`
    INSERT INTO users (id, username, username_key, email, display_name, company, origin, status, updated_at)
    SELECT gen_random_uuid(), 'dev-' || 100000 + n, 'dev-' || 100000 + n, 'dev-' || 100000 + n || '@fjord.example.com',
           CASE n % 100 WHEN 0 THEN 'Zoe' || chr(776) || ' İNCE ' || n WHEN 1 THEN '100%_\\' || n ELSE 'Same Name' END,
           CASE WHEN n % 50 = 0 THEN 'ΟΔΟΣ ＦＵＬＬ Kelvin' || chr(8490) ELSE '' END, 'LOCAL', 'ENABLED', '2020-01-01Z'
    FROM generate_series(1, 2000) AS n`;
  await asOwner("ANALYZE users");
});

/** What is asked of the database, without its values. */
async function asked(q: string, field: UserSearch["field"] = "all"): Promise<string> {
  return (await quickSearchCondition({ q, field })).map(({ text }) => text).join(" AND ");
}

async function patterns(q: string): Promise<unknown[]> {
  return (await quickSearchCondition({ q, field: "all" })).slice(0, -1).flatMap(({ values }) => values);
}

describe("the way", () => {
  test("to a whole e-mail address is by its four rarest trigrams, none of which everybody has", async () => {
    const found = await patterns("dev-101742@fjord.example.com");
    expect(found).toHaveLength(4);
    const ofAll = trigramsIn("dev-@fjord.example.com").map((trigram) => `%${trigram}%`);
    expect(found.filter((pattern) => ofAll.includes(String(pattern)))).toEqual([]);
  });

  test("to what very many have is by the whole text, which soon finds a page of them", async () => {
    expect(await asked("fjord.example")).toBe(await asked("same name"));
    expect(await asked("fjord.example")).not.toContain("position");
  });

  test("to one or two letters is by an index of letters, unless many have them", async () => {
    expect(await asked("kq")).toContain("letters_in");
    expect(await asked("fj")).not.toContain("letters_in");
  });

  test("to letters of other scripts, and to a single trigram, is by the whole text", async () => {
    expect(await asked("οδος")).not.toContain("position");
    expect(await asked("nce")).not.toContain("position");
  });
});

describe("finds the same by every way", () => {
  test.each<[q: string, field: UserSearch["field"], count: number]>([
    ["dev-101742@fjord.example.com", "all", 1],
    ["DEV-101742@FJORD", "email", 1],
    ["DEV-101742@FJORD", "username", 0],
    ["101742", "username", 1],
    ["01742", "all", 1],
    ["017420", "all", 0],
    ["zoë i̇nce 7", "all", 1],
    ["ZOE\u0308 İNCE 7", "name", 1],
    ["100%_\\17", "name", 1],
    ["100__", "all", 0],
    ["οδος full kelvin", "company", 40],
    ["full kelvinK", "all", 40],
    ["fjord.example", "all", 2_000],
    ["kq", "all", 0],
    ["%", "all", 20],
  ])("%s in %s: %i", async (q, field, count) => {
    const query = parseUserListQuery({ q, field });
    const { users, matching } = await listUsers(ada, query);
    expect({ matching, users: users.length }).toEqual({ matching: { count, more: false }, users: Math.min(count, 50) });
    // Which users a filter means, jobs and files know by the whole text.
    expect(await countUsers(ada, [query])).toEqual([{ count, more: false }]);
  });
});
