/** `npm start` as an operator sees it: what it makes, what it says, and why it does not. */
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { cloneDatabase, dropDatabase, freePorts, ownerUrl } from "@/tests/server";
import { givenInstallation, sentence } from "./installation";
import { command, gatesOf, removeHome, temporaryHome, until } from "./processes";

const { home, settings, given, query } = givenInstallation();

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
    const { url } = await given({ ...settings, RECEIVERS_ON_LOOPBACK: "allowed" });
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

  it("keeps the data the second time", async () => {
    const { output } = await given();
    expect(output()).not.toContain("Sample data");
    expect(output()).toContain("password of the first start");
    expect(await query("SELECT username FROM users WHERE username = 'ada'")).toHaveLength(1);
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
    external = { DATABASE_URL: ownerUrl(await cloneDatabase("template0")), NEXTAUTH_SECRET: "a".repeat(32) };
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
    const { output } = await given({ ...external, LATCHKEY_HOME: elsewhere });
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
