/** When a key was last let pass: written in batches, beside the answers. */
import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { database } from "@/access/database";
import { ChangeLog } from "@/gate/change-log";
import { type KnownKey, KnownKeys } from "@/gate/known-keys";
import { Uses } from "@/gate/uses";
import { freshDatabase } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { decisionOf, givenGate, givenPool } from "./scene";

let pool: pg.Pool;
let linus: GivenKey;

beforeEach(async () => {
  pool = givenPool(await freshDatabase());
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
  const uses = new Uses(pool);
  uses.note(known(linus), performance.now() - 20_000);
  await uses.flush();
  const age = Date.now() - ((await lastUsedAt(linus))?.getTime() ?? 0);
  expect(age).toBeGreaterThan(19_000);
  expect(age).toBeLessThan(60_000);
});

test("is written at most once a minute by one gate, and not lost for that", async () => {
  const uses = new Uses(pool);
  const key = known(linus);
  uses.note(key, performance.now());
  await uses.flush();
  // As if it had been written long ago, which the gate knows better.
  const written = await setLastUse(linus, 300);
  uses.note(key, performance.now());
  await uses.flush();
  expect(await lastUsedAt(linus)).toEqual(written);
  // Another process does not know.
  const other = new Uses(pool);
  other.note(known(linus), performance.now());
  await other.flush();
  expect(await lastUsedAt(linus)).not.toEqual(written);
});

test("is written at most once a minute by all gates, and comes again if another one was first", async () => {
  const written = await setLastUse(linus, 10);
  const uses = new Uses(pool);
  uses.note(known(linus), performance.now() - 5_000);
  await uses.flush();
  expect(await lastUsedAt(linus)).toEqual(written);
  await setLastUse(linus, 61);
  await uses.flush();
  expect((await lastUsedAt(linus))?.getTime()).toBeGreaterThan(written?.getTime() ?? Infinity);
});

test("never goes back", async () => {
  const uses = new Uses(pool);
  uses.note(known(linus), performance.now() - 200_000);
  const written = await setLastUse(linus, 100);
  await uses.flush();
  expect(await lastUsedAt(linus)).toEqual(written);
  // What is overtaken is forgotten, not tried again for ever.
  await setLastUse(linus, 100_000);
  await uses.flush();
  expect((await lastUsedAt(linus))?.getTime()).toBeLessThan(Date.now() - 99_000_000);
});

test("waits for a database that is away", async () => {
  const unreachable = givenPool("postgresql://nobody@127.0.0.1:1/none");
  const uses = new Uses(unreachable);
  uses.note(known(linus), performance.now());
  await expect(uses.flush()).resolves.toBeUndefined();
  await unreachable.end();
});

test("a key that somebody has locked holds up no other, and comes again", async () => {
  const others = await Promise.all([givenKey(), givenKey()]);
  const uses = new Uses(pool);
  for (const key of [linus, ...others]) uses.note(known(key), performance.now());
  const somebody = await pool.connect();
  try {
    await somebody.query("BEGIN");
    await somebody.query("SELECT FROM package_keys WHERE id = $1 FOR UPDATE", [linus.id]);
    await uses.flush();
    for (const key of others) expect(await lastUsedAt(key)).not.toBeNull();
    expect(await lastUsedAt(linus)).toBeNull();
    await somebody.query("COMMIT");
  } finally {
    somebody.release();
  }
  await uses.flush();
  expect(await lastUsedAt(linus)).not.toBeNull();
});

/** When a key of linus was last used, as lists of users know it. */
async function ownerUse(): Promise<Date | null> {
  return (await database().user.findUniqueOrThrow({ where: { id: linus.ownerId } })).lastKeyUseAt;
}

async function setOwnerUse(minutesAgo: number): Promise<Date | null> {
  await database().$executeRaw`
    UPDATE users SET last_key_use_at = now() - make_interval(mins => ${minutesAgo}::int) WHERE id = ${linus.ownerId}::uuid`;
  return ownerUse();
}

test("the owner's is written with the first use of any key, and then when it is an hour old", async () => {
  const others = [await givenKey(), await givenKey({ application: "Tide Table" })];
  const uses = new Uses(pool);
  for (const key of [linus, ...others]) uses.note(known(key), performance.now() - 20_000);
  await uses.flush();
  const age = Date.now() - ((await ownerUse())?.getTime() ?? 0);
  expect(age).toBeGreaterThan(19_000);
  expect(age).toBeLessThan(60_000);
  // Each gate for itself, as if it had just started.
  const recent = await setOwnerUse(59);
  const second = new Uses(pool);
  second.note(known(linus), performance.now());
  await second.flush();
  expect(await ownerUse()).toEqual(recent);
  const old = await setOwnerUse(61);
  const third = new Uses(pool);
  third.note(known(linus), performance.now());
  await third.flush();
  expect((await ownerUse())?.getTime()).toBeGreaterThan((old?.getTime() ?? 0) + 60 * 60_000);
});

test("an owner whom somebody has locked holds up no key, and comes again", async () => {
  const uses = new Uses(pool);
  uses.note(known(linus), performance.now());
  const somebody = await pool.connect();
  await somebody.query("BEGIN");
  await somebody.query("SELECT FROM users WHERE id = $1 FOR UPDATE", [linus.ownerId]);
  await uses.flush();
  expect(await lastUsedAt(linus)).not.toBeNull();
  expect(await ownerUse()).toBeNull();
  await somebody.query("COMMIT");
  somebody.release();
  await uses.flush();
  expect(await ownerUse()).not.toBeNull();
});

test("what an owner's use writes is no change that gates have to follow", async () => {
  const uses = new Uses(pool);
  const before = await database().user.findUniqueOrThrow({ where: { id: linus.ownerId } });
  const changes = await database().accessChange.count();
  uses.note(known(linus), performance.now());
  await uses.flush();
  const after = await database().user.findUniqueOrThrow({ where: { id: linus.ownerId } });
  expect(after).toEqual({ ...before, lastKeyUseAt: after.lastKeyUseAt, lastActiveAt: after.lastActiveAt });
  expect(after.lastKeyUseAt).not.toBeNull();
  expect(await database().accessChange.count()).toBe(changes);
});
