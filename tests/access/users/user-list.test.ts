/** The list of users: whatever an address says, a page is the answer, and the right one. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { keyName, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import { type Cursor, FIRST_PLACE, placeParameters } from "@/access/lists/list-place";
import { hasKeyInSearch } from "@/access/lists/lists";
import { listUsers, parseUserListQuery, type UserPage } from "@/access/users/user-list";
import { signedIn } from "@/tests/actors";
import { asOwner, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { allPages } from "@/tests/pages";

type Parameters = Record<string, string | string[] | undefined>;

const DEFAULT = parseUserListQuery({});

/** Letters that one locale folds otherwise than another, or otherwise by where they stand. */
const FOLDED = { email: "ΝΙΚΟΣ@example.com", lastName: "İnce", company: "ΟΔΟΣ" };

const ADA_ID = "00000000-0000-4000-8000-000000000001";

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
    expect(parseUserListQuery({ ...parameters, sort: "-created", per: "25", place: "last" })).toEqual({
      ...{ ...DEFAULT, ...parameters },
      q: "linus",
      sort: { column: "created", descending: true },
      per: 25,
      place: { side: "last" },
    });
    expect(DEFAULT).toMatchObject({ q: "", field: "all", status: null, per: 50, place: FIRST_PLACE, ignored: [] });
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
    const names = [
      "field",
      "status",
      "origin",
      "access",
      "sort",
      "per",
      "place",
      "__proto__",
      "constructor",
      "unknown",
    ];
    const { ignored, ...query } = parseUserListQuery(Object.fromEntries(names.map((name) => [name, value])));
    expect({ ...query, ignored: [] }).toEqual(DEFAULT);
    expect(ignored).toEqual(expect.arrayContaining(["constructor", "unknown"]));
    const searched = await listUsers(ada, parseUserListQuery({ q: value }));
    expect(searched.previous).toBeNull();
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
    const nobody = { users: [], position: null, previous: null, next: null, matching: { count: 0, more: false } };
    for (const place of ["", "last"]) {
      const page = await list({ status: "WAITING", origin: "PLATFORM", place });
      expect(page).toEqual({ ...nobody, all: { count: 14, more: false } });
    }
  });
});

describe("an order", () => {
  test.each(["username", "email", "name", "created", "updated", "signin"])(
    "by %s, and turned round",
    async (column) => {
      const up = (await list({ sort: column })).users.map(({ id }) => id);
      const down = (await list({ sort: `-${column}` })).users.map(({ id }) => id);
      expect(up).toHaveLength(14);
      expect(down).toEqual([...up].reverse());
    },
  );

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
    "disabledFrom",
    "disabledUntil",
    "displayName",
    "email",
    "externalId",
    "id",
    "isLocked",
    "keyCount",
    "lastSignInAt",
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
  const none = { count: 0, more: false };
  const nothing = { users: [], matching: none, all: none, position: null, previous: null, next: null };
  expect(await listUsers(await signedIn(linus), DEFAULT)).toEqual(nothing);
  expect((await listUsers(await signedIn(sam), DEFAULT)).users).toHaveLength(14);
});

describe("among 10,064 users", () => {
  beforeAll(async () => {
    await database().$executeRaw`
      INSERT INTO users (id, username, username_key, email, display_name, origin, status, updated_at)
      SELECT gen_random_uuid(), 'many-' || n, 'many-' || n, 'same@example.com', 'Same Name', 'PLATFORM', 'ENABLED',
             '2020-01-01Z' FROM generate_series(1, 10050) AS n`;
    await asOwner("ANALYZE users");
  });

  test("the count says that there are more than it counted", async () => {
    const page = await list();
    expect(page.all).toEqual({ count: 10_000, more: true });
    expect(await list({ q: "many-1" })).toMatchObject({
      matching: { count: 1_111 + 51, more: false },
      all: { more: true },
    });
  });

  test.each(["name", "-email", "-updated", "signin", "-signin", "username"])(
    "paging by %s shows everybody once, though thousands are equal, and back the same",
    async (sort) => {
      const read = (place: Parameters) => list({ sort, q: "many-1", per: "100", ...place });
      const forwards = await allPages(read, "next");
      const seen = forwards.flatMap(({ users }) => users.map(({ id }) => id));
      expect(new Set(seen).size).toBe(1_162);
      expect(seen).toHaveLength(1_162);
      expect(forwards.map(({ position }) => position)).toEqual(forwards.map((_, index) => index * 100 + 1));
      const backwards = await allPages(read, "previous");
      expect(backwards.reverse().map(({ users, position }) => ({ users, position }))).toEqual(
        forwards.map(({ users, position }) => ({ users, position })),
      );
    },
  );

  test("the last page has what is left, and nobody counts where it begins among more than 10,000", async () => {
    const last = await list({ q: "many-1", per: "100", place: "last" });
    expect(last).toMatchObject({ position: 1_101, next: null, matching: { count: 1_162 } });
    expect(last.users).toHaveLength(62);
    const ofMany = await list({ per: "100", place: "last" });
    expect(ofMany).toMatchObject({ position: null, next: null, matching: { more: true } });
    expect(ofMany.users).toHaveLength(100);
  });

  test("behind the 10,000th there are pages as before it", async () => {
    const pages = await allPages((place) => list({ per: "100", sort: "username", ...place }), "next");
    expect(pages.flatMap(({ users }) => users)).toHaveLength(10_064);
    expect(pages.at(-1)).toMatchObject({ position: 10_001, next: null });
  });

  test("whoever stood where a page begins may be gone: it begins at the next one, and nobody is missed", async () => {
    const first = await list({ sort: "username", q: "many-2", per: "25" });
    const second = await list({
      sort: "username",
      q: "many-2",
      per: "25",
      ...placeParameters(first.next ?? FIRST_PLACE),
    });
    await database().user.delete({ where: { id: first.users.at(-1)?.id ?? "" } });
    const again = await list({
      sort: "username",
      q: "many-2",
      per: "25",
      ...placeParameters(first.next ?? FIRST_PLACE),
    });
    expect(again.users).toEqual(second.users);
    const back = await list({
      sort: "username",
      q: "many-2",
      per: "25",
      ...placeParameters(again.previous ?? FIRST_PLACE),
    });
    expect(back.users.slice(0, 24)).toEqual(first.users.slice(0, 24));
    expect(back).toMatchObject({ position: 1, previous: null });
  });

  test.each<[string, Cursor, string, number]>([
    ["before the first one is the first page", { value: "!", id: ADA_ID, number: 7 }, "before", 1],
    ["behind the last one is the last page", { value: "~", id: ADA_ID, number: 7 }, "after", 1_101],
    [
      "with a number that can't be is told by the rows alone",
      { value: "many-1", id: ADA_ID, number: 999_999 },
      "after",
      NaN,
    ],
  ])("a place %s", async (_sentence, cursor, side, position) => {
    const place = placeParameters({ side: side as "after", cursor });
    const page = await list({ sort: "username", q: "many-1", per: "100", ...place });
    expect(page.position).toBe(Number.isNaN(position) ? null : position);
    expect(page.users.length).toBeGreaterThan(0);
  });
});

describe("a place in an address", () => {
  const cursor = { value: "many-1", id: ADA_ID, number: 3 };
  const after = (...parts: unknown[]) => ({ after: Buffer.from(JSON.stringify(parts)).toString("base64url") });

  test("is what the list said", () => {
    for (const side of ["after", "before"] as const) {
      const given = { sort: "username", ...placeParameters({ side, cursor }) };
      expect(parseUserListQuery(given)).toMatchObject({ place: { side, cursor }, ignored: [] });
    }
  });

  test.each<[string, Parameters]>([
    ["that is no place", { place: "middle" }],
    ["that is nothing", { after: "" }],
    ["that is no base64", { after: "%%%" }],
    ["that is no JSON", { after: "e30x" }],
    ["that is something else", after({ value: 1 })],
    ["of too few parts", after("x", ADA_ID)],
    ["of too many parts", after("x", ADA_ID, 1, 2)],
    ["by a number that is none", after("x", ADA_ID, 1.5)],
    ["by a number below one", after("x", ADA_ID, 0)],
    ["by an id that is none", after("x", "ada", 1)],
    ["with what PostgreSQL can't hold", after("a\0", ADA_ID, 1)],
    ["cut through a character", after("\ud800", ADA_ID, 1)],
    ["that is too long", after("x".repeat(5_000), ADA_ID, 1)],
    ["of another order", { sort: "updated", ...after("many-1", ADA_ID, 1) }],
    ["of no time", { sort: "updated", ...after("9".repeat(15), ADA_ID, 1) }],
    ["of a time before all", { sort: "signin", ...after("-99999999999999", ADA_ID, 1) }],
    ["given in two ways", { place: "last", ...after("x", ADA_ID, 1) }],
  ])("%s is passed over, and the address is told", async (_sentence, given) => {
    const query = parseUserListQuery({ sort: "username", ...given });
    expect(query).toMatchObject({ place: FIRST_PLACE, ignored: ["place"] });
    expect((await listUsers(ada, query)).position).toBe(1);
  });

  test.each(["infinity", "-infinity", "0", "-62135596800000", "253402214400000"])(
    "may be the time %s",
    async (value) => {
      for (const sort of ["signin", "-signin", "created", "-updated"]) {
        for (const side of ["after", "before"] as const) {
          const given = { sort, ...placeParameters({ side, cursor: { value, id: ADA_ID, number: null } }) };
          const query = parseUserListQuery(given);
          expect(query.ignored).toEqual([]);
          expect((await listUsers(ada, query)).users).not.toEqual([]);
        }
      }
    },
  );
});
