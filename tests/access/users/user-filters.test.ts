/** What users are filtered by: each filter finds whom it names, alone and together, in every order and from both ends. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { ACCOUNT_STATUSES } from "@/access/rules";
import { facetsOf } from "@/access/users/user-facets";
import { listUsers, parseUserListQuery, userListAddress } from "@/access/users/user-list";
import { signedIn } from "@/tests/actors";
import { asOwner, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";

let ada: Actor;

const SORTS = ["username", "-email", "name", "-created", "updated", "signin", "-signin"];

beforeAll(async () => {
  await freshDatabase();
  const people = await givenPeople("ada", "grace", "sam", "linus", "dora", "wei", "pat", "petra");
  await givenPerson({ username: "robot", roles: ["SERVICE_USER"] });
  await givenKey({ owner: people.linus });
  await givenKey({ owner: people.petra });
  // Days since each was created, changed, signed in and let pass by a gate; null is never.
  await daysAgo("ada", 800, 1, 1, null);
  await daysAgo("grace", 800, 3, 100, null);
  await daysAgo("sam", 400, 30, null, null);
  await daysAgo("linus", 400, 200, 200, 2);
  await daysAgo("dora", 400, 200, 300, null);
  await daysAgo("wei", 3, 3, null, null);
  await daysAgo("pat", 100, 100, 95, null);
  await daysAgo("petra", 100, 100, 50, 60);
  await daysAgo("robot", 5, 5, null, null);
  ada = await signedIn(people.ada);
});

async function daysAgo(username: string, ...days: (number | null)[]): Promise<void> {
  const [created, updated, signIn, keyUse] = days.map((count) =>
    count === null ? null : new Date(Date.now() - count * 86_400_000 + 60_000),
  );
  await database().$executeRaw`
    UPDATE users SET created_at = ${created}, updated_at = ${updated}, last_sign_in_at = ${signIn}, last_key_use_at = ${keyUse}
    WHERE username = ${username}`;
}

async function found(parameters: Record<string, string>): Promise<string[]> {
  return (await listUsers(ada, parseUserListQuery(parameters))).users.map(({ username }) => username);
}

describe("a filter", () => {
  test.each<[Record<string, string>, string[]]>([
    [{ keys: "yes" }, ["linus", "petra"]],
    [{ keys: "no", origin: "PLATFORM" }, ["pat"]],
    [{ role: "SUPPORT_USER" }, ["sam"]],
    [{ role: "SERVICE_USER", access: "NO_ACCESS" }, ["robot"]],
    [{ role: "SERVICE_USER", access: "CONTROL_CENTER" }, []],
    [{ created: "7d" }, ["robot", "wei"]],
    [{ created: "-365d" }, ["ada", "dora", "grace", "linus", "sam"]],
    [{ updated: "30d" }, ["ada", "grace", "robot", "sam", "wei"]],
    [{ updated: "-150d" }, ["dora", "linus"]],
    [{ signIn: "never" }, ["robot", "sam", "wei"]],
    [{ signIn: "60d" }, ["ada", "petra"]],
    [{ signIn: "-90d" }, ["dora", "grace", "linus", "pat", "robot", "sam", "wei"]],
    [{ stale: "90" }, ["grace", "pat", "sam"]],
    [{ stale: "99" }, ["grace", "sam"]],
    [{ stale: "90", status: "DISABLED" }, []],
    [{ stale: "90", origin: "LOCAL" }, ["grace", "sam"]],
    [{ status: "ENABLED", signIn: "-90d", created: "-90d", keys: "yes" }, ["linus"]],
    [{ q: "dor", signIn: "-90d", status: "DISABLED" }, ["dora"]],
  ])("%j shows %j, in every order and from both ends", async (parameters, usernames) => {
    for (const sort of SORTS) {
      const forwards = await found({ ...parameters, sort });
      expect([...forwards].sort(), sort).toEqual(usernames);
      expect(await found({ ...parameters, sort, place: "last" }), sort).toEqual(forwards);
      expect(await found({ ...parameters, sort: sort.startsWith("-") ? sort.slice(1) : `-${sort}` })).toEqual(
        [...forwards].reverse(),
      );
    }
    const { matching } = await listUsers(ada, parseUserListQuery(parameters));
    expect(matching).toEqual({ count: usernames.length, more: false });
  });

  test.each<Record<string, string>>([
    { created: "d" },
    { created: "0d" },
    { updated: "99999d" },
    { updated: "never" },
    { signIn: "--7d" },
    { signIn: "7" },
    { stale: "0" },
    { stale: "-5" },
    { stale: "1e9" },
    { stale: "90; DROP TABLE users" },
    { role: "KING" },
    { keys: "2" },
  ])("%j is none, and the address is told", async (parameters) => {
    const query = parseUserListQuery(parameters);
    expect(query.ignored).toEqual(Object.keys(parameters));
    expect((await listUsers(ada, query)).matching.count).toBe(9);
  });
});

test("the number that a user carries is what the filters make of them", async () => {
  const users = await database().user.findMany();
  for (const status of [null, ...ACCOUNT_STATUSES]) {
    for (const origin of [null, "LOCAL", "PLATFORM"] as const) {
      for (const access of [null, "CONTROL_CENTER", "PORTAL_ONLY", "NO_ACCESS"] as const) {
        for (const keys of [null, "yes", "no"] as const) {
          const facets = facetsOf({ status, origin, access, keys });
          const fits = users.filter(
            (user) =>
              (status === null || user.status === status) &&
              (origin === null || user.origin === origin) &&
              (keys === null || user.keyCount > 0 === (keys === "yes")) &&
              (access === null ||
                (user.roles.includes("SERVICE_USER")
                  ? "NO_ACCESS"
                  : user.roles.length > 0
                    ? "CONTROL_CENTER"
                    : "PORTAL_ONLY") === access),
          );
          const told = users.filter((user) => facets === null || facets.includes(user.facets ?? -1));
          expect(told.map(({ username }) => username)).toEqual(fits.map(({ username }) => username));
        }
      }
    }
  }
});

test("an address is the same whatever order and spelling it came in, and has no place", () => {
  const query = parseUserListQuery({
    sort: "-updated",
    stale: "090",
    q: " x ",
    per: "100",
    place: "last",
    created: "7d",
  });
  expect(userListAddress(query)).toBe("q=x&created=7d&stale=90");
  expect(userListAddress(parseUserListQuery({ q: "x", field: "email", sort: "signin", status: "WAITING" }))).toBe(
    "q=x&field=email&status=WAITING&sort=signin",
  );
  expect(userListAddress(parseUserListQuery({}))).toBe("");
});

describe("among 12,000 stale users", () => {
  beforeAll(async () => {
    await database().$executeRaw`
      INSERT INTO users (id, username, username_key, email, display_name, origin, status, created_at, updated_at)
      SELECT gen_random_uuid(), 'old-' || n, 'old-' || n, 'e' || n % 7 || '@example.com', 'Old', 'LOCAL', 'ENABLED',
             now() - interval '500 days', now() - n * interval '1 minute' FROM generate_series(1, 12000) AS n`;
    await asOwner("ANALYZE users");
  });

  test.each(SORTS)("the first and the last page by %s are those of all in order", async (sort) => {
    const first = await listUsers(ada, parseUserListQuery({ stale: "90", sort, per: "25" }));
    const turned = sort.startsWith("-") ? sort.slice(1) : `-${sort}`;
    const last = await listUsers(ada, parseUserListQuery({ stale: "90", sort: turned, per: "25", place: "last" }));
    expect(first.matching).toEqual({ count: 10_000, more: true });
    expect(last.users.map(({ id }) => id)).toEqual(first.users.map(({ id }) => id).reverse());
    expect(first.position).toBe(1);
    expect(last).toMatchObject({ position: null, next: null });
  });
});

describe("a search of one or two letters among 20,000 users", () => {
  beforeAll(async () => {
    await database().$executeRaw`
      INSERT INTO users (id, username, username_key, email, display_name, origin, status, updated_at)
      SELECT gen_random_uuid(), 'z-' || n, 'z-' || n, 'z@example.com', CASE WHEN n % 5000 = 0 THEN 'Ж Þ' ELSE 'Z' END, 'LOCAL',
             'ENABLED', now() - n * interval '1 minute' FROM generate_series(1, 20000) AS n`;
    await asOwner("VACUUM ANALYZE users");
  });

  test.each<[string, number | null]>([
    ["ж", 4],
    ["Ж", 4],
    ["Þ", 4],
    ["ж ", 4],
    [" þ", 4],
    ["þж", 0],
    ["ю", 0],
    ["%", 0],
    ["\\", 0],
    ["z", null],
    ["z-", null],
  ])("%j finds %j of them, in every order", async (q, count) => {
    for (const sort of SORTS) {
      const page = await listUsers(ada, parseUserListQuery({ q, sort }));
      expect(page.matching).toEqual(count === null ? { count: 10_000, more: true } : { count, more: false });
      expect(page.users).toHaveLength(count ?? 50);
    }
  });
});
