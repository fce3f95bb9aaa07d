/** What a gate remembers, and how it is told that it must not any more: without a database. */
import { once } from "node:events";
import { createServer } from "node:net";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { ChangeLog } from "@/gate/change-log";
import { type CaughtUp, isUnbroken, parseChange } from "@/gate/changes";
import { type FoundKey, KnownKeys } from "@/gate/known-keys";
import { LookUps } from "@/gate/look-ups";

const linus: FoundKey = {
  keyId: "key",
  keyStatus: "ENABLED",
  applicationId: "application",
  applicationName: "Harbour Map",
  ownerId: "linus",
  ownerName: "linus",
  ownerStatus: "ENABLED",
  planId: "plan",
  planName: "Gold",
  planActive: true,
  packageId: "package",
  packageName: "Maps",
};

describe("a remembered key", () => {
  test.each(["key", "application", "linus", "plan", "package", undefined])("is forgotten by a change of %s", (id) => {
    const changes = new ChangeLog();
    const keys = new KnownKeys(10, changes);
    keys.remember("hash", linus);
    changes.add("somebody");
    expect(keys.find("hash", 0)).toMatchObject({ decision: "allowed" });
    changes.add(id);
    expect(keys.find("hash", 0)).toBeUndefined();
    expect(keys.wasKnown("hash")).toBe(true);
    keys.rememberUnknown("hash", 0);
    expect(keys.wasKnown("hash")).toBe(false);
    expect(keys.size).toBe(0);
  });

  test("is looked up anew after a minute, for changes that nobody announced", () => {
    const keys = new KnownKeys(10, new ChangeLog());
    const { foundAt } = keys.remember("hash", linus);
    expect(keys.find("hash", foundAt + 60_000)).toMatchObject({ decision: "allowed" });
    expect(keys.find("hash", foundAt + 60_001)).toBeUndefined();
  });

  test("stays through any number of other changes while somebody asks for it", () => {
    const changes = new ChangeLog();
    const keys = new KnownKeys(10, changes);
    keys.remember("hash", linus);
    for (let number = 0; number < 50_000; number += 1) {
      changes.add(`somebody ${number}`);
      if (number % 5_000 === 0) expect(keys.find("hash", 0)).toBeDefined();
    }
    changes.add("linus");
    for (let number = 0; number < 15_000; number += 1) changes.add(`somebody else ${number}`);
    expect(keys.find("hash", 0)).toBeUndefined();
  });

  test("is doubted when more has changed since than is kept", () => {
    const changes = new ChangeLog();
    const keys = new KnownKeys(10, changes);
    keys.remember("hash", linus);
    for (let number = 0; number < 9_000; number += 1) changes.add(`somebody ${number}`);
    expect(changes.isOvertaken(linus, 0)).toBe(false);
    for (let number = 0; number < 20_000; number += 1) changes.add(`somebody else ${number}`);
    expect(keys.find("hash", 0)).toBeUndefined();
  });

  test("is not told apart by how often the same thing changes", () => {
    const changes = new ChangeLog();
    for (let number = 0; number < 100_000; number += 1) changes.add("somebody");
    expect(changes.isOvertaken(linus, 0)).toBe(false);
    expect(changes.isOvertaken({ ...linus, ownerId: "somebody" }, 99_999)).toBe(true);
    expect(changes.isOvertaken({ ...linus, ownerId: "somebody" }, 100_000)).toBe(false);
  });
});

describe("that a key is unknown", () => {
  test("is remembered for two seconds", () => {
    const keys = new KnownKeys(10, new ChangeLog());
    keys.rememberUnknown("hash", 1_000);
    expect(keys.find("hash", 2_999)).toBe("unknown_key");
    expect(keys.find("hash", 3_000)).toBeUndefined();
  });

  test("is remembered of ten thousand, and takes no place from keys that are known", () => {
    const keys = new KnownKeys(1, new ChangeLog());
    keys.remember("known", linus);
    for (let number = 0; number <= 10_000; number += 1) keys.rememberUnknown(`hash ${number}`, 0);
    expect(keys.find("hash 0", 1)).toBeUndefined();
    expect(keys.find("hash 10000", 1)).toBe("unknown_key");
    expect(keys.find("known", 1)).toMatchObject({ decision: "allowed" });
    expect(keys.size).toBe(1);
  });
});

// Whether it took too long is asked again where the machine may have been busy.
test(
  "five thousand look-ups wait for a database that does not answer, no more, and two seconds; keys known before wait apart",
  { retry: 2 },
  async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const address = silent.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const pool = new pg.Pool({
      connectionString: `postgresql://gate@127.0.0.1:${port}/x`,
      connectionTimeoutMillis: 2_000,
    });
    const changes = new ChangeLog();
    const keys = new KnownKeys(10, changes);
    keys.remember("known before", linus);
    const lookUps = new LookUps(pool, keys, changes, () => true);
    const begun = performance.now();
    const waiting = Array.from({ length: 5_000 }, (_, number) => lookUps.lookUp(`key ${number}`));
    waiting.push(lookUps.lookUp("known before"));
    expect(lookUps.lookUp("key 0")).toBe(waiting[0]);
    const first = await Promise.race([
      lookUps.lookUp("one more").then((found) => (found === "unavailable" ? "one more" : undefined)),
      ...waiting,
    ]);
    expect(first).toBe("one more");
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(["unavailable"]));
    expect(performance.now() - begun).toBeLessThan(10_000);
    await pool.end();
    silent.close();
  },
);

describe("the feed", () => {
  const reading = (snapshot: string, incarnation = "one"): CaughtUp => ({ snapshot, incarnation, at: "", changes: [] });

  test.each([
    ["the next reading", reading("10:12:10"), reading("11:15:11,13"), true],
    ["nothing new", reading("10:10:"), reading("10:10:"), true],
    ["a younger database whose transactions have smaller numbers", reading("1000:1200:"), reading("90:110:"), false],
    ["a database that has lost its last transactions", reading("10:12:10"), reading("10:11:10"), false],
    ["a server that started anew", reading("10:12:10"), reading("12:14:", "two"), false],
    ["numbers beyond 32 bits", reading("4294967297:4294967299:"), reading("9007199254740993:9007199254740995:"), true],
  ])("%s", (_, before, now, unbroken) => {
    expect(isUnbroken(before, now)).toBe(unbroken);
  });

  test.each([
    ["7 USER 6d1f7d0e-0000-4000-8000-000000000000", { id: "7", subject: "6d1f7d0e-0000-4000-8000-000000000000" }],
    ["8 EVERYTHING", { id: "8", subject: undefined }],
    ["9 LATER_KIND 6d1f7d0e-0000-4000-8000-000000000000", { id: "9", subject: "6d1f7d0e-0000-4000-8000-000000000000" }],
    ["", undefined],
    ["USER 6d1f7d0e-0000-4000-8000-000000000000", undefined],
    ["1 USER linus", undefined],
    ["99999999999999999999 EVERYTHING", undefined],
  ])("reads %j", (text, change) => {
    expect(parseChange(text)).toEqual(change);
  });
});
