/** The list of all keys: whatever an address says, a page is the answer, the right one, and no key stays in it. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { keyName, shownParts } from "@/access/keys/package-key-format";
import {
  KEY_STATES,
  isFiltered,
  listPackageKeys,
  type PackageKeyPage,
  parsePackageKeyListQuery,
} from "@/access/keys/package-key-list";
import { FIRST_PLACE, type Place, placeParameters } from "@/access/lists/list-place";
import { keyDecision, PACKAGE_KEY_STATUSES } from "@/access/rules";
import { signedIn } from "@/tests/actors";
import { asOwner, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { allPages } from "@/tests/pages";

type Parameters = Record<string, string | string[] | undefined>;

const DEFAULT = parsePackageKeyListQuery({});
const ALL = 19;
const LAST: Place = { side: "last" };

let ada: Actor;
let linuses: Actor;
let linusKey: GivenKey;
let ivanKey: GivenKey;

beforeAll(async () => {
  await freshDatabase();
  const people = await givenPeople("ada", "linus", "dora", "wei");
  ada = await signedIn(people.ada);
  linuses = await signedIn(people.linus);
  // Every combination of owner, plan and key, each in an application of its own.
  for (const owner of [people.linus, people.dora, people.wei]) {
    for (const plan of ["Gold", "Closed"]) {
      for (const status of PACKAGE_KEY_STATUSES) {
        const application = `${owner.username} ${plan} ${status}`;
        const key = await givenKey({ owner, status, plan, planActive: plan === "Gold", application });
        if (application === "linus Gold ENABLED") linusKey = key;
      }
    }
  }
  const ivan = await givenPerson({ username: "ivan_100%", email: "ivan@пример.рф" });
  ivanKey = await givenKey({ owner: ivan, application: "Карта 100% \\ _x_", package: "Weather", plan: "Basic" });
});

async function list(parameters: Parameters = {}): Promise<PackageKeyPage> {
  return listPackageKeys(ada, parsePackageKeyListQuery(parameters));
}

/** The applications of the first page, sorted by name so that the order is no part of what is asked. */
async function found(parameters: Parameters): Promise<string[]> {
  return (await list({ per: "100", ...parameters })).keys.map(({ application }) => application.name).sort();
}

describe("an address", () => {
  test("says what to search, filter, sort and show", () => {
    const parameters = { q: " maps ", field: "application", state: "BLOCKED", per: "25", place: "last" };
    const { packageId, planId } = linusKey;
    const query = parsePackageKeyListQuery({ ...parameters, package: packageId, plan: planId, sort: "used" });
    expect(query).toEqual({
      ...{ q: "maps", field: "application", state: "BLOCKED", packageId, planId, per: 25 },
      ...{ place: { side: "last" }, ignored: [] },
      sort: { column: "used", descending: false },
    });
    expect(DEFAULT).toEqual({
      ...{ q: "", field: "all", state: null, packageId: null, planId: null, per: 50 },
      ...{ place: FIRST_PLACE, ignored: [] },
      sort: { column: "updated", descending: true },
    });
  });

  const garbage: (string | string[])[] = [
    ...[
      "",
      " ",
      "\0",
      "\ud800",
      "\udc00x",
      "x".repeat(10_000),
      "\u202eabc",
      "'; DROP TABLE users; --",
      "{}",
      "…",
      "……",
    ],
    ...["9".repeat(400), "-1", "0", "1.5", "1e99", "NaN", "null", "constructor", "__proto__", "-", "--updated", "ALL"],
    ...["-updated;", "updated\n", "working", "Blocked", "00000000-0000-0000-0000-00000000000"],
    ...[[], [""], ["\0", "1"], ["x", "50"]],
  ];

  test.each(garbage)("falls back to the defaults: %j", async (value) => {
    const names = ["field", "state", "package", "plan", "sort", "per", "place", "__proto__", "constructor", "unknown"];
    const { ignored, ...query } = parsePackageKeyListQuery(Object.fromEntries(names.map((name) => [name, value])));
    expect({ ...query, ignored: [] }).toEqual(DEFAULT);
    expect(ignored).toEqual(expect.arrayContaining(["constructor", "unknown"]));
    for (const field of ["all", "key", "username", "email", "application"]) {
      expect((await list({ q: value, field })).previous).toBeNull();
    }
  });

  test("is filtered by whatever narrows it down", () => {
    expect(isFiltered(DEFAULT)).toBe(false);
    expect(isFiltered(parsePackageKeyListQuery({ sort: "used", place: "last", field: "key" }))).toBe(false);
    const { packageId, planId } = linusKey;
    for (const parameters of [{ q: "x" }, { state: "WAITING" }, { package: packageId }, { plan: planId }]) {
      expect(isFiltered(parsePackageKeyListQuery(parameters))).toBe(true);
    }
  });
});

describe("a whole key in the search", () => {
  test("is cut down to its name, which finds exactly it", async () => {
    const { key } = linusKey;
    const name = keyName(shownParts(key));
    for (const q of [key, ` ${key} `, `Bearer ${key}`, `"${key}"`, `x${key}`, `api_key%3D${key}`, name]) {
      for (const field of ["all", "key"]) {
        const query = parsePackageKeyListQuery({ q, field });
        expect(query.q).toBe(name);
        expect(JSON.stringify(query)).not.toContain(key.slice(12, -4));
        expect((await listPackageKeys(ada, query)).keys.map(({ id }) => id)).toEqual([linusKey.id]);
      }
    }
    expect(parsePackageKeyListQuery({ q: key.slice(0, -1) }).q).toBe(shownParts(key).prefix);
  });

  test("of another one finds none, though it begins like one or ends like one", async () => {
    const { prefix, lastFour } = shownParts(linusKey.key);
    expect(await found({ q: `${prefix}…${shownParts(ivanKey.key).lastFour}` })).toEqual([]);
    expect(await found({ q: `${shownParts(ivanKey.key).prefix}…${lastFour}` })).toEqual([]);
  });
});

describe("a search", () => {
  const ofLinus = ["Closed", "Gold"].flatMap((plan) =>
    ["DISABLED", "ENABLED", "WAITING"].map((status) => `linus ${plan} ${status}`),
  );
  const ivans = ["Карта 100% \\ _x_"];

  test.each<[string, Parameters, string[]]>([
    ["finds a part of a username", { q: "inu", field: "username" }, ofLinus],
    ["finds without regard to case", { q: "LINUS", field: "username" }, ofLinus],
    ["finds by e-mail address", { q: "пример", field: "email" }, ivans],
    ["finds by application in any case", { q: "кАРТА", field: "application" }, ivans],
    ["finds by any of them", { q: "пример" }, ivans],
    ["finds by two of them once", { q: "linus" }, ofLinus],
    ["in one field finds nothing of another", { q: "пример", field: "username" }, []],
    ["finds nothing of the rest of a profile", { q: "virtanen" }, []],
    ["takes % as it is", { q: "0%" }, ivans],
    ["takes _ as it is", { q: "_x_", field: "application" }, ivans],
    ["takes \\ as it is", { q: "\\", field: "application" }, ivans],
    ["takes quotes as they are", { q: "' OR '1'='1" }, []],
    ["takes _ and % in a key as they are", { q: "lk%", field: "key" }, []],
    ["does not take _ for any character", { q: "lk_tes_", field: "key" }, []],
    ["and the filters together", { q: "linus", state: "WAITING" }, ["linus Closed WAITING", "linus Gold WAITING"]],
  ])("%s", async (_sentence, parameters, applications) => {
    expect(await found(parameters)).toEqual([...applications].sort());
    const page = await list(parameters);
    expect(page.matching).toEqual({ count: applications.length, more: false });
    expect(page.all).toEqual({ count: ALL, more: false });
  });

  test.each(["Shop™ ½ ﬁle", "Ｃａｆｅ́", "Café №5", "ÅNGSTRÖM"])(
    "finds ivan's application %j by its own name, by a part of it and in any case",
    async (name) => {
      const owner = await database().user.findUniqueOrThrow({ where: { usernameKey: "ivan_100%" } });
      const { id } = await givenKey({ owner, application: name, package: "Weather", plan: "Basic" });
      try {
        for (const field of ["all", "application"]) {
          for (const q of [name, name.normalize("NFC"), name.normalize("NFKD"), name.toUpperCase(), name.slice(1, 5)]) {
            expect(await found({ q, field }), q).toEqual([name]);
          }
        }
      } finally {
        await database().packageKey.delete({ where: { id } });
      }
    },
  );

  test("finds keys by how they begin and by their last four characters", async () => {
    const { prefix, lastFour } = shownParts(ivanKey.key);
    for (const field of ["all", "key"]) {
      expect(await found({ q: "lk_test_", field })).toHaveLength(ALL);
      expect(await found({ q: prefix, field })).toContain(ivans[0]);
      for (const q of [lastFour, `…${lastFour}`]) expect(await found({ q, field })).toContain(ivans[0]);
    }
    expect(await found({ q: prefix.slice(3), field: "key" })).toEqual([]);
    expect(await found({ q: lastFour, field: "application" })).toEqual([]);
  });
});

describe("the states", () => {
  test("are what the rule says of each key, and every key has one", async () => {
    const stored = await database().packageKey.findMany({
      include: { plan: true, application: { include: { owner: true } } },
    });
    const expected = stored.map(({ status, plan, application }) => {
      const decision = keyDecision({ owner: application.owner.status, planActive: plan.active, key: status });
      const state = decision === "allowed" ? "WORKING" : status === "ENABLED" ? "BLOCKED" : status;
      return `${state} ${application.name}`;
    });
    const told = await Promise.all(
      KEY_STATES.map(async (state) => (await found({ state })).map((application) => `${state} ${application}`)),
    );
    expect(told.flat().sort()).toEqual(expected.sort());
    expect(told.map((applications) => applications.length)).toEqual([2, 5, 6, 6]);
  });

  test("of a row say why it does not work", async () => {
    const { keys } = await list({ state: "BLOCKED", sort: "application" });
    expect(
      keys.map(({ application, block, owner }) => [application.name, owner.username, owner.status, block]),
    ).toEqual([
      ["dora Closed ENABLED", "dora", "DISABLED", "user_disabled"],
      ["dora Gold ENABLED", "dora", "DISABLED", "user_disabled"],
      ["linus Closed ENABLED", "linus", "ENABLED", "plan_inactive"],
      ["wei Closed ENABLED", "wei", "WAITING", "user_waiting"],
      ["wei Gold ENABLED", "wei", "WAITING", "user_waiting"],
    ]);
  });
});

test("packages and plans filter", async () => {
  expect(await found({ package: ivanKey.packageId })).toHaveLength(1);
  expect(await found({ plan: linusKey.planId })).toHaveLength(9);
  expect(await found({ package: ivanKey.packageId, plan: linusKey.planId })).toEqual([]);
  expect(await found({ package: linusKey.packageId, state: "WORKING" })).toEqual(["linus Gold ENABLED"]);
});

describe("an order", () => {
  test.each(["application", "username", "created", "updated"])("by %s, and turned round", async (column) => {
    const up = (await list({ sort: column })).keys.map(({ id }) => id);
    const down = (await list({ sort: `-${column}` })).keys.map(({ id }) => id);
    expect(up).toHaveLength(ALL);
    expect(down).toEqual([...up].reverse());
  });

  test("by application and by username is the alphabet; without a word the latest change comes first", async () => {
    const applications = (await list({ sort: "application" })).keys.map(({ application }) => application.name);
    expect(applications).toEqual([...applications].sort());
    const usernames = (await list({ sort: "username" })).keys.map(({ owner }) => owner.username);
    expect(usernames).toEqual([...usernames].sort());
    await database().$executeRaw`
      UPDATE package_keys SET updated_at = now() + interval '1 second' WHERE id = ${ivanKey.id}::uuid`;
    expect((await list()).keys[0]?.id).toBe(ivanKey.id);
  });

  test("by use has those that were never used last, either way round", async () => {
    await database().packageKey.update({ where: { id: linusKey.id }, data: { lastUsedAt: new Date("2026-01-01Z") } });
    await database().packageKey.update({ where: { id: ivanKey.id }, data: { lastUsedAt: new Date("2026-02-01Z") } });
    const first = async (sort: string) => (await list({ sort })).keys.slice(0, 2).map(({ id }) => id);
    expect(await first("used")).toEqual([linusKey.id, ivanKey.id]);
    expect(await first("-used")).toEqual([ivanKey.id, linusKey.id]);
  });
});

test("a row holds no hash, and linus sees an empty list", async () => {
  const [key] = (await list()).keys;
  expect(Object.keys(key ?? {}).sort()).toEqual([
    ...["application", "block", "createdAt", "id", "lastFour", "lastUsedAt", "owner", "package", "plan", "prefix"],
    ...["status", "updatedAt"],
  ]);
  const none = { count: 0, more: false };
  const nothing = { keys: [], matching: none, all: none, position: null, previous: null, next: null };
  expect(await listPackageKeys(linuses, DEFAULT)).toEqual(nothing);
});

describe("among 10,069 keys", () => {
  beforeAll(async () => {
    await database().$executeRaw`
      INSERT INTO package_keys (id, application_id, plan_id, status, hash, prefix, last_four, updated_at)
      SELECT gen_random_uuid(), ${linusKey.applicationId}::uuid, ${linusKey.planId}::uuid, 'ENABLED',
             sha256(n::text::bytea), 'lk_many_' || lpad((n % 100)::text, 4, '0'), 'last', '2020-01-01Z'
      FROM generate_series(1, 10050) AS n`;
    await asOwner("ANALYZE package_keys");
  });

  test("the count says that there are more than it counted", async () => {
    expect((await list()).all).toEqual({ count: 10_000, more: true });
    const page = await list({ q: "lk_many_0007" });
    expect(page).toMatchObject({ matching: { count: 101, more: false }, all: { more: true } });
    expect((await list({ q: "last", field: "key" })).matching).toEqual({ count: 10_000, more: true });
  });

  test("what very many keys have in common finds them, and together with a filter the few that are left", async () => {
    for (const field of ["all", "username"]) {
      expect(await list({ q: "linus", field })).toMatchObject({ matching: { count: 10_000, more: true } });
      const waiting = ["linus Closed WAITING", "linus Gold WAITING"];
      expect(await found({ q: "linus", field, state: "WAITING" })).toEqual(waiting);
      expect((await list({ q: "linus", field, state: "WAITING" })).matching).toEqual({ count: 2, more: false });
    }
    const [latest] = (await list({ q: "lk_" })).keys;
    expect(latest?.id).toBe(ivanKey.id);
  });

  test.each(["application", "-username", "-updated", "used", "-used"])(
    "paging by %s shows every key once, though thousands are equal, and back the same",
    async (sort) => {
      const read = (place: Parameters) => list({ sort, q: "lk_many_000", per: "100", ...place });
      const forwards = (await allPages(read, "next")).map(({ keys, position }) => ({ keys, position }));
      const seen = forwards.flatMap(({ keys }) => keys.map(({ id }) => id));
      // Of a hundred beginnings ten fit, each with 100 keys or, up to 0050, with one more.
      expect(new Set(seen).size).toBe(10 * 101 - 1);
      expect(seen).toHaveLength(10 * 101 - 1);
      const backwards = (await allPages(read, "previous")).map(({ keys, position }) => ({ keys, position }));
      expect(backwards.reverse()).toEqual(forwards);
    },
  );

  test("the last page has what is left", async () => {
    const last = await list({ q: "lk_many_0007", per: "25", place: "last" });
    expect(last).toMatchObject({ position: 101, next: null, matching: { count: 101 } });
    expect(last.keys).toHaveLength(1);
    expect((await list({ per: "100", place: "last" })).keys).toHaveLength(100);
  });
});

describe("among 10,050 keys that fit behind 5,100 that do not", () => {
  beforeAll(async () => {
    await database().$executeRaw`
      INSERT INTO package_keys (id, application_id, plan_id, status, hash, prefix, last_four, created_at, updated_at)
      SELECT gen_random_uuid(), ${ivanKey.applicationId}::uuid, ${ivanKey.planId}::uuid, 'ENABLED',
             sha256(('newer' || n)::bytea), 'lk_new', 'newr', '2019-01-01Z', now() + n * interval '1 second'
      FROM generate_series(1, 5100) AS n`;
    await asOwner("ANALYZE package_keys");
  });

  const orders = {
    "-updated": "k.updated_at DESC, k.id DESC",
    created: "k.created_at, k.id",
    username: "u.username_key, k.id",
  };
  const asked = Object.keys(orders).flatMap((sort) =>
    (["first", "last"] as const).map((side) => [sort, side] as const),
  );

  test.each(asked)("by %s the pages from the %s one on are those of all in order", async (sort, side) => {
    const expected = await database().$queryRawUnsafe<{ id: string }[]>(
      `SELECT k.id FROM package_keys k JOIN applications a ON a.id = k.application_id JOIN users u ON u.id = a.owner_id
       WHERE k.last_four = 'last' ORDER BY ${orders[sort as keyof typeof orders]}`,
    );
    const ids = expected.map(({ id }) => id);
    for (const search of [{ q: "last", field: "key" }, { q: "last" }, { plan: linusKey.planId, q: "last" }]) {
      const first = await list({ ...search, sort, per: "100", ...placeParameters({ side }) });
      const second = await list({
        ...{ ...search, sort, per: "100" },
        ...placeParameters((side === "first" ? first.next : first.previous) ?? LAST),
      });
      const shown = [first, second].map(({ keys }) => keys.map(({ id }) => id));
      expect(first.matching).toEqual({ count: 10_000, more: true });
      expect(side === "first" ? shown : shown.reverse()).toEqual(
        side === "first" ? [ids.slice(0, 100), ids.slice(100, 200)] : [ids.slice(-200, -100), ids.slice(-100)],
      );
    }
  });
});
