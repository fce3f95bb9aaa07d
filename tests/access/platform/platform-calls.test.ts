/** The last calls of the platform, as an administrator reads them to get a connection working. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { database } from "@/access/database";
import { makePackageKey } from "@/access/keys/package-key-format";
import { listPlatformCalls, notePlatformCall, type PlatformCall } from "@/access/platform/platform-calls";
import { ADDRESS, signedIn } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { platformActor } from "@/tests/platform";
import { takePrinted } from "@/tests/setup";

beforeAll(freshDatabase);
beforeEach(emptyDatabase);

let clock = 0;

// Strangers are noted once in ten seconds. Each test begins long after the one before.
beforeEach(() => {
  clock += 3_600_000;
  vi.useFakeTimers({ toFake: ["performance"], now: clock });
});
afterEach(() => void vi.useRealTimers());

const GOOD: PlatformCall = {
  method: "GET",
  path: "/Users?startIndex=1",
  status: 200,
  detail: null,
  tokenLabel: "Okta",
  address: ADDRESS,
  milliseconds: 12,
};

const STRANGE: PlatformCall = { ...GOOD, status: 401, detail: "No good token came along.", tokenLabel: null };

function paths(): Promise<string[]> {
  return listPlatformCalls(commandLineActor()).then((calls) => calls.map(({ path }) => path));
}

describe("a call", () => {
  test("is kept as it was, with its time", async () => {
    await notePlatformCall({ ...GOOD, milliseconds: 12.6 });
    const [call, ...more] = await listPlatformCalls(commandLineActor());
    expect(more).toEqual([]);
    expect(call).toEqual({ ...GOOD, milliseconds: 13, id: expect.any(BigInt), at: expect.any(Date) });
  });

  test("keeps 300 characters, and no token or package key", async () => {
    const [token, key] = [makePackageKey("scim"), makePackageKey("live")];
    const path = `/Users/${token}?filter=userName%20eq%20%22${key}%22&${"x".repeat(400)}`;
    await notePlatformCall({ ...GOOD, path, status: 404, detail: `Nobody is ${key}.` });
    // A key that the limit would cut through keeps no more of itself than any other.
    await notePlatformCall({ ...GOOD, path: `${"y".repeat(280)}${key}` });
    const [cut, call] = await listPlatformCalls(commandLineActor());
    const name = `${key.slice(0, 12)}…${key.slice(-4)}`;
    expect(call?.path).toHaveLength(300);
    expect(call?.path).toContain(`/Users/${token.slice(0, 12)}…${token.slice(-4)}?filter=userName%20eq%20%22${name}`);
    expect(call?.detail).toBe(`Nobody is ${name}.`);
    expect(cut?.path).toBe(`${"y".repeat(280)}${name}`);
  });

  test("may have any text in it", async () => {
    const hostile = { ...GOOD, path: "/\0\ud800\n\u001b\u202e[31m😀", method: "GE\0T", detail: "\0", address: "\0" };
    await notePlatformCall(hostile);
    await notePlatformCall({ ...GOOD, path: `${"x".repeat(299)}😀` });
    const [cut, call] = await listPlatformCalls(commandLineActor());
    expect(call).toMatchObject({
      path: "/\ufffd\ufffd\ufffd\ufffd\ufffd[31m😀",
      method: "GE\ufffdT",
      detail: "\ufffd",
    });
    expect(cut?.path).toBe(`${"x".repeat(299)}😀`);
  });

  test("that can't be noted harms nobody, and the log says so", async () => {
    await asOwner("ALTER TABLE platform_calls ADD CONSTRAINT broken CHECK (status < 500)");
    try {
      await expect(notePlatformCall({ ...GOOD, status: 500 })).resolves.toBeUndefined();
    } finally {
      await asOwner("ALTER TABLE platform_calls DROP CONSTRAINT broken");
    }
    expect(takePrinted("error")).toEqual([
      expect.stringMatching(/^A call of the platform could not be noted: .*broken/),
    ]);
    expect(await paths()).toEqual([]);
  });
});

function givenOldCalls(count: number, tokenLabel: string | null): Promise<number> {
  return database().$executeRaw`
    INSERT INTO platform_calls (method, path, status, token_label, address, milliseconds)
    SELECT 'GET', 'old', 200, ${tokenLabel}, '', 1 FROM generate_series(1, ${count}::int)`;
}

describe("of many calls", () => {
  test("the last 950 are kept", async () => {
    await givenOldCalls(948, "Okta");
    for (const path of ["first", "second", "third", "fourth"]) await notePlatformCall({ ...GOOD, path });
    expect(await database().platformCall.count()).toBe(950);
    expect((await paths()).slice(0, 5)).toEqual(["fourth", "third", "second", "first", "old"]);
  });

  test("however many come at the same moment", async () => {
    await givenOldCalls(1_000, "Okta");
    await Promise.all(Array.from({ length: 100 }, (_, index) => notePlatformCall({ ...GOOD, path: `new-${index}` })));
    expect(await database().platformCall.count({ where: { path: { not: "old" } } })).toBe(100);
    await notePlatformCall(GOOD);
    expect(await database().platformCall.count()).toBe(950);
  });

  test("the last 45 are listed, or the last 45 that failed", async () => {
    for (let index = 1; index <= 60; index += 1) {
      await notePlatformCall({ ...GOOD, path: `good-${index}` });
      if (index <= 3)
        await notePlatformCall({ ...GOOD, path: `bad-${index}`, status: [400, 404, 500][index - 1] ?? 0 });
    }
    const listed = await paths();
    expect([listed.length, listed[0], listed.at(-1)]).toEqual([45, "good-60", "good-16"]);
    const failed = await listPlatformCalls(commandLineActor(), { failedOnly: true });
    expect(failed.map(({ path }) => path)).toEqual(["bad-3", "bad-2", "bad-1"]);
  });
});

describe("strangers", () => {
  test("are noted once in ten seconds, whatever they send, and the platform every time", async () => {
    for (let index = 1; index <= 20; index += 1) {
      await notePlatformCall({ ...STRANGE, path: `stranger-${index}` });
      await notePlatformCall({ ...GOOD, path: `good-${index}` });
    }
    expect((await paths()).filter((path) => path.startsWith("stranger"))).toEqual(["stranger-1"]);
    expect(await database().platformCall.count()).toBe(21);
    vi.advanceTimersByTime(9_999);
    await notePlatformCall({ ...STRANGE, path: "early" });
    vi.advanceTimersByTime(1);
    await notePlatformCall({ ...STRANGE, path: "late" });
    expect((await paths()).slice(0, 2)).toEqual(["late", "good-20"]);
  });

  test("who come day and night push no call of the platform out of the list, nor out of the failed ones", async () => {
    await givenOldCalls(950, "Okta");
    await notePlatformCall({ ...GOOD, path: "good", status: 400 });
    await givenOldCalls(60, null);
    for (let index = 1; index <= 60; index += 1) {
      vi.advanceTimersByTime(10_000);
      await notePlatformCall({ ...STRANGE, path: `stranger-${index}` });
    }
    await notePlatformCall({ ...GOOD, path: "better" });
    const strangers = ["stranger-60", "stranger-59", "stranger-58", "stranger-57", "stranger-56"];
    expect((await paths()).slice(0, 7)).toEqual(["better", ...strangers, "good"]);
    expect(await paths()).toHaveLength(50);
    const failed = await listPlatformCalls(commandLineActor(), { failedOnly: true });
    expect(failed.map(({ path }) => path)).toEqual([...strangers, "good"]);
    expect(await database().platformCall.count({ where: { tokenLabel: null } })).toBe(50);
    expect(await database().platformCall.count({ where: { tokenLabel: "Okta" } })).toBe(950);
  });
});

describe("who reads them", () => {
  test.each(["ada", "pablo"] as const)("%s, an administrator, does", async (name) => {
    const people = await givenPeople("ada", "pablo");
    await notePlatformCall(GOOD);
    expect(await listPlatformCalls(await signedIn(people[name]))).toHaveLength(1);
  });

  test.each(["cora", "percy", "sam", "linus"] as const)("%s does not", async (name) => {
    const people = await givenPeople("cora", "percy", "sam", "linus");
    await notePlatformCall(GOOD);
    expect(await listPlatformCalls(await signedIn(people[name]))).toEqual([]);
  });

  test("nor does the platform itself", async () => {
    await notePlatformCall(GOOD);
    expect(await listPlatformCalls(await platformActor())).toEqual([]);
  });
});
