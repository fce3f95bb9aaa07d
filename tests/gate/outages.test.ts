/** What a gate answers while it can't reach its database, or only in part, and how it comes back. */
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { database, disconnect } from "@/access/database";
import { asOwner, freshDatabase, givenPerson } from "@/tests/database";
import { type GivenKey, givenKey } from "@/tests/keys";
import { command, until } from "@/tests/scripts/processes";
import { cloneDatabase, dropDatabase, freePorts, onServer, ownerUrl } from "@/tests/server";
import { type DatabaseProxy, givenProxy } from "./database-proxy";
import { acknowledged, call, decisionOf, givenGate, misses, type Scene } from "./scene";

vi.setConfig({ testTimeout: 60_000 });

let databaseUrl: string;
let linus: GivenKey;
let wei: GivenKey;

beforeEach(async () => {
  databaseUrl = await freshDatabase();
  linus = await givenKey();
  wei = await givenKey({ owner: await givenPerson({ username: "wei" }) });
});

async function setStatus(username: string, status: "ENABLED" | "DISABLED"): Promise<void> {
  await database().user.update({ where: { usernameKey: username }, data: { status } });
}

const health = async (gate: Scene) => {
  const { status, body } = await call(gate, undefined, { path: "/health" });
  return { ...(JSON.parse(body) as object), status };
};
const patience = { timeout: 10_000 };
const well = { status: 200, database: "ok", listening: true };

describe("a gate that has lost the connection over which it follows", () => {
  test("comes back, applies what was changed meanwhile, and keeps what was not", async () => {
    const gate = await givenGate();
    for (const { key } of [linus, wei]) expect(await decisionOf(gate, key)).toBe("allowed");
    await terminateConnections();
    await setStatus("linus", "DISABLED");
    await acknowledged();
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    expect(await decisionOf(gate, wei.key)).toBe("allowed");
    expect(await misses(gate)).toBe(3);
    expect(gate.reports[0]).toMatch(/^The database is not followed any more, keys are looked up one by one: /);
    await expect.poll(() => gate.reports[1], patience).toMatch(/^✓ The database is followed again, after \d+\.\d s\.$/);
    // Listening is set up anew as well.
    await setStatus("linus", "ENABLED");
    await acknowledged();
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
  });

  test("answers from the database in the meantime, always by its present state, and remembers nothing", async () => {
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    // Only look-ups come through.
    proxy.refuseListening();
    await terminateConnections();
    await expect.poll(() => health(gate), patience).toMatchObject({ status: 200, database: "ok", listening: false });
    const asked = await misses(gate);
    for (const status of ["DISABLED", "ENABLED", "DISABLED"] as const) {
      await setStatus("linus", status);
      expect(await decisionOf(gate, linus.key)).toBe(status === "ENABLED" ? "allowed" : "user_disabled");
    }
    expect(await misses(gate)).toBe(asked + 3);
    proxy.mend();
    await expect.poll(() => health(gate), patience).toMatchObject(well);
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
  });
});

async function terminateConnections(): Promise<void> {
  await database().$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'latchkey gate'`;
}

describe("a gate whose database", () => {
  test.each([
    ["does not answer any more", (proxy: DatabaseProxy) => proxy.pause()],
    ["can't be reached any more", (proxy: DatabaseProxy) => proxy.cut()],
  ])("%s lets nobody pass after five seconds, and comes back with what holds then", async (_, fail) => {
    const proxy = await givenProxy(databaseUrl);
    const gate = await givenGate({ databaseUrl: proxy.url });
    for (const { key } of [linus, wei]) expect(await decisionOf(gate, key)).toBe("allowed");
    const failed = performance.now();
    fail(proxy);
    await setStatus("linus", "DISABLED");
    const answers = await askForSevenSeconds(gate, linus.key);
    const allowed = answers.filter(({ decision }) => decision === "allowed");
    // What it remembers counts for a while, since a gap of a moment must not stop the API.
    expect(allowed.length).toBeGreaterThan(0);
    expect(Math.max(...allowed.map(({ at }) => at)) - failed).toBeLessThan(5_000);
    const last = answers.at(-1);
    expect(last).toMatchObject({ decision: "unavailable", status: 503 });
    expect(last?.headers["retry-after"]).toBe("1");
    expect(await health(gate)).toMatchObject({ status: 503, database: "unavailable", listening: false });
    proxy.resume();
    proxy.mend();
    await expect.poll(() => health(gate), { timeout: 5_000 }).toMatchObject(well);
    expect(await decisionOf(gate, linus.key)).toBe("user_disabled");
    expect(await decisionOf(gate, wei.key)).toBe("allowed");
  });
});

type Asked = Awaited<ReturnType<typeof call>> & { at: number };

async function askForSevenSeconds(gate: Scene, key: string): Promise<Asked[]> {
  const asked: Promise<Asked>[] = [];
  const end = performance.now() + 7_000;
  while (performance.now() < end) {
    asked.push(call(gate, key).then((answer) => ({ ...answer, at: performance.now() })));
    await delay(50);
  }
  return Promise.all(asked);
}

test("a key that can't be one is refused without the database", async () => {
  const proxy = await givenProxy(databaseUrl);
  const gate = await givenGate({ databaseUrl: proxy.url });
  proxy.cut();
  await expect.poll(() => health(gate), patience).toMatchObject({ listening: false });
  const mistyped = linus.key.slice(0, -1) + (linus.key.endsWith("0") ? "1" : "0");
  expect(await decisionOf(gate, mistyped)).toBe("unknown_key");
  expect(await decisionOf(gate, "secret")).toBe("unknown_key");
  expect((await call(gate)).decision).toBe("no_key");
  expect(await decisionOf(gate, linus.key)).toBe("unavailable");
});

test("a gate that was stopped like a sleeping machine does not answer by what it knew before", async () => {
  const { GATE_PORT } = await freePorts();
  const gate = command("gate", { DATABASE_URL: databaseUrl, GATE_PORT });
  try {
    await until(() => gate.output().includes("Gate ready"), "the gate is ready");
    const place = { port: Number(GATE_PORT) };
    expect(await decisionOf(place, linus.key)).toBe("allowed");
    expect(await decisionOf(place, linus.key)).toBe("allowed");
    gate.process.kill("SIGSTOP");
    await setStatus("linus", "DISABLED");
    const answer = decisionOf(place, linus.key);
    // Longer than anything it knew may be answered.
    await delay(3_500);
    gate.process.kill("SIGCONT");
    expect(["user_disabled", "unavailable"]).toContain(await answer);
    await expect.poll(() => decisionOf(place, linus.key), patience).toBe("user_disabled");
  } finally {
    gate.process.kill("SIGCONT");
    gate.process.kill("SIGTERM");
  }
  expect(await gate.ended).toMatchObject({ code: 0 });
});

describe("another database in the place of the first", () => {
  let away: string;

  beforeEach(async () => {
    away = await cloneDatabase("template0");
    await dropDatabase(away);
  });

  afterEach(() => dropDatabase(away));

  test("is not taken for the same: what was remembered is forgotten", async () => {
    const gate = await givenGate();
    expect(await decisionOf(gate, linus.key)).toBe("allowed");
    await swapDatabases();
    await expect.poll(() => decisionOf(gate, linus.key), patience).toBe("user_disabled");
  });

  /** A copy takes the name, as after a restored backup: linus is disabled in it, and nothing there tells. */
  async function swapDatabases(): Promise<void> {
    const [name, other] = [databaseUrl, away].map((url) => new URL(url).pathname.slice(1));
    await disconnect();
    await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
    await onServer(`ALTER DATABASE ${name} RENAME TO ${other}`);
    await onServer(`CREATE DATABASE ${name} TEMPLATE ${other} ALLOW_CONNECTIONS false`);
    await onServer(`ALTER DATABASE ${other} ALLOW_CONNECTIONS true`);
    await onServer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    const psql = new pg.Client({ connectionString: ownerUrl(databaseUrl) });
    await psql.connect();
    await psql.query("ALTER TABLE users DISABLE TRIGGER users_announce_update");
    await psql.query("UPDATE users SET status = 'DISABLED' WHERE username = 'linus'");
    await psql.end();
  }
});

test("a copy of the database that only reads, and may lag behind, is no database to decide by", async () => {
  const gate = await givenGate();
  expect(await decisionOf(gate, linus.key)).toBe("allowed");
  // A standby of its own would take minutes: here the database says of itself what a standby says.
  const name = new URL(databaseUrl).pathname.slice(1);
  await onServer(`ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await asOwner("CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true'");
  await onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
  await disconnect();
  await expect.poll(() => decisionOf(gate, wei.key), patience).toBe("unavailable");
  await setStatus("linus", "DISABLED");
  await expect.poll(() => decisionOf(gate, linus.key), patience).not.toBe("allowed");
});
