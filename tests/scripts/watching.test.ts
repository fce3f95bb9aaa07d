/** A console as an orchestrator and a monitor see it: its probes, its end, its metrics, and a database that comes late. */
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import pg from "pg";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { buildPages } from "@/scripts/build";
import { freePort } from "@/scripts/server/listen";
import { cloneDatabase, dropDatabase, EMPTY_TEMPLATE, freePorts, ownerUrl } from "@/tests/server";
import { type Command, command, start, type Started, until } from "./processes";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 90_000 });

const patience = { timeout: 60_000, interval: 50 };

let databaseUrl = "";
let running: Command | undefined;

beforeAll(async () => {
  await buildPages();
}, 240_000);

afterEach(async () => {
  running?.process.kill("SIGKILL");
  await running?.ended;
  running = undefined;
  await dropDatabase(databaseUrl);
});

async function settings(more: Record<string, string> = {}): Promise<Record<string, string>> {
  databaseUrl = await cloneDatabase(EMPTY_TEMPLATE);
  return { DATABASE_URL: databaseUrl, NEXTAUTH_SECRET: "a".repeat(32), ...more };
}

async function given(more: Record<string, string> = {}): Promise<Started> {
  const started = await start(await settings(more));
  running = started;
  return started;
}

type Told = { readonly status: number; readonly body: unknown };

async function ask(url: string): Promise<Told> {
  const answer = await fetch(url);
  return { status: answer.status, body: await answer.json() };
}

async function onDatabase(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(databaseUrl) });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

describe("the probes", () => {
  it("tell alive from ready: a migration that is missing, and a database that is gone", async () => {
    const { url } = await given();
    const live = { status: 200, body: { status: "ok" } };
    expect(await ask(`${url}/api/health/live`)).toEqual(live);
    expect(await ask(`${url}/api/health/ready`)).toEqual({ status: 200, body: { status: "ok", database: "ok" } });

    await onDatabase("UPDATE _prisma_migrations SET migration_name = 'x' || migration_name");
    const unready = { status: 503, body: { status: "unavailable", database: "behind" } };
    expect(await ask(`${url}/api/health/ready`)).toEqual(unready);

    await dropDatabase(databaseUrl);
    unready.body.database = "unavailable";
    expect(await ask(`${url}/api/health/ready`)).toEqual(unready);
    expect(await ask(`${url}/api/health/live`)).toEqual(live);
    expect((await fetch(`${url}/api/health`)).status).toBe(503);
  });

  it("say that the end is near while everything is still answered, of console and gate", async () => {
    const { url, gateUrl, process: child, ended } = await given({ SHUTDOWN_DELAY_SECONDS: "8" });
    expect(await ask(`${gateUrl}/health/ready`)).toMatchObject({ status: 200 });
    child.kill("SIGTERM");
    const leaving = { status: 503, body: { status: "stopping" } };
    for (const address of [`${url}/api/health/ready`, `${gateUrl}/health/ready`]) {
      await vi.waitFor(async () => expect(await ask(address)).toEqual(leaving), patience);
    }
    const answers = [`${url}/sign-in`, `${url}/api/health/live`, `${gateUrl}/authorize`, `${gateUrl}/health/live`];
    expect(await Promise.all(answers.map(async (address) => (await fetch(address)).status))).toEqual([
      200, 200, 401, 200,
    ]);
    expect(await ended).toMatchObject({ code: 0 });
  });
});

describe("metrics", () => {
  it("count what was asked, by patterns that name nobody, on a port of their own", async () => {
    const metricsPort = await freePort();
    const { url } = await given({ METRICS_PORT: String(metricsPort) });
    const paths = [
      "/sign-in",
      "/manage/users/swordfish",
      "/manage/users/herring",
      "/swordfish",
      "/herring",
      "/metrics",
    ];
    for (const path of paths) await fetch(`${url}${path}`, { redirect: "manual" });
    await fetch(`${url}/scim/v2/Users/swordfish`);
    await fetch(`${url}/sign-in`, { method: "POST", headers: { Origin: "https://evil.example" } });
    const read = async (): Promise<string> => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    await vi.waitFor(
      async () => expect(await read()).toMatch(/requests_total\{route="\/sign-in",method="POST",status="4xx"\} 1\n/),
      patience,
    );
    const text = await read();
    expect(text).not.toMatch(/swordfish|herring/);
    for (const line of [
      'latchkey_console_requests_total{route="/sign-in",method="GET",status="2xx"} 1',
      'latchkey_console_requests_total{route="/manage/users/[username]",method="GET",status="3xx"} 2',
      'latchkey_console_requests_total{route="other",method="GET",status="4xx"} 3',
      'latchkey_console_request_seconds_count{route="/manage/users/[username]"} 2',
      'latchkey_console_scim_calls_total{method="GET",status="4xx"} 1',
      "latchkey_console_database_up 1",
      'latchkey_console_database_connections{state="waiting"} 0',
      "latchkey_gates_listening 1",
      "latchkey_gates_behind_seconds 0",
      "latchkey_jobs_running 0",
      "latchkey_queue_due_seconds 0",
      "latchkey_signals_pending 0",
    ]) {
      expect(text).toContain(`${line}\n`);
    }
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);

    await dropDatabase(databaseUrl);
    const alone = await read();
    expect(alone).toContain("latchkey_console_database_up 0\n");
    expect(alone).not.toMatch(/^latchkey_jobs_running \d/m);
  });

  it("are nowhere unless somebody sets where", async () => {
    const { url, gateUrl } = await given();
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${gateUrl}/metrics`)).status).toBe(200);
  });
});

describe("a database that comes later", () => {
  let door: Server | undefined;
  afterEach(() => door?.close());

  /** Leads to the server of the tests, from a port on which nobody was. */
  async function openDoor(port: number): Promise<void> {
    const { hostname, port: server } = new URL(databaseUrl);
    door = createServer((socket) => {
      const onward = connect(Number(server), hostname);
      for (const end of [socket, onward]) end.on("error", () => undefined);
      socket.pipe(onward).pipe(socket);
    }).listen(port, "127.0.0.1");
    await once(door, "listening");
  }

  it("is waited for where the operator says so, by console and gate", async () => {
    const port = await freePort();
    const environment = await settings({ ...(await freePorts()), DATABASE_WAIT_SECONDS: "90" });
    const late = new URL(databaseUrl);
    late.host = `127.0.0.1:${port}`;
    running = command("start", { ...environment, DATABASE_URL: late.href });
    const { output, process: child } = running;
    await until(() => output().includes("It is waited for, 90 s at most.") || child.exitCode !== null, "waiting");
    await openDoor(port);
    await until(() => output().includes("Latchkey is ready") || child.exitCode !== null, "ready");
    expect(output()).toContain("Gate ready");
    expect((await fetch(`http://localhost:${environment["PORT"]}/api/health/ready`)).status).toBe(200);
  });
});
