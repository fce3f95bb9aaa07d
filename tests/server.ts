/**
 * One PostgreSQL for a whole test run, in a temporary folder, made for speed: nothing of it outlives the run. Databases
 * are clones of a template, which takes a few milliseconds each.
 */
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { hashPassword, makePassword } from "@/access/sign-in/passwords";
import { migrateDatabase } from "@/scripts/postgres/migrations";
import { startPostgres } from "@/scripts/postgres/postgres";
import { freePort } from "@/scripts/server/listen";

/** Migrated and empty. */
export const EMPTY_TEMPLATE = "latchkey_template";

/** Where the processes of a run, which inherit the environment, find the server and the password of everybody. */
const SERVER = "LATCHKEY_TEST_SERVER";
const OWNER = "LATCHKEY_TEST_OWNER";
const PASSWORD = "LATCHKEY_TEST_PASSWORD";
const HASH = "LATCHKEY_TEST_PASSWORD_HASH";

/** Starts the server of this run and tells the processes that the run starts where it is. */
export async function startTestServer(): Promise<{ stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-test-"));
  // As root, PostgreSQL runs as another user, who has to pass through this folder.
  chmodSync(folder, 0o711);
  const server = await startPostgres(folder);
  process.env[SERVER] = new URL(server.url).href.replace(/\/latchkey$/, "");
  process.env[OWNER] = new URL(server.ownerUrl).href.replace(/\/latchkey$/, "");
  process.env[PASSWORD] = makePassword();
  process.env[HASH] = await hashPassword(process.env[PASSWORD]);
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await prepareTemplate();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function prepareTemplate(): Promise<void> {
  // Losing this data in a crash costs nothing, so nothing is forced to the disk.
  for (const setting of ["fsync", "synchronous_commit", "full_page_writes"]) {
    await onServer(`ALTER SYSTEM SET ${setting} = off`);
  }
  await onServer("SELECT pg_reload_conf()");
  await onServer(`CREATE DATABASE ${EMPTY_TEMPLATE}`);
  const url = databaseUrl(EMPTY_TEMPLATE);
  await migrateDatabase({ url, ownerUrl: ownerUrl(url) });
}

function databaseUrl(name: string): string {
  return `${required(SERVER)}/${name}`;
}

/** The same database by the owner of its tables. The product is tested as the role that owns nothing. */
export function ownerUrl(url: string): string {
  return `${required(OWNER)}${new URL(url).pathname}`;
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
  const client = new pg.Client({ connectionString: ownerUrl(databaseUrl("postgres")) });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** For a console and the gate beside it. */
export async function freePorts(): Promise<{ PORT: string; GATE_PORT: string }> {
  const port = await freePort();
  const gatePort = await freePort();
  return port === gatePort ? freePorts() : { PORT: String(port), GATE_PORT: String(gatePort) };
}
