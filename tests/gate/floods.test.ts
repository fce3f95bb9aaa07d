/**
 * Many look-ups at once, most of them of made-up keys whose checksum is right: whoever has a good key gets an answer
 * beside them. On a real database, and by a clock that stands still: how busy the machine is decides nothing here.
 */
import type pg from "pg";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { hashPackageKey, makePackageKey, shownParts } from "@/access/keys/package-key-format";
import { ChangeLog } from "@/gate/change-log";
import { KnownKeys } from "@/gate/known-keys";
import { type LookedUp, LookUps } from "@/gate/look-ups";
import { freshDatabase } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenPool } from "./scene";

const CALLERS = 1_200;

let databaseUrl: string;
let linus: GivenKey;
let pool: pg.Pool;

beforeAll(async () => {
  databaseUrl = await freshDatabase();
  linus = await givenKey();
});
beforeEach(() => {
  pool = givenPool(databaseUrl);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
});
afterEach(async () => {
  vi.useRealTimers();
  await pool.end();
});

function makeLookUps(): { lookUps: LookUps; keys: KnownKeys; changes: ChangeLog } {
  const changes = new ChangeLog();
  const keys = new KnownKeys(10_000, changes);
  return { lookUps: new LookUps(pool, keys, changes, () => true), keys, changes };
}

/** Good keys that no gate was asked for yet, as their hashes. */
async function givenColdKeys(count: number): Promise<string[]> {
  const { applicationId, planId } = linus;
  const keys = Array.from({ length: count }, () => makePackageKey("test"));
  await database().packageKey.createMany({
    data: keys.map((key) => ({
      applicationId,
      planId,
      status: "ENABLED" as const,
      hash: hashPackageKey(key),
      ...shownParts(key),
    })),
  });
  return keys.map(hashOf);
}

function hashOf(key: string): string {
  return hashPackageKey(key).toString("base64");
}

function makeUp(): string {
  return hashOf(makePackageKey("test"));
}

function decisions(found: readonly LookedUp[]): string[] {
  return found.map((one) => (typeof one === "string" ? one : one.decision));
}

test("beside 1,200 callers with made-up keys no good key is refused, and few statements find them all", async () => {
  const cold = await givenColdKeys(100);
  const { lookUps } = makeLookUps();
  const statements = vi.spyOn(pool, "query");
  const strangers = Array.from({ length: CALLERS }, () => lookUps.lookUp(makeUp()));
  const good = cold.map((hash) => lookUps.lookUp(hash));
  expect(decisions(await Promise.all(good))).toEqual(cold.map(() => "allowed"));
  expect(new Set(await Promise.all(strangers))).toEqual(new Set(["unknown_key"]));
  expect(statements.mock.calls.length).toBeLessThan(15);
});

test("a key that was known before gets its answer also where as many others wait as may", async () => {
  const [known = "", cold = ""] = await givenColdKeys(2);
  const { lookUps, changes, keys } = makeLookUps();
  expect(decisions([await lookUps.lookUp(known)])).toEqual(["allowed"]);
  changes.add(linus.ownerId);
  expect(keys.find(known, 0)).toBeUndefined();
  const strangers = Array.from({ length: 5_000 }, () => lookUps.lookUp(makeUp()));
  const answers = Promise.all([lookUps.lookUp(cold), lookUps.lookUp(known)]);
  expect(decisions(await answers)).toEqual(["unavailable", "allowed"]);
  expect(new Set(await Promise.all(strangers))).toEqual(new Set(["unknown_key"]));
});

test("of keys that are looked up together each gets its own answer, and what a change overtook is asked for again", async () => {
  const [first = "", ...cold] = await givenColdKeys(50);
  const disabled = await givenKey({ status: "DISABLED" });
  const { lookUps, keys, changes } = makeLookUps();
  const asked = [first, ...cold].flatMap((hash) => [hash, makeUp(), hashOf(disabled.key)]);
  const found = Promise.all(asked.map((hash) => lookUps.lookUp(hash)));
  const statements = vi.spyOn(pool, "query");
  // Every statement that is under way may have read what was there before.
  changes.add(linus.ownerId);
  expect(decisions(await found)).toEqual([first, ...cold].flatMap(() => ["allowed", "unknown_key", "key_disabled"]));
  expect(statements.mock.calls.length).toBeGreaterThan(0);
  expect(keys.find(first, performance.now())).toMatchObject({
    decision: "allowed",
    keyId: expect.any(String) as string,
  });
  expect(keys.find(makeUp(), performance.now())).toBeUndefined();
});
