/** What the console learns of a gate: that it runs, what it remembers, and how it ends. */
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "@/access/database";
import { prune } from "@/gate/pruning";
import type { Gate } from "@/generated/prisma/client";
import { startGate } from "@/scripts/server/gate-server";
import { asOwner, freshDatabase } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { givenProxy } from "./database-proxy";
import { acknowledged, call, decisionOf, givenGate, givenPool, givenPsql, misses } from "./scene";

vi.setConfig({ testTimeout: 40_000 });

let linus: GivenKey;
let databaseUrl: string;

beforeEach(async () => {
  databaseUrl = await freshDatabase();
  linus = await givenKey();
});

const rowOf = (name: string): Promise<Gate | null> => database().gate.findFirst({ where: { name } });
const patience = { timeout: 15_000 };

function secondsAgo(seconds: number): Date {
  return new Date(Date.now() - seconds * 1_000);
}

async function givenRow(name: string, heardAt: Date, stoppedAt: Date | null = null): Promise<Gate> {
  const times = { startedAt: heardAt, heardAt, stoppedAt };
  return database().gate.create({ data: { id: randomUUID(), name, ...times, startedSnapshot: "1:1:" } });
}

test("a gate says that it is there, how much it remembers, and that it stops", async () => {
  const gate = await givenGate({ name: "edge-1:3001" });
  const begun = await rowOf("edge-1:3001");
  expect(begun).toMatchObject({ cachedKeys: 0, stoppedAt: null });
  await decisionOf(gate, linus.key);
  await expect.poll(async () => (await rowOf("edge-1:3001"))?.cachedKeys, patience).toBe(1);
  const heard = await rowOf("edge-1:3001");
  expect(heard?.heardAt.getTime()).toBeGreaterThan(begun?.heardAt.getTime() ?? Infinity);
  expect(heard?.startedAt).toEqual(begun?.startedAt);
  await gate.stop();
  const stopped = await rowOf("edge-1:3001");
  expect(stopped).toMatchObject({ id: begun?.id, stoppedAt: expect.any(Date) as Date, cachedKeys: 0 });
});

test("a gate takes the place of one of its name that ended without a word, and of no other", async () => {
  await givenRow("edge-1", secondsAgo(40));
  const alive = await givenRow("edge-1", secondsAgo(5));
  const silent = await givenRow("edge-2", secondsAgo(40));
  await givenGate({ name: "edge-1" });
  const rows = await database().gate.findMany({ where: { stoppedAt: { not: null } } });
  expect(rows).toMatchObject([{ name: "edge-1", heardAt: expect.any(Date) as Date }]);
  expect(await database().gate.findUnique({ where: { id: alive.id } })).toEqual(alive);
  expect(await database().gate.findUnique({ where: { id: silent.id } })).toEqual(silent);
});

test("a gate that was killed a moment ago is replaced as soon as it is silent", async () => {
  const killed = await givenRow("edge-1", secondsAgo(26));
  await givenGate({ name: "edge-1" });
  const stoppedAt = async () => (await database().gate.findUnique({ where: { id: killed.id } }))?.stoppedAt;
  expect(await stoppedAt()).toBeNull();
  await expect.poll(stoppedAt, patience).toBeInstanceOf(Date);
});

test("a gate that was removed or taken for gone comes back, and acknowledges again", async () => {
  const gate = await givenGate();
  await database().gate.deleteMany();
  await expect.poll(() => rowOf("gate one"), patience).not.toBeNull();
  await database().gate.updateMany({ data: { stoppedAt: new Date() } });
  await expect.poll(async () => (await rowOf("gate one"))?.stoppedAt, patience).toBeNull();
  await database().plan.updateMany({ data: { active: false } });
  await acknowledged();
  expect(await database().gateAcknowledgement.count()).toBe(1);
  expect(await decisionOf(gate, linus.key)).toBe("plan_inactive");
});

test("whoever holds the gate's row locked holds up no decision, and no reading of the feed", async () => {
  const gate = await givenGate();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  const psql = await givenPsql(databaseUrl);
  await psql.query("BEGIN");
  await psql.query("SELECT FROM gates FOR UPDATE");
  const heard = await rowOf("gate one");
  // Longer than a heartbeat waits.
  await expect
    .poll(() => database().$queryRaw`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`, patience)
    .toHaveLength(1);
  await database().plan.updateMany({ data: { active: false } });
  await expect.poll(() => decisionOf(gate, linus.key), patience).toBe("plan_inactive");
  expect(gate.reports).toEqual([]);
  await psql.query("ROLLBACK");
  await psql.end();
  await acknowledged();
  await expect.poll(async () => (await rowOf("gate one"))?.heardAt, patience).not.toEqual(heard?.heardAt);
});

describe("a gate that is told to stop", () => {
  test("finishes the call that waits for the database, takes no more, and ends", async () => {
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    proxy.holdLookUps();
    const waiting = call(gate, linus.key);
    await expect.poll(proxy.held, patience).toBe(1);
    const stopped = gate.stop();
    await expect(call(gate)).rejects.toThrow("ECONNREFUSED");
    proxy.releaseLookUps();
    expect(await waiting).toMatchObject({ status: 200, decision: "allowed" });
    await stopped;
    expect(await rowOf("gate one")).toMatchObject({ stoppedAt: expect.any(Date) as Date });
  });

  test("ends within bounds also when its database does not answer", async () => {
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    await decisionOf(gate, linus.key);
    proxy.pause();
    const told = performance.now();
    await gate.stop();
    expect(performance.now() - told).toBeLessThan(12_000);
    expect(await rowOf("gate one")).toMatchObject({ stoppedAt: null });
  });
});

describe("a gate that can't start says in one sentence", () => {
  const options = { port: 0, host: "127.0.0.1", name: "gate one", cacheKeys: 10 };

  test("that the database has no tables for it", async () => {
    await asOwner("DROP TABLE access_changes CASCADE");
    await expect(startGate({ ...options, databaseUrl })).rejects.toThrow(
      "The database has no tables for gates yet: npm run db:migrate or npm start makes them.",
    );
  });

  test("that the port is taken, and leaves no row that looks alive", async () => {
    const { port } = await givenGate();
    await expect(startGate({ ...options, databaseUrl, port, name: "gate two" })).rejects.toThrow(
      `Port ${port} is taken: stop what uses it, or choose another one by GATE_PORT=${port + 1}.`,
    );
    expect(await rowOf("gate two")).toMatchObject({ stoppedAt: expect.any(Date) as Date });
  });
});

test("it remembers no more keys than it may, those that were asked for last", async () => {
  const keys = [linus, await givenKey(), await givenKey(), await givenKey()].map(({ key }) => key);
  const gate = await givenGate({ cacheKeys: 3 });
  for (const key of keys) expect(await decisionOf(gate, key)).toBe("allowed");
  expect(await misses(gate)).toBe(4);
  for (const key of keys.slice(1)) await decisionOf(gate, key);
  expect(await misses(gate)).toBe(4);
  await decisionOf(gate, linus.key);
  expect(await misses(gate)).toBe(5);
  const { body } = await call(gate, undefined, { path: "/metrics" });
  expect(body).toContain("\nlatchkey_gate_cached_keys 3\n");
});

async function pruned(): Promise<void> {
  const pool = givenPool(databaseUrl);
  await prune(pool);
  await pool.end();
}

test("counted calls are removed after two days, and who counted them after 90", async () => {
  const { id: keyId } = await givenKey();
  const hour = (hours: number): Date => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000);
  const recent = secondsAgo(47 * 3_600);
  const old = Array.from({ length: 2_500 }, (_, hours) => ({ keyId, hour: hour(hours - 2_500), calls: 1n }));
  await database().keyCalls.createMany({ data: [...old, { keyId, hour: recent, calls: 2n }] });
  const [gone, kept] = [randomUUID(), randomUUID()];
  await database().callCounter.createMany({
    data: [
      { id: gone, batch: 7n, writtenAt: secondsAgo(91 * 86_400) },
      { id: kept, batch: 7n, writtenAt: secondsAgo(89 * 86_400) },
    ],
  });
  await pruned();
  expect((await database().keyCalls.findMany()).map(({ calls }) => calls)).toEqual([2n]);
  expect((await database().callCounter.findMany()).map(({ id }) => id)).toEqual([kept]);
});

test("changes and gates that nobody asks for any more are removed after 90 days, with the acknowledgements", async () => {
  const old = secondsAgo(91 * 86_400);
  const recent = secondsAgo(89 * 86_400);
  const [gone, stopped, running] = [
    await givenRow("gone", old),
    await givenRow("stopped", recent, old),
    await givenRow("running", recent),
  ];
  await database().accessChange.createMany({
    data: Array.from({ length: 2_500 }, () => ({ xact: 1n, kind: "EVERYTHING" as const, at: old })),
  });
  const kept = await database().accessChange.create({ data: { xact: 2n, kind: "EVERYTHING", at: recent } });
  const [{ id: first } = { id: 0n }] = await database().accessChange.findMany({ orderBy: { id: "asc" }, take: 1 });
  for (const changeId of [first, kept.id]) {
    await database().gateAcknowledgement.create({ data: { changeId, gateId: running.id } });
  }
  await pruned();
  expect((await database().accessChange.findMany()).map(({ id }) => id)).toEqual([kept.id]);
  expect((await database().gateAcknowledgement.findMany()).map(({ changeId }) => changeId)).toEqual([kept.id]);
  expect((await database().gate.findMany()).map(({ id }) => id)).toEqual([running.id]);
  expect([gone, stopped]).toHaveLength(2);
});
