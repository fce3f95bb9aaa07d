/** `npm run gate` as an operator sees it: a process, exit codes and sentences. */
import { createServer } from "node:http";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { cloneDatabase, dropDatabase, EMPTY_TEMPLATE, freePorts } from "@/tests/server";
import { type Command, command, removeHome, temporaryHome, until } from "./processes";

const sentence = /^✗ [^\n]+[.!]\n$/;

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 });

let databaseUrl: string;
let running: Command | undefined;

beforeAll(async () => {
  databaseUrl = await cloneDatabase(EMPTY_TEMPLATE);
});

afterEach(async () => {
  running?.process.kill("SIGKILL");
  await running?.ended;
  running = undefined;
});

afterAll(() => dropDatabase(databaseUrl));

async function given(): Promise<Command & { port: string }> {
  const { GATE_PORT: port } = await freePorts();
  const started = command("gate", { DATABASE_URL: databaseUrl, GATE_PORT: port, GATE_NAME: `edge ${port}` });
  running = started;
  await until(() => started.output().includes("Gate ready") || started.process.exitCode !== null, "ready");
  return { ...started, port };
}

async function rowOf(name: string): Promise<Record<string, unknown> | undefined> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>("SELECT * FROM gates WHERE name = $1", [name])).rows[0];
  } finally {
    await client.end();
  }
}

describe("npm run gate", () => {
  it.each(["127.0.0.1", "localhost"])("answers at %s", async (host) => {
    const { port, output } = await given();
    expect(output()).toBe(`Gate ready: http://localhost:${port}/authorize\nCtrl-C stops it.\n`);
    const answer = await fetch(`http://${host}:${port}/authorize`);
    expect(answer.status).toBe(401);
  });

  it.each(["SIGTERM", "SIGINT"] as const)("stops in order on %s, with exit code 0", async (signal) => {
    const { process: gate, ended, port } = await given();
    expect(await rowOf(`edge ${port}`)).toMatchObject({ stopped_at: null });
    gate.kill(signal);
    expect(await ended).toMatchObject({ code: 0 });
    expect(await rowOf(`edge ${port}`)).toMatchObject({ stopped_at: expect.any(Date) as Date });
  });

  it("goes on without its database, tells so once, and that it is back", async () => {
    const { output, port } = await given();
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'latchkey gate'`);
    await client.end();
    await until(() => output().includes("is followed again"), "the gate is back");
    expect(output()).toMatch(
      /\nThe database is not followed any more, [^\n]+\n✓ The database is followed again, [^\n]+\n$/,
    );
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  });
});

describe("npm run gate says in one sentence, with exit code 1,", () => {
  it("that its port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await until(() => other.listening, "the port is taken");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { code, output } = await command("gate", { DATABASE_URL: databaseUrl, GATE_PORT: String(port) }).ended;
    other.close();
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain(
      `Port ${port} is taken: stop what uses it, or choose another one by GATE_PORT=${port + 1}.`,
    );
  });

  it("that a database has no tables for it, and makes none", async () => {
    const empty = await cloneDatabase("template0");
    const { code, output } = await command("gate", { ...(await freePorts()), DATABASE_URL: empty }).ended;
    await dropDatabase(empty);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain("The database has no tables for gates yet: npm run db:migrate");
  });

  it("that there is no database, and starts none", async () => {
    const home = temporaryHome();
    const { code, output } = await command("gate", { ...(await freePorts()), LATCHKEY_HOME: home }).ended;
    removeHome(home);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain(`No database runs on ${home}: run npm start first, or set DATABASE_URL.`);
  });

  it.each([
    [
      "its database can't be reached",
      { DATABASE_URL: "postgresql://latchkey:swordfish@127.0.0.1:1/latchkey" },
      "can't be used",
    ],
    ["a setting is wrong", { GATE_CACHE_KEYS: "many" }, "GATE_CACHE_KEYS must be"],
  ])("that %s", async (_, wrong: Record<string, string>, words) => {
    const { code, output } = await command("gate", { ...(await freePorts()), DATABASE_URL: databaseUrl, ...wrong })
      .ended;
    expect({ code, output }).toEqual({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain(words);
    expect(output).not.toContain("swordfish");
  });
});
