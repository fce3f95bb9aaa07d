/** `npm start` and its companions as an operator sees them: processes, exit codes and sentences. */
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import pg from "pg";
import { buildPages } from "@/scripts/build";
import { addressName } from "@/scripts/postgres";
import { cloneDatabase, dropDatabase, freePorts } from "@/tests/server";
import {
  command,
  databaseProcesses,
  gatesOf,
  isRunning,
  processesOf,
  removeHome,
  start,
  type Started,
  temporaryHome,
  until,
} from "./processes";

const home = temporaryHome();
const settings = { LATCHKEY_HOME: home };
const sentence = /^✗ [^\n]+[.!]\n$/;

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let running: Started | undefined;

beforeAll(async () => {
  await buildPages();
}, 240_000);

afterEach(async () => {
  running?.process.kill("SIGKILL");
  await running?.ended;
  running = undefined;
  await until(() => processesOf(home).length === 0, "nothing is left over");
});

afterAll(() => removeHome(home));

async function given(): Promise<Started> {
  running = await start(settings);
  return running;
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: readFileSync(join(home, addressName), "utf8").trim() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** These tests follow each other on one home, as the starts of one installation do. */
describe("npm start", () => {
  it("makes a database with sample people, says how to sign in, and answers", async () => {
    const { url, output } = await given();
    expect(output()).toMatch(/✓ Database ready \(PostgreSQL 18[\d.]*, embedded\) +\d+\.\d s/);
    expect(output()).toMatch(/✓ Sample data loaded \(\d+ users\)/);
    expect(output()).toContain(`Latchkey is ready: ${url}`);
    expect(output()).toMatch(/ada or grace.*password: (\w{4}-){4}\w{4}\n/);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });

  it("starts a gate beside the pages and says where it answers", async () => {
    const { gateUrl, output } = await given();
    expect(output()).toContain(`Gate ready: ${gateUrl}/authorize`);
    expect((await fetch(`${gateUrl}/authorize`)).headers.get("X-Access-Decision")).toBe("no_key");
    expect(await (await fetch(`${gateUrl}/health`)).json()).toMatchObject({ status: "ok", listening: true });
    const row = `SELECT stopped_at FROM gates WHERE name LIKE '%:${new URL(gateUrl).port}'`;
    expect(await query(row)).toEqual([{ stopped_at: null }]);
  });

  it("sends security events, and publishes the keys by which they are verified", async () => {
    const { url } = await given();
    let hear: (token: string) => void = () => undefined;
    const heard = new Promise<string>((resolve) => (hear = resolve));
    const receiver = createServer((request, response) => {
      void text(request).then(hear);
      response.writeHead(202).end();
    }).listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const { port } = receiver.address() as AddressInfo;
    await query(`
      WITH receiver AS (
        INSERT INTO signal_receivers (label, endpoint, audience, created_by)
        VALUES ('Portal', 'http://127.0.0.1:${port}/', 'urn:example:portal', 'ada') RETURNING id)
      INSERT INTO signal_events (receiver_id, kind, payload)
      SELECT id, 'VERIFICATION', '{"txn": "the-change", "about": null}' FROM receiver`);
    const keys = createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`));
    const expected = { issuer: url, audience: "urn:example:portal", typ: "secevent+jwt", algorithms: ["RS256"] };
    const { payload } = await jwtVerify(await heard, keys, expected);
    expect(payload).toMatchObject({ txn: "the-change", sub_id: { format: "opaque" } });
    await vi.waitFor(async () => {
      const settled = await query("SELECT status, attempts FROM signal_events");
      expect(settled).toEqual([{ status: "DELIVERED", attempts: 1 }]);
    }, 10_000);
    receiver.close();
  });

  it("starts its gate again when that ends by itself", async () => {
    const { process: child, gateUrl, output } = await given();
    const [gate = 0] = gatesOf(child);
    process.kill(gate, "SIGKILL");
    await vi.waitFor(async () => expect((await fetch(`${gateUrl}/health`)).status).toBe(200), { timeout: 20_000 });
    const gates = gatesOf(child);
    expect(gates).toHaveLength(1);
    expect(gates).not.toContain(gate);
    expect(output()).toContain("✗ The gate ended by itself and is started again in 0.5 s.");
  });

  it("keeps secrets from other users of the machine", () => {
    for (const name of ["postgres-password", "session-secret"]) {
      expect(statSync(join(home, name)).mode & 0o777, name).toBe(0o600);
    }
  });

  // Other tests that run at the same moment may take the processor away, so the time may be taken again.
  it("keeps the data and is up in under five seconds the second time", { retry: 2 }, async () => {
    const before = Date.now();
    const { output } = await given();
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(output()).not.toContain("Sample data");
    expect(output()).toContain("password of the first start");
    expect(await query("SELECT username FROM users WHERE username = 'ada'")).toHaveLength(1);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "stops everything within five seconds on %s, with exit code 0",
    async (signal) => {
      const { process: child, ended } = await given();
      const { server, guard } = databaseProcesses(home);
      const [gate = 0] = gatesOf(child);
      for (const pid of [server, guard, gate]) expect(pid).toBeGreaterThan(0);
      const before = Date.now();
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0 });
      expect(processesOf(home)).toEqual([]);
      expect(isRunning(gate)).toBe(false);
      expect(Date.now() - before).toBeLessThan(5_000);
      expect(existsSync(join(home, addressName))).toBe(false);
    },
  );

  it("stops everything also when a service manager tells npm alone", async () => {
    const { process: npm, ended, gateUrl } = await start(settings, "npm");
    expect(databaseProcesses(home).server).toBeGreaterThan(0);
    npm.kill("SIGTERM");
    await ended;
    await until(() => processesOf(home).length === 0, "nothing is left over");
    await expect(fetch(gateUrl)).rejects.toThrow("fetch failed");
  });

  it("is refused a second time on the same data, which the first goes on serving", async () => {
    const { url } = await given();
    const second = await command("start", { ...settings, ...(await freePorts()) }).ended;
    expect(second.code).toBe(1);
    expect(second.output).toMatch(sentence);
    expect(second.output).toContain(`already running on ${home}`);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });

  it("takes its database and its gate along when it is killed", async () => {
    const { process: child } = await given();
    const [gate = 0] = gatesOf(child);
    child.kill("SIGKILL");
    await until(() => !isRunning(gate), "the gate has ended");
    await until(() => processesOf(home).length === 0, "the guard has stopped the database and gone");
    expect(readFileSync(join(home, "postgres.log"), "utf8")).toContain("database system is shut down");
  });

  it("recovers with every confirmed change after all of its processes were killed", async () => {
    const { process: child } = await given();
    await query("UPDATE users SET company = 'Confirmed' WHERE username = 'ada'");
    const { server, guard } = databaseProcesses(home);
    for (const pid of [guard, server, child.pid]) process.kill(pid ?? 0, "SIGKILL");
    await until(() => processesOf(home).length === 0, "all are dead");
    await given();
    expect(await query("SELECT company FROM users WHERE username = 'ada'")).toEqual([{ company: "Confirmed" }]);
  });

  it("replaces a database server that a killed start left behind", async () => {
    const { process: child } = await given();
    const { server, guard } = databaseProcesses(home);
    for (const pid of [guard, child.pid]) process.kill(pid ?? 0, "SIGKILL");
    await running?.ended;
    expect(databaseProcesses(home)).toEqual({ server, guard: undefined });
    await given();
    expect(databaseProcesses(home).server).not.toBe(server);
    expect(processesOf(home).filter((pid) => pid === server)).toEqual([]);
  });

  it("is not misled by the note of a dead server whose number another process has now", async () => {
    const note = [process.pid, join(home, "postgres"), 0, 5432, "", "127.0.0.1", "", "ready"].join("\n");
    writeFileSync(join(home, "postgres", "postmaster.pid"), note);
    const { url } = await given();
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });
});

describe("npm start says in one sentence, with exit code 1,", () => {
  it.each(["PORT", "GATE_PORT"])("that the port of %s is taken", async (setting) => {
    const other = createServer().listen(0, "127.0.0.1");
    await until(() => other.listening, "the port is taken");
    const address = other.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const { code, output } = await command("start", { ...settings, ...(await freePorts()), [setting]: String(port) })
      .ended;
    other.close();
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain(`Port ${port} is taken`);
    expect(output).toContain(`by ${setting}=`);
  });

  it("that console and gate want the same port", async () => {
    const { PORT } = await freePorts();
    const { code, output } = await command("start", { ...settings, PORT, GATE_PORT: PORT }).ended;
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain(`PORT and GATE_PORT are both ${PORT}`);
  });

  it.each([
    ["its folder can't be written", { LATCHKEY_HOME: "/dev/null/latchkey" }, "/dev/null/latchkey can't be written"],
    ["a setting is wrong", { PORT: "three thousand" }, "PORT must be"],
    [
      "the database can't be reached",
      { DATABASE_URL: "postgresql://latchkey:swordfish@127.0.0.1:1/latchkey", NEXTAUTH_SECRET: "a".repeat(32) },
      "DATABASE_URL (127.0.0.1:1/latchkey) can't be used",
    ],
  ])("that %s", async (_, wrong: Record<string, string>, words) => {
    const { code, output } = await command("start", { ...settings, ...(await freePorts()), ...wrong }).ended;
    expect({ code, output }).toMatchObject({ code: 1, output: expect.stringMatching(sentence) as string });
    expect(output).toContain(words);
    expect(output).not.toContain("swordfish");
  });
});

describe("against a server of the operator's own", () => {
  let external: { DATABASE_URL: string; NEXTAUTH_SECRET: string };

  beforeAll(async () => {
    external = { DATABASE_URL: await cloneDatabase("template0"), NEXTAUTH_SECRET: "a".repeat(32) };
  });

  afterAll(() => dropDatabase(external.DATABASE_URL));

  it("db:migrate says what it applied, once, and needs no secret", async () => {
    const { DATABASE_URL } = external;
    expect(await command("db-migrate", { DATABASE_URL }).ended).toMatchObject({ code: 0 });
    const again = await command("db-migrate", { DATABASE_URL }).ended;
    expect(again).toEqual({ code: 0, output: "The database is up to date.\n" });
  });

  it("npm start puts no sample people in, says so, and makes no folder", async () => {
    const elsewhere = temporaryHome();
    const { output } = (running = await start({ ...external, LATCHKEY_HOME: elsewhere }));
    expect(output()).toContain("by DATABASE_URL");
    expect(output()).toContain("Nobody can sign in as an administrator yet: npm run admin:create");
    expect(existsSync(elsewhere)).toBe(false);
    removeHome(elsewhere);
  });

  it("admin:create makes an administrator with a password of its own", async () => {
    const { code, output } = await command("admin-create", external, "--username", "zoë", "--email", "z@example.com")
      .ended;
    expect(code).toBe(0);
    expect(output).toMatch(/✓ zoë was created as an administrator\.\nPassword: (\w{4}-){4}\w{4}\n/);
  });
});

describe("npm run admin:create", () => {
  const ada = ["--username", "ada", "--email", "ada@example.com"];

  it("works beside a running console, with a password from elsewhere, and is audited", async () => {
    await given();
    await query("UPDATE users SET status = 'DISABLED' WHERE username = 'ada'");
    const making = command("admin-create", settings, ...ada, "--password-stdin");
    making.process.stdin?.end("correct horse battery staple\n");
    expect(await making.ended).toEqual({ code: 0, output: "✓ ada is an enabled administrator again.\n" });
    const entries = await query("SELECT event, source FROM audit_entries WHERE source = 'COMMAND_LINE' ORDER BY id");
    expect(entries).toContainEqual({ event: "user.enabled", source: "COMMAND_LINE" });
  });

  it("starts the embedded database by itself when no console runs, and stops it again", async () => {
    const { code, output } = await command("admin-create", settings, ...ada).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^Password: /m);
    expect(processesOf(home)).toEqual([]);
  });

  it.each([
    ["a missing name", ["--email", "a@example.com"], "Enter a username."],
    ["a missing address", ["--username", "ada"], "Enter an email address."],
    ["an address that is none", ["--username", "ada", "--email", "ada"], "email address"],
    ["an unknown option", [...ada, "--role", "king"], "--role"],
    ["a user of the platform", ["--username", "pat", "--email", "pat@example.com"], "managed by the platform"],
  ])("refuses %s in one sentence", async (_, parameters, words) => {
    const { code, output } = await command("admin-create", settings, ...parameters).ended;
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).toContain(words);
  });

  it("refuses a password that is too short", async () => {
    const making = command("admin-create", settings, ...ada, "--password-stdin");
    making.process.stdin?.end("short\n");
    expect(await making.ended).toMatchObject({ code: 1, output: expect.stringMatching(sentence) as string });
  });

  it("explains itself", async () => {
    const { code, output } = await command("admin-create", settings, "--help").ended;
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("--password-stdin") as string });
  });
});
