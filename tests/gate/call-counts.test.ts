/** How often keys were let pass: counted by key and hour, each call once. */
import type pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { CallCounts } from "@/gate/call-counts";
import { freshDatabase, untilWaiting } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenProxy } from "./database-proxy";
import { acknowledged, decisionOf, givenGate, givenPool } from "./scene";

let databaseUrl: string;
let pool: pg.Pool;
let linus: GivenKey;
let other: GivenKey;

beforeEach(async () => {
  databaseUrl = await freshDatabase();
  pool = givenPool(databaseUrl);
  linus = await givenKey();
  other = await givenKey();
});

afterEach(() => pool.end());

/** How many calls of a key are on record, whatever the hour. */
async function callsOf({ id }: GivenKey): Promise<number> {
  const found = await database().keyCalls.findMany({ where: { keyId: id } });
  return found.reduce((sum, { calls }) => sum + Number(calls), 0);
}

async function counted(key: GivenKey, calls: number, from = pool): Promise<CallCounts> {
  const counts = new CallCounts(from);
  counts.add(key.id, calls);
  await counts.flush();
  return counts;
}

test("two gates add up, by the hour, and what was refused does not count", async () => {
  const refused = await givenKey({ status: "DISABLED" });
  // One of them remembers one key only: what is pushed out of its memory has been counted all the same.
  const gates = [await givenGate({ name: "one", cacheKeys: 1 }), await givenGate({ name: "two" })];
  for (const gate of gates) {
    for (const { key } of [linus, other, linus, refused, linus]) await decisionOf(gate, key);
  }
  for (const gate of gates) await gate.stop();
  expect([await callsOf(linus), await callsOf(other), await callsOf(refused)]).toEqual([6, 2, 0]);
  for (const { hour } of await database().keyCalls.findMany()) {
    expect(hour.getTime() % 3_600_000).toBe(0);
    expect(Date.now() - hour.getTime()).toBeLessThan(3_600_000 + 60_000);
  }
});

test("a key that a change made a gate look up anew goes on counting", async () => {
  const gate = await givenGate();
  await decisionOf(gate, linus.key);
  await database().packageKey.update({ where: { id: linus.id }, data: { status: "DISABLED" } });
  await database().packageKey.update({ where: { id: linus.id }, data: { status: "ENABLED" } });
  await acknowledged();
  await decisionOf(gate, linus.key);
  await gate.stop();
  expect(await callsOf(linus)).toBe(2);
});

test("a batch whose answer got lost is sent again and counts once", async () => {
  const proxy = await givenProxy(databaseUrl);
  const unlucky = givenPool(proxy.url);
  proxy.loseAnswerTo("INSERT INTO key_calls");
  const counts = await counted(linus, 5, unlucky);
  await vi.waitFor(async () => expect(await callsOf(linus)).toBe(5));
  expect(counts.isWaiting).toBe(true);
  counts.add(linus.id, 2);
  counts.add(other.id, 1);
  await counts.flush();
  expect(counts.isWaiting).toBe(false);
  expect([await callsOf(linus), await callsOf(other)]).toEqual([7, 1]);
  await unlucky.end();
});

test("a batch that comes late, when later ones are on record, counts no more", async () => {
  const sent: unknown[][] = [];
  const recorder = {
    query: (text: string, values: unknown[]) => {
      sent.push([text, values]);
      return pool.query(text, values);
    },
  } as unknown as pg.Pool;
  const counts = await counted(linus, 5, recorder);
  counts.add(linus.id, 2);
  await counts.flush();
  const [[text, values] = []] = sent;
  await pool.query(text as string, values as unknown[]);
  expect(await callsOf(linus)).toBe(7);
});

test("a second attempt while the first is under way waits for it and adds nothing", async () => {
  const counts = await counted(linus, 1);
  const somebody = await pool.connect();
  await somebody.query("BEGIN");
  await somebody.query("SELECT FROM key_calls FOR UPDATE");
  const sent: [string, unknown[]][] = [];
  const twice = {
    query: (text: string, values: unknown[]) => {
      sent.push([text, values]);
      return Promise.all([pool.query(text, values), pool.query(text, values)]);
    },
  } as unknown as pg.Pool;
  const flushed = counted(linus, 5, twice);
  await untilWaiting(2);
  await somebody.query("COMMIT");
  somebody.release();
  await flushed;
  expect(sent).toHaveLength(1);
  expect(counts.isWaiting).toBe(false);
  expect(await callsOf(linus)).toBe(6);
});

test("waits for a database that is away, without end and without loss", async () => {
  const proxy = await givenProxy(databaseUrl);
  const unlucky = givenPool(proxy.url);
  proxy.cut();
  const counts = await counted(linus, 5, unlucky);
  counts.add(linus.id, 3);
  await counts.flush();
  expect(await callsOf(linus)).toBe(0);
  proxy.mend();
  await counts.flush();
  expect(await callsOf(linus)).toBe(8);
  await unlucky.end();
});

test("counts while somebody holds the key, its owner and its plan", async () => {
  const somebody = await pool.connect();
  await somebody.query("BEGIN");
  await somebody.query("SELECT FROM package_keys, applications, users, plans FOR UPDATE");
  await counted(linus, 5);
  expect(await callsOf(linus)).toBe(5);
  await somebody.query("ROLLBACK");
  somebody.release();
});

test("has room for two hundred thousand keys, and what it takes is written in batches", async () => {
  const counts = new CallCounts(pool);
  const ids = Array.from(
    { length: 200_001 },
    (_, number) => `00000000-0000-4000-8000-${`${number}`.padStart(12, "0")}`,
  );
  const [first = "", ...rest] = ids;
  for (const id of ids.slice(0, 12_000)) expect(counts.add(id, 1)).toBe(true);
  await counts.flush();
  expect(await database().keyCalls.count()).toBe(12_000);
  const taken = rest.map((id) => counts.add(id, 1));
  expect(taken).not.toContain(false);
  expect(counts.add(first, 1)).toBe(false);
  expect(counts.add(rest[0] ?? "", 1)).toBe(true);
});
