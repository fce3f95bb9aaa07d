/** The list of users: whatever an address says, a page is the answer, and the right one. */
import { beforeAll, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { hasKeyInSearch } from "@/access/lists";
import { keyName, makePackageKey, shownParts } from "@/access/package-key-format";
import { listUsers, parseUserListQuery, type UserPage } from "@/access/user-list";
import type { Actor } from "@/access/actor";
import { signedIn } from "@/tests/actors";
import { freshDatabase, givenPeople, givenPerson } from "@/tests/database";

type Parameters = Record<string, string | string[] | undefined>;

const DEFAULT = parseUserListQuery({});

/** Letters that one locale folds otherwise than another, or otherwise by where they stand. */
const FOLDED = { email: "ΝΙΚΟΣ@example.com", lastName: "İnce", company: "ΟΔΟΣ" };

let ada: Actor;

beforeAll(async () => {
  await freshDatabase();
  const people = await givenPeople("ada", "grace", "sam", "cora", "linus", "dora", "wei", "pat", "petra", "pablo");
  await givenPerson({ username: "robot", roles: ["SERVICE_USER", "ADMINISTRATOR"], displayName: "100% _robot\\" });
  await givenPerson({
    username: "ivan",
    displayName: "Иван Петров",
    email: "ivan@пример.рф",
    company: "ＦＵＬＬ　ＷＩＤＴＨ",
  });
  await givenPerson({ username: "eleni", displayName: "Ελένη Μακρή", firstName: "Zoe\u0308", ...FOLDED });
  await givenPerson({ username: "emoji", displayName: "a😀b" });
  await database().user.update({ where: { usernameKey: "eleni" }, data: { phone: "+30 210 555" } });
  const emoji = { website: "https://fjord.example", postalCode: "SW1A 1AA" };
  await database().user.update({ where: { usernameKey: "emoji" }, data: emoji });
  ada = await signedIn(people.ada);
});

async function list(parameters: Parameters = {}): Promise<UserPage> {
  return listUsers(ada, parseUserListQuery(parameters));
}

/** The usernames of the first page, sorted by name so that the order is no part of what is asked. */
async function found(parameters: Parameters): Promise<string[]> {
  return (await list({ per: "100", ...parameters })).users.map(({ username }) => username).sort();
}

describe("an address", () => {
  test("says what to search, filter, sort and show", () => {
    const parameters = { q: " linus ", field: "email", status: "DISABLED", origin: "LOCAL", access: "NO_ACCESS" };
    expect(parseUserListQuery({ ...parameters, sort: "-created", per: "25", page: "3" })).toEqual({
      ...parameters,
      q: "linus",
      sort: { column: "created", descending: true },
      per: 25,
      page: 3,
    });
    expect(DEFAULT).toMatchObject({ q: "", field: "all", status: null, per: 50, page: 1 });
    expect(DEFAULT.sort).toEqual({ column: "updated", descending: true });
    expect(parseUserListQuery({ sort: "name" }).sort).toEqual({ column: "name", descending: false });
  });

  const garbage: (string | string[])[] = [
    ...["", " ", "\0", "\ud800", "\udc00x", "x".repeat(10_000), "\u202eabc", "\u200b", "'; DROP TABLE users; --", "{}"],
    ...["<script>alert(1)</script>", "9".repeat(400), "-1", "0", "1.5", "1e99", "NaN", "Infinity", "null", "undefined"],
    ...[
      "constructor",
      "__proto__",
      "toString",
      "-",
      "--updated",
      "-updated;",
      "updated\n",
      "enabled",
      "Disabled",
      "ALL",
    ],
    ...[[], [""], ["\0", "1"], ["x", "50"]],
  ];

  test.each(garbage)("falls back to the defaults: %j", async (value) => {
    const names = ["field", "status", "origin", "access", "sort", "per", "page", "__proto__", "constructor", "unknown"];
    const query = parseUserListQuery(Object.fromEntries(names.map((name) => [name, value])));
    expect(query).toEqual({ ...DEFAULT, q: "" });
    const searched = await listUsers(ada, parseUserListQuery({ q: value }));
    expect(searched.page).toBe(1);
  });

  test("given twice: the first counts", () => {
    expect(parseUserListQuery({ per: ["25", "100"], q: ["a", "b"] })).toMatchObject({ per: 25, q: "a" });
  });

  test("a long search text is cut, but never through a character", async () => {
    const { q } = parseUserListQuery({ q: `a${"😀".repeat(300)}` });
    expect(q.length).toBeLessThanOrEqual(200);
    expect(q.isWellFormed()).toBe(true);
    expect(await found({ q: `x${"😀".repeat(300)}` })).toEqual([]);
  });

  test("with a package key in the search keeps its name alone, and says that it must not stay", () => {
    const key = makePackageKey("live");
    const name = keyName(shownParts(key));
    const halved = `${key.slice(0, 20)}\0${key.slice(20)}`;
    for (const q of [
      key,
      `x${key}`,
      `api_key%3D${key}`,
      halved,
      `${" ".repeat(190)}${key}`,
      `${"a ".repeat(90)}${key}`,
    ]) {
      expect(parseUserListQuery({ q }).q).toBe(name);
      expect(hasKeyInSearch({ q })).toBe(true);
    }
    expect(hasKeyInSearch({ q: ["linus", key] })).toBe(true);
    for (const q of [undefined, "", "linus", name, ["linus", "ada"]]) expect(hasKeyInSearch({ q })).toBe(false);
  });
});

describe("a search", () => {
  test.each<[string, Parameters, string[]]>([
    ["finds a part of any field", { q: "inus@" }, ["linus"]],
    ["finds without regard to case", { q: "LINUS@" }, ["linus"]],
    ["finds Cyrillic in any case", { q: "ИВАН ПЕТ" }, ["ivan"]],
    ["finds Greek in any case", { q: "ΕΛΈΝΗ" }, ["eleni"]],
    ["finds a sigma at the end as it is stored", { q: "ΟΔΟΣ" }, ["eleni"]],
    ["finds a sigma at the end in lower case", { q: "οδος" }, ["eleni"]],
    ["finds what ends in a sigma that is not the end", { q: "νικοσ@example" }, ["eleni"]],
    ["finds a part that ends in a sigma", { q: "ΝΙΚΟΣ" }, ["eleni"]],
    ["finds a dotted I as it is stored", { q: "İnce" }, ["eleni"]],
    ["finds a dotted I in upper case", { q: "İNCE" }, ["eleni"]],
    ["in e-mail addresses in any case", { q: "νικος@EXAMPLE.com", field: "email" }, ["eleni"]],
    ["in companies by a sigma at the end", { q: "δος", field: "company" }, ["eleni"]],
    ["finds full-width text by plain letters", { q: "full width" }, ["ivan"]],
    ["finds plain text by full-width letters", { q: "ｌｉｎｕｓ＠" }, ["linus"]],
    ["finds an accent in either Unicode form", { q: "zoë" }, ["eleni"]],
    ["finds by e-mail address", { q: "пример" }, ["ivan"]],
    ["finds by phone", { q: "210 555" }, ["eleni"]],
    ["finds by website", { q: "fjord.ex" }, ["emoji"]],
    ["finds by postal code", { q: "sw1a" }, ["emoji"]],
    ["finds by city", { q: "helsinki" }, ["eleni", "emoji", "ivan", "linus", "robot"]],
    ["finds an emoji", { q: "😀" }, ["emoji"]],
    ["takes % as it is", { q: "%" }, ["robot"]],
    ["takes a full-width ％ for %", { q: "0％" }, ["robot"]],
    ["takes _ as it is", { q: "_" }, ["robot"]],
    ["takes \\ as it is", { q: "\\" }, ["robot"]],
    ["takes quotes as they are", { q: "' OR '1'='1" }, []],
    ["finds nothing by two fields at once", { q: "okafor northwind" }, []],
    ["in one field finds it there", { q: "ivan@", field: "email" }, ["ivan"]],
    ["in one field finds nothing of another", { q: "okafor", field: "email" }, []],
    ["in usernames", { q: "DA", field: "username" }, ["ada"]],
    ["in display names", { q: "ЕТР", field: "name" }, ["ivan"]],
    ["in companies", { q: "ＬＬ w", field: "company" }, ["ivan"]],
    ["and the filters together", { q: "northwind", status: "ENABLED", origin: "PLATFORM" }, ["pablo"]],
  ])("%s", async (_sentence, parameters, usernames) => {
    expect(await found(parameters)).toEqual(usernames);
    const page = await list(parameters);
    expect(page.matching).toEqual({ count: usernames.length, more: false });
    expect(page.all).toEqual({ count: 14, more: false });
  });
});

describe("a filter", () => {
  test.each<[Parameters, string[]]>([
    [{ status: "WAITING" }, ["wei"]],
    [{ status: "DISABLED" }, ["dora", "petra"]],
    [{ origin: "PLATFORM" }, ["pablo", "pat", "petra"]],
    [{ origin: "LOCAL", status: "DISABLED" }, ["dora"]],
    [{ access: "NO_ACCESS" }, ["robot"]],
    [{ access: "CONTROL_CENTER" }, ["ada", "cora", "grace", "pablo", "sam"]],
    [{ access: "PORTAL_ONLY" }, ["dora", "eleni", "emoji", "ivan", "linus", "pat", "petra", "wei"]],
  ])("%j shows %j", async (parameters, usernames) => {
    expect(await found(parameters)).toEqual(usernames);
  });

  test("that nobody passes shows an empty first page", async () => {
    const page = await list({ status: "WAITING", origin: "PLATFORM", page: "7" });
    expect(page).toEqual({ users: [], matching: { count: 0, more: false }, all: { count: 14, more: false }, page: 1 });
  });
});

describe("an order", () => {
  test.each(["username", "email", "name", "created", "updated"])("by %s, and turned round", async (column) => {
    const up = (await list({ sort: column })).users.map(({ id }) => id);
    const down = (await list({ sort: `-${column}` })).users.map(({ id }) => id);
    expect(up).toHaveLength(14);
    expect(down).toEqual([...up].reverse());
  });

  test("by username is the alphabet; without a word the latest change comes first", async () => {
    const usernames = (await list({ sort: "username" })).users.map(({ username }) => username);
    expect(usernames).toEqual([...usernames].sort());
    await database().$executeRaw`UPDATE users SET updated_at = now() + interval '1 second' WHERE username = 'dora'`;
    expect((await list()).users[0]?.username).toBe("dora");
  });
});

test("a page holds no password and no search text", async () => {
  const [user] = (await list()).users;
  const columns = [
    "company",
    "createdAt",
    "displayName",
    "email",
    "externalId",
    "id",
    "origin",
    "platformDeletedAt",
    "roles",
    "status",
    "updatedAt",
    "username",
  ];
  expect(Object.keys(user ?? {}).sort()).toEqual(columns);
  expect(user?.updatedAt).toBeInstanceOf(Date);
});

test("linus and a Service User see an empty list, sam the whole", async () => {
  const { linus, sam } = Object.fromEntries(
    (await database().user.findMany({ where: { username: { in: ["linus", "sam"] } } })).map((row) => [
      row.username,
      row,
    ]),
  );
  if (!linus || !sam) throw new Error("They are gone.");
  const nothing = { users: [], matching: { count: 0, more: false }, all: { count: 0, more: false }, page: 1 };
  expect(await listUsers(await signedIn(linus), DEFAULT)).toEqual(nothing);
  expect((await listUsers(await signedIn(sam), DEFAULT)).users).toHaveLength(14);
});

describe("among 10,064 users", () => {
  beforeAll(async () => {
    await database().$executeRaw`
      INSERT INTO users (id, username, username_key, email, display_name, origin, status, updated_at)
      SELECT gen_random_uuid(), 'many-' || n, 'many-' || n, 'same@example.com', 'Same Name', 'PLATFORM', 'ENABLED',
             '2020-01-01Z' FROM generate_series(1, 10050) AS n`;
    await database().$executeRaw`ANALYZE users`;
  });

  test("the count says that there are more than it counted", async () => {
    const page = await list();
    expect(page.all).toEqual({ count: 10_000, more: true });
    expect(await list({ q: "many-1" })).toMatchObject({
      matching: { count: 1_111 + 51, more: false },
      all: { more: true },
    });
  });

  test.each(["name", "-email", "-updated"])(
    "paging by %s shows everybody once, though thousands are equal",
    async (sort) => {
      const seen = new Set<string>();
      for (let page = 1; page <= 12; page += 1) {
        const { users } = await list({ sort, q: "many-1", per: "100", page: String(page) });
        for (const { id } of users) seen.add(id);
      }
      expect(seen.size).toBe(1_162);
    },
  );

  test("a page beyond the end is the last one", async () => {
    const beyond = await list({ q: "many-1", per: "100", page: "999999" });
    expect(beyond).toMatchObject({ page: 12, matching: { count: 1_162 } });
    expect(beyond.users).toHaveLength(62);
    expect((await list({ q: "many-1", per: "100", page: "12" })).users).toEqual(beyond.users);
  });

  test("a page beyond the end of more than could be counted is the last one that was counted", async () => {
    const beyond = await list({ per: "100", page: "1000000" });
    expect(beyond.page).toBe(100);
    expect(beyond.users).toHaveLength(100);
    // Pages behind the count are shown all the same, as long as somebody is on them.
    expect((await list({ per: "100", page: "101" })).users).toHaveLength(64);
  });
});
