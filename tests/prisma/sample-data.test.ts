import { beforeAll, describe, expect, test } from "vitest";
import { database } from "@/access/database";
import { passwordMatches } from "@/access/passwords";
import { usernameKey } from "@/access/username";
import type { AuditEntry, User } from "@/generated/prisma/client";
import { loadSampleData } from "@/prisma/sample-data";
import { SAMPLE_END, samplePeople } from "@/prisma/sample-people";
import { freshDatabase, givenPeople, testPassword } from "@/tests/database";
import { people } from "@/tests/people";

let loaded: { users: number };
let users: User[];
let entries: AuditEntry[];

beforeAll(async () => {
  await freshDatabase();
  loaded = await loadSampleData(testPassword());
  users = await database().user.findMany({ orderBy: { usernameKey: "asc" } });
  entries = await database().auditEntry.findMany({ orderBy: { id: "asc" } });
});

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
      { event: "user.disabled", actorUsername: "ada", outcome: "DONE", after: { status: "DISABLED" } },
      { event: "sign-in.refused", outcome: "REFUSED", refusal: "user_disabled" },
    ]);
    expect(history[0]?.reason).toContain("Meltemi");
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
