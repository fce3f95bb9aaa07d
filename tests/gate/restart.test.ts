/** A gate whose database server is started anew, in order or not, while callers keep asking. */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { database, disconnect } from "@/access/database";
import { migrateDatabase } from "@/scripts/postgres/migrations";
import { type RunningPostgres, startPostgres } from "@/scripts/postgres/postgres";
import { givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { type DatabaseProxy, givenProxy } from "./database-proxy";
import { acknowledged, call, decisionOf, givenGate, misses, type Scene } from "./scene";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 });

let folder: string;
let postgres: RunningPostgres;
let proxy: DatabaseProxy;
let gate: Scene;
let linus: GivenKey;
let wei: GivenKey;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-restart-"));
  // As root, PostgreSQL runs as another user, who has to pass through this folder.
  chmodSync(folder, 0o711);
  await startServer();
  await migrateDatabase(postgres);
  linus = await givenKey();
  wei = await givenKey({ owner: await givenPerson({ username: "wei" }) });
  proxy = await givenProxy(postgres.url);
  gate = await givenGate({ databaseUrl: proxy.url });
  for (const { key } of [linus, wei]) expect(await decisionOf(gate, key)).toBe("allowed");
});

afterEach(async () => {
  await disconnect();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function startServer(): Promise<void> {
  postgres = await startPostgres(folder);
  process.env["DATABASE_URL"] = postgres.url;
}

async function stopServer(): Promise<void> {
  await disconnect();
  await postgres.stop();
}

type Heard = { key: string; decision: string | undefined; asked: number; answered: number };

/** Callers who ask for these keys again and again, until they are told to stop. */
function givenCallers(keys: string[]): { stop: () => Promise<Heard[]> } {
  const heard: Heard[] = [];
  let isOver = false;
  async function keepAsking(key: string): Promise<void> {
    while (!isOver) {
      const asked = performance.now();
      const { decision } = await call(gate, key);
      heard.push({ key, decision, asked, answered: performance.now() });
      await delay(2);
    }
  }
  const callers = keys.flatMap((key) => [keepAsking(key), keepAsking(key)]);
  const stop = async (): Promise<Heard[]> => {
    isOver = true;
    await Promise.all(callers);
    return heard;
  };
  return { stop };
}

test("a restart under load lets nobody pass wrongly, and is over within five seconds", async () => {
  const callers = givenCallers([linus.key, wei.key]);
  await stopServer();
  await startServer();
  // Nobody follows yet: the gate still looks for the server where it was.
  await database().user.update({ where: { usernameKey: "linus" }, data: { status: "DISABLED" } });
  const disabled = performance.now();
  proxy.leadTo(postgres.url);
  await expect.poll(() => decisionOf(gate, linus.key), { timeout: 10_000, interval: 20 }).toBe("user_disabled");
  await expect.poll(isFollowing, { timeout: 10_000, interval: 20 }).toBe(true);
  const recovered = performance.now();
  await acknowledged();
  const inForce = performance.now();
  await expect.poll(() => decisionOf(gate, wei.key), { timeout: 10_000 }).toBe("allowed");
  const heard = await callers.stop();
  expect(recovered - disabled).toBeLessThan(5_000);
  const wrong = heard.filter(({ key, decision }) => key === linus.key && decision === "allowed");
  expect(wrong.filter(({ asked }) => asked > inForce)).toEqual([]);
  expect(wrong.filter(({ answered }) => answered - disabled > 5_000)).toEqual([]);
  const decisions = new Set(heard.map(({ decision }) => decision));
  expect([...decisions].filter((one) => !["allowed", "user_disabled", "unavailable"].includes(one ?? ""))).toEqual([]);
});

async function isFollowing(): Promise<boolean> {
  const { body } = await call(gate, undefined, { path: "/health" });
  return body.includes('"listening":true');
}

test("after a crash of the server, which may have lost what was seen already, nothing remembered counts", async () => {
  const before = await misses(gate);
  const [crashing] = await database().$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
  process.kill(crashing.pid, "SIGKILL");
  await disconnect();
  // What was lost comes without any change: as if linus had never been enabled.
  await expect.poll(disableSilently, { timeout: 20_000 }).toBe(true);
  await expect.poll(() => decisionOf(gate, linus.key), { timeout: 10_000 }).toBe("user_disabled");
  expect(await decisionOf(gate, wei.key)).toBe("allowed");
  expect(await misses(gate)).toBeGreaterThanOrEqual(before + 2);
  expect(await database().accessChange.count()).toBe(0);
});

async function disableSilently(): Promise<boolean> {
  try {
    const client = new pg.Client({ connectionString: postgres.ownerUrl });
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query(`
        ALTER TABLE users DISABLE TRIGGER users_announce_update;
        UPDATE users SET status = 'DISABLED' WHERE username = 'linus';
        ALTER TABLE users ENABLE ALWAYS TRIGGER users_announce_update`);
    } finally {
      await client.end();
    }
    return true;
  } catch {
    return false;
  }
}
