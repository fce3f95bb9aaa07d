import { beforeAll, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { keyName } from "@/access/keys/package-key-format";
import { listKeysOf } from "@/access/keys/package-keys";
import { listPackages } from "@/access/keys/packages";
import { passwordMatches } from "@/access/sign-in/passwords";
import { usernameKey } from "@/access/users/username";
import type { AuditEntry, PackageKey, User } from "@/generated/prisma/client";
import { loadSampleData } from "@/prisma/sample-data";
import { sampleKeys } from "@/prisma/sample-keys";
import { SAMPLE_END, samplePeople } from "@/prisma/sample-people";
import { freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { people } from "@/tests/people";

let loaded: { users: number };
let users: User[];
let entries: AuditEntry[];
let keys: (PackageKey & { owner: User })[];

beforeAll(async () => {
  await freshDatabase();
  loaded = await loadSampleData(testPassword());
  users = await database().user.findMany({ orderBy: { usernameKey: "asc" } });
  entries = await database().auditEntry.findMany({ orderBy: { id: "asc" } });
  const found = await database().packageKey.findMany({ include: { application: { include: { owner: true } } } });
  keys = found.map(({ application, ...key }) => ({ ...key, owner: application.owner }));
});

function shown({ prefix, lastFour }: Pick<PackageKey, "prefix" | "lastFour">): string {
  return keyName({ prefix, lastFour });
}

describe("sample data", () => {
  test("holds the people of the story as the story tells of them, and about 120 more", () => {
    expect(loaded.users).toBe(users.length);
    expect(users.length - Object.keys(people).length).toBe(120);
    for (const person of Object.values(people)) {
      expect(users.find((user) => user.username === person.username)).toMatchObject(person);
    }
  });

  test("makes a third of them platform users, who have an external id and no password", () => {
    const platform = users.filter((user) => user.origin === "PLATFORM");
    expect(platform.length / users.length).toBeCloseTo(1 / 3, 1);
    expect(platform.every((user) => user.externalId !== null && user.passwordHash === null)).toBe(true);
    expect(platform.some((user) => user.status === "WAITING")).toBe(false);
    expect(platform.filter((user) => /^00u\w{17}$/.test(user.username)).length).toBeGreaterThan(5);
  });

  test("lets the platform alone say where its users work, in a sync of the past, and makes none a Service User", () => {
    const platform = users.filter((user) => user.origin === "PLATFORM");
    for (const user of platform) {
      expect(user.roles).not.toContain("SERVICE_USER");
      expect(user.platformDeletedAt).toBeNull();
      expect(user.syncedAt?.getTime()).toBeGreaterThanOrEqual(user.updatedAt.getTime());
      expect(user.syncedAt?.getTime()).toBeLessThan(SAMPLE_END.getTime());
    }
    expect(users.find(({ username }) => username === "pat")).toMatchObject({
      ...{ department: "Claims", employeeNumber: "20417", manager: "idp|moira", managerName: "Moira Byrne" },
    });
    for (const field of ["department", "employeeNumber", "managerName"] as const) {
      expect(platform.filter((user) => user[field] !== "").length).toBeGreaterThan(20);
    }
    for (const { manager, externalId } of platform.filter((user) => user.manager !== ""))
      expect(manager).not.toBe(externalId);
    const local = users.filter((user) => user.origin === "LOCAL");
    expect(
      local.every((user) => user.syncedAt === null && `${user.department}${user.employeeNumber}${user.manager}` === ""),
    ).toBe(true);
  });

  test("gives local users the password it was told, and only them", async () => {
    const local = users.filter((user) => user.origin === "LOCAL");
    const hashes = new Set(local.map((user) => user.passwordHash));
    expect(hashes.size).toBe(1);
    const [hash] = hashes;
    expect(await passwordMatches(hash ?? null, testPassword())).toBe(true);
    expect(local.every((user) => user.externalId === null)).toBe(true);
  });

  test("stores each username under its key, and no key twice", () => {
    expect(users.every((user) => user.usernameKey === usernameKey(user.username))).toBe(true);
    expect(new Set(users.map((user) => user.usernameKey)).size).toBe(users.length);
  });

  test.each([
    ["with @", /@/],
    ["with +", /\+/],
    ["with dots", /\./],
    ["with a space", / /],
    ["with a slash", /\//],
    ["in Cyrillic", /\p{Script=Cyrillic}/u],
    ["in Arabic", /\p{Script=Arabic}/u],
    ["in Hebrew", /\p{Script=Hebrew}/u],
    ["in Greek", /\p{Script=Greek}/u],
    ["in Devanagari", /\p{Script=Devanagari}/u],
  ])("has usernames %s", (_kind, pattern) => {
    expect(users.some((user) => pattern.test(user.username))).toBe(true);
  });

  test.each([
    "Latin",
    "Cyrillic",
    "Greek",
    "Arabic",
    "Hebrew",
    "Han",
    "Hangul",
    "Thai",
    "Devanagari",
    "Armenian",
    "Georgian",
  ])("has people who write in %s", (script) => {
    const pattern = new RegExp(`\\p{Script=${script}}`, "u");
    expect(users.some((user) => pattern.test(`${user.displayName} ${user.company} ${user.locality}`))).toBe(true);
  });

  test("is mostly enabled, with some disabled and some waiting, and has no administrator beyond the story", () => {
    const share = (status: string): number => users.filter((user) => user.status === status).length / users.length;
    expect(share("ENABLED")).toBeGreaterThan(0.7);
    expect(share("DISABLED")).toBeGreaterThan(0.05);
    expect(share("WAITING")).toBeGreaterThan(0.03);
    const administrators = users.filter((user) => user.roles.includes("ADMINISTRATOR")).map((user) => user.username);
    expect(administrators.sort()).toEqual(["ada", "grace", "pablo"]);
  });

  test("lies in the past, and nothing changes before it was made", () => {
    for (const user of users) {
      expect(user.createdAt.getTime()).toBeLessThanOrEqual(user.updatedAt.getTime());
      expect(user.updatedAt.getTime()).toBeLessThan(SAMPLE_END.getTime());
      expect(user.lastSignInAt?.getTime() ?? 0).toBeLessThan(SAMPLE_END.getTime());
    }
    const times = entries.map((entry) => entry.at.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    expect(Math.max(...times)).toBeLessThan(SAMPLE_END.getTime());
  });

  test("tells how dora was disabled, why, and that she tried to sign in since", () => {
    const history = entries.filter((entry) => entry.subjectUsername === "dora");
    expect(history).toMatchObject([
      { event: "package-key.created", actorUsername: "ada", after: { application: "Meltemi Booking" } },
      {
        ...{ event: "user.disabled", actorUsername: "ada", outcome: "DONE", after: { status: "DISABLED" } },
        effects: { keysStopped: 1 },
      },
      { event: "sign-in.refused", outcome: "REFUSED", refusal: "user_disabled" },
    ]);
    expect(history[1]?.reason).toContain("Meltemi");
  });

  test("has one entry for each local user who is disabled", () => {
    const disabled = users.filter((user) => user.status === "DISABLED" && user.origin === "LOCAL");
    for (const user of disabled) {
      const own = entries.filter((entry) => entry.subjectId === user.id && entry.event === "user.disabled");
      expect(own).toHaveLength(1);
    }
  });

  test("is the same each time", () => {
    expect(samplePeople()).toEqual(samplePeople());
  });

  test("is loaded once: a second time changes nothing", async () => {
    expect(await loadSampleData("another password")).toEqual({ users: 0 });
    expect(await database().user.findMany({ orderBy: { usernameKey: "asc" } })).toEqual(users);
  });
});

describe("the sample keys", () => {
  const told = async (username: string): Promise<string[]> => {
    const owner = users.find((user) => user.username === username);
    const keys = await listKeysOf(commandLineActor(), owner?.id ?? "");
    return keys
      .map(({ application, status, block, ...key }) => {
        return [application.name, key.package.name, key.plan.name, status, ...(block ? [block] : [])].join(", ");
      })
      .sort();
  };

  test.each([
    [
      "linus",
      [
        "Arrivals Board, Payments, Silver, DISABLED",
        "Harbour Map, Maps, Pro, ENABLED",
        "Harbour Map, Weather, Basic, ENABLED",
      ],
    ],
    ["dora", ["Meltemi Booking, Weather, Plus, ENABLED, user_disabled"]],
    ["wei", ["Jade Tracker, Maps, Free, WAITING, user_waiting"]],
    ["pat", ["Shamrock Quotes, Payments, Gold, ENABLED"]],
    ["cora", ["Partner Demo, Maps, Tiles 2023, ENABLED, plan_inactive"]],
    ["ada", []],
  ])("of %s are those of the story", async (username, keys) => {
    expect(await told(username)).toEqual(keys);
  });

  test("are about 150 more, of every status, and some of them were never used", () => {
    expect(keys).toHaveLength(157);
    for (const status of ["WAITING", "ENABLED", "DISABLED"]) {
      expect(keys.filter((key) => key.status === status).length).toBeGreaterThan(5);
    }
    expect(keys.filter(({ lastUsedAt }) => lastUsedAt === null).length).toBeGreaterThan(10);
    expect(keys.filter(({ lastUsedAt }) => lastUsedAt !== null).length).toBeGreaterThan(100);
  });

  test("look like keys, and the stored ones are others than those that are shown", () => {
    for (const { prefix, lastFour, hash } of keys) {
      expect(prefix).toMatch(/^lk_live_[0-9A-Za-z]{4}$/);
      expect(lastFour).toMatch(/^[0-9A-Za-z]{4}$/);
      expect(hash).toHaveLength(32);
    }
    const [again, once] = [sampleKeys(users), sampleKeys(users)].map((made) => made.keys);
    expect(again?.map(shown)).toEqual(once?.map(shown));
    expect(again?.some(({ hash }, index) => Buffer.from(hash).equals(once?.[index]?.hash ?? hash))).toBe(false);
  });

  test("lie in the past, and nobody uses one before it is there or after it stopped", () => {
    for (const { createdAt, updatedAt, lastUsedAt, status, owner } of keys) {
      expect(createdAt.getTime()).toBeGreaterThanOrEqual(owner.createdAt.getTime());
      expect(updatedAt.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
      expect(updatedAt.getTime()).toBeLessThan(SAMPLE_END.getTime());
      if (!lastUsedAt) continue;
      expect(status).not.toBe("WAITING");
      expect(lastUsedAt.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
      const end = Math.min(
        SAMPLE_END.getTime(),
        ...(status === "DISABLED" ? [updatedAt.getTime()] : []),
        ...(owner.status === "DISABLED" ? [owner.updatedAt.getTime()] : []),
      );
      expect(lastUsedAt.getTime()).toBeLessThanOrEqual(end);
    }
  });

  test("have one entry for each that is disabled", () => {
    const disabled = entries.filter(({ event }) => event === "package-key.disabled");
    expect(disabled).toHaveLength(keys.filter(({ status }) => status === "DISABLED").length);
  });

  test("are for plans of which one is inactive", async () => {
    const packages = await listPackages(commandLineActor());
    expect(packages.map(({ name }) => name)).toEqual(["Maps", "Payments", "Timetables", "Weather"]);
    const plans = packages.flatMap((one) => one.plans);
    expect(plans.filter(({ active }) => !active).map(({ name, workingKeys }) => [name, workingKeys])).toEqual([
      ["Tiles 2023", 0],
    ]);
    expect(plans.every((plan) => plan.keys > 0)).toBe(true);
  });
});

test("sample data stays away from a database that holds anybody", async () => {
  await freshDatabase();
  await givenPeople("ada");
  expect(await loadSampleData(testPassword())).toEqual({ users: 0 });
  expect(await database().user.count()).toBe(1);
  expect(await database().auditEntry.count()).toBe(0);
});

test("two starts at the same moment load it once", async () => {
  await freshDatabase();
  const both = await Promise.all([loadSampleData(testPassword()), loadSampleData(testPassword())]);
  expect(both.map(({ users: count }) => count).sort((one, other) => one - other)).toEqual([0, loaded.users]);
});
