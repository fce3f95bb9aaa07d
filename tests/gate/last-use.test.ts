/** When a key was last let pass: written in batches, beside the answers. */
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { database } from "@/access/database";
import { ChangeLog } from "@/gate/change-log";
import { type KnownKey, KnownKeys } from "@/gate/known-keys";
import { LastUse } from "@/gate/last-use";
import { freshDatabase } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { decisionOf, givenGate } from "./scene";

let pool: pg.Pool;
let linus: GivenKey;

beforeEach(async () => {
  pool = new pg.Pool({ connectionString: await freshDatabase() });
  linus = await givenKey();
});

afterEach(() => pool.end());

async function lastUsedAt(key: GivenKey): Promise<Date | null> {
  return (await database().packageKey.findUniqueOrThrow({ where: { id: key.id } })).lastUsedAt;
}

const keys = new KnownKeys(10, new ChangeLog());

/** The key as a gate remembers it. */
function known(key: GivenKey): KnownKey {
  const { id: keyId, applicationId, ownerId, planId, packageId } = key;
  const ids = { keyId, applicationId, ownerId, planId, packageId };
  const names = { applicationName: "Harbour Map", ownerName: "linus", planName: "Gold", packageName: "Maps" };
  return keys.describe({ ...ids, ...names, keyStatus: "ENABLED", ownerStatus: "ENABLED", planActive: true });
}

async function setLastUse(key: GivenKey, secondsAgo: number): Promise<Date | null> {
  await database().$executeRaw`
    UPDATE package_keys SET last_used_at = now() - make_interval(secs => ${secondsAgo}::int) WHERE id = ${key.id}::uuid`;
  return lastUsedAt(key);
}

test("what was let pass is written when the gate stops, in one statement, and what was refused is not", async () => {
  const others = [await givenKey(), await givenKey()];
  const refused = await givenKey({ status: "DISABLED" });
  // With room for one key only: what is pushed out of memory keeps its last use.
  const gate = await givenGate({ cacheKeys: 1 });
  const before = Date.now();
  for (const { key } of [linus, ...others, refused]) await decisionOf(gate, key);
  expect(await lastUsedAt(linus)).toBeNull();
  await gate.stop();
  for (const key of [linus, ...others]) {
    expect(Math.abs(((await lastUsedAt(key))?.getTime() ?? 0) - before)).toBeLessThan(30_000);
  }
  expect(await lastUsedAt(refused)).toBeNull();
  const writers = await database().$queryRaw`
    SELECT DISTINCT xmin::text FROM package_keys WHERE last_used_at IS NOT NULL`;
  expect(writers).toHaveLength(1);
});

test("is the time of the use, not that of the writing", async () => {
  const lastUse = new LastUse(pool);
  lastUse.note(known(linus), performance.now() - 20_000);
  await lastUse.flush();
  const age = Date.now() - ((await lastUsedAt(linus))?.getTime() ?? 0);
  expect(age).toBeGreaterThan(19_000);
  expect(age).toBeLessThan(60_000);
});

test("is written at most once a minute by one gate, and not lost for that", async () => {
  const lastUse = new LastUse(pool);
  const key = known(linus);
  lastUse.note(key, performance.now());
  await lastUse.flush();
  // As if it had been written long ago, which the gate knows better.
  const written = await setLastUse(linus, 300);
  lastUse.note(key, performance.now());
  await lastUse.flush();
  expect(await lastUsedAt(linus)).toEqual(written);
  // Another process does not know.
  const other = new LastUse(pool);
  other.note(known(linus), performance.now());
  await other.flush();
  expect(await lastUsedAt(linus)).not.toEqual(written);
});

test("is written at most once a minute by all gates, and comes again if another one was first", async () => {
  const written = await setLastUse(linus, 10);
  const lastUse = new LastUse(pool);
  lastUse.note(known(linus), performance.now() - 5_000);
  await lastUse.flush();
  expect(await lastUsedAt(linus)).toEqual(written);
  await setLastUse(linus, 61);
  await lastUse.flush();
  expect((await lastUsedAt(linus))?.getTime()).toBeGreaterThan(written?.getTime() ?? Infinity);
});

test("never goes back", async () => {
  const lastUse = new LastUse(pool);
  lastUse.note(known(linus), performance.now() - 200_000);
  const written = await setLastUse(linus, 100);
  await lastUse.flush();
  expect(await lastUsedAt(linus)).toEqual(written);
  // What is overtaken is forgotten, not tried again for ever.
  await setLastUse(linus, 100_000);
  await lastUse.flush();
  expect((await lastUsedAt(linus))?.getTime()).toBeLessThan(Date.now() - 99_000_000);
});

test("waits for a database that is away", async () => {
  const unreachable = new pg.Pool({ connectionString: "postgresql://nobody@127.0.0.1:1/none" });
  const lastUse = new LastUse(unreachable);
  lastUse.note(known(linus), performance.now());
  await expect(lastUse.flush()).resolves.toBeUndefined();
  await unreachable.end();
});

test("a key that somebody has locked holds up no other, and comes again", async () => {
  const others = await Promise.all([givenKey(), givenKey()]);
  const lastUse = new LastUse(pool);
  for (const key of [linus, ...others]) lastUse.note(known(key), performance.now());
  const somebody = await pool.connect();
  try {
    await somebody.query("BEGIN");
    await somebody.query("SELECT FROM package_keys WHERE id = $1 FOR UPDATE", [linus.id]);
    await lastUse.flush();
    for (const key of others) expect(await lastUsedAt(key)).not.toBeNull();
    expect(await lastUsedAt(linus)).toBeNull();
    await somebody.query("COMMIT");
  } finally {
    somebody.release();
  }
  await lastUse.flush();
  expect(await lastUsedAt(linus)).not.toBeNull();
});
