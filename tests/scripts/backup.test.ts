/** `npm run backup` and `npm run restore`: what comes back is what was there, on any server, whole or not at all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { backUp } from "@/access/backup/backup";
import { restore } from "@/access/backup/restoration";
import { disconnect } from "@/access/database";
import { linesOf, writeBackup } from "@/scripts/backup-file";
import { aBusyDay } from "@/tests/busy-day";
import { contentsOf } from "@/tests/contents";
import { freshDatabase } from "@/tests/database";
import { startOtherServer } from "@/tests/other-server";
import { cloneDatabase, dropDatabase, EMPTY_TEMPLATE, ownerUrl } from "@/tests/server";
import { run } from "./processes";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What a restoration itself writes: sessions and gates that end, that gates forget everything, and that it was done. */
const TOUCHED = ["sessions", "gates", "access_changes", "audit_entries", "audit_links"].map((name) => `public.${name}`);
/** What comes with the version, and what consoles fill again. */
const LEFT_OUT = /^(graphile_worker\.|public\._prisma_migrations)/;

const folder = mkdtempSync(join(tmpdir(), "latchkey-backup-"));
const file = join(folder, "backup.jsonl.gz");
let source: string;

beforeAll(async () => {
  source = await freshDatabase();
  await aBusyDay();
  await disconnect();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** By the owner of its tables, as whoever restores connects. */
async function emptyOne(): Promise<string> {
  const url = ownerUrl(await cloneDatabase(EMPTY_TEMPLATE));
  onTestFinished(async () => {
    await disconnect();
    await dropDatabase(url);
  });
  return url;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Everything that is neither left out nor touched, table by table, and the touched ones as far as they were there before. */
async function expectRestored(url: string): Promise<void> {
  const [before, after] = [await contentsOf(source), await contentsOf(url)];
  const names = Object.keys(before).filter((name) => !LEFT_OUT.test(name));
  expect(Object.keys(after).filter((name) => !LEFT_OUT.test(name))).toEqual(names);
  const same = names.filter((name) => !TOUCHED.includes(name));
  expect(same.length).toBeGreaterThan(15);
  for (const name of same) expect([name, after[name]]).toEqual([name, before[name]]);
  for (const text of [
    "SELECT id, token_hash, user_id, created_at, last_seen_at, address, user_agent FROM sessions ORDER BY id",
    "SELECT id, name, started_at, started_snapshot FROM gates ORDER BY id",
    "SELECT * FROM access_changes WHERE kind <> 'EVERYTHING' ORDER BY id",
    "SELECT *, before::text, after::text FROM audit_entries WHERE event <> 'database.restored' ORDER BY id",
    "SELECT l.* FROM audit_links l JOIN audit_entries e ON e.id = l.entry_id WHERE e.event <> 'database.restored' ORDER BY position",
  ]) {
    const was = await query(source, text);
    expect(was.length).toBeGreaterThan(0);
    expect(await query(url, text)).toEqual(was);
  }
}

/** Nobody is signed in, no gate is taken for running, all gates are told, and the audit says so once. */
async function expectBegun(url: string, sessionsEnded: number): Promise<void> {
  expect(await query(url, "SELECT FROM sessions WHERE ended_at IS NULL")).toEqual([]);
  expect(await query(url, "SELECT FROM gates WHERE stopped_at IS NULL")).toEqual([]);
  const entries = await query(
    url,
    "SELECT effects, source, change_id FROM audit_entries WHERE event = 'database.restored'",
  );
  expect(entries).toEqual([{ effects: { sessionsEnded }, source: "COMMAND_LINE", change_id: expect.any(String) }]);
  const changes = await query(url, "SELECT id FROM access_changes WHERE kind = 'EVERYTHING' ORDER BY id DESC LIMIT 1");
  expect(changes).toEqual([{ id: entries[0]?.["change_id"] }]);
}

/** The commands themselves, where a test is not about them. */
async function backedUp(path: string): Promise<void> {
  process.env["DATABASE_URL"] = source;
  await writeBackup(path, async (write) => backUp(commandLineActor(), write));
  await disconnect();
}

async function restoreInto(url: string, path: string, replace = false): Promise<unknown> {
  process.env["DATABASE_URL"] = url;
  try {
    return await restore(commandLineActor(), { lines: linesOf(path), replace });
  } finally {
    await disconnect();
  }
}

test("what was backed up comes back into an empty database, and the doctor finds nothing wrong with it", async () => {
  const before = await contentsOf(source);
  const made = await run("backup", { DATABASE_URL: source }, "--file", file, "--json");
  expect(made.code, made.output).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({ file, rows: expect.any(Number) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["backup.jsonl.gz"]);
  expect(await contentsOf(source)).toEqual(before);

  const url = await emptyOne();
  const restored = await run("restore", { DATABASE_URL: url }, "--file", file, "--json");
  expect(restored.code, restored.output).toBe(0);
  expect(JSON.parse(restored.stdout)).toMatchObject({ healthy: true, findings: [], sessionsEnded: 2 });
  await expectRestored(url);
  await expectBegun(url, 2);
});

test("a file that is there is left alone, and a backup that fails leaves none", async () => {
  writeFileSync(join(folder, "there"), "mine");
  await expect(backedUp(join(folder, "there"))).rejects.toThrow("is there already: give another name.");
  expect(readFileSync(join(folder, "there"), "utf8")).toBe("mine");
  const failing = writeBackup(join(folder, "failing"), async (write) => {
    await write("some lines\n");
    throw new Error("The database is gone.");
  });
  await expect(failing).rejects.toThrow("The database is gone.");
  expect(readdirSync(folder).filter((name) => name.startsWith("failing"))).toEqual([]);
});

describe("nothing is restored, and all is as it was,", () => {
  let url: string;
  const path = join(folder, "whole.gz");

  beforeAll(() => backedUp(path));

  async function expectRefused(broken: string, why: RegExp, target: string): Promise<void> {
    const before = await contentsOf(target);
    await expect(restoreInto(target, broken)).rejects.toThrow(why);
    expect(await contentsOf(target)).toEqual(before);
  }

  test("of a file that is cut short, wherever that is", async () => {
    url = await emptyOne();
    const whole = readFileSync(path);
    const broken = join(folder, "broken.gz");
    for (const part of [0, 0.5, 0.99]) {
      writeFileSync(broken, whole.subarray(0, Math.floor(whole.length * part)));
      await expectRefused(broken, /Nothing was restored/, url);
    }
    const lines = gunzipSync(whole).toString().split("\n");
    for (const some of [lines.slice(0, -2), lines.toSpliced(-10, 1), lines.toSpliced(3, 1)]) {
      writeFileSync(broken, gzipSync(`${some.join("\n")}\n`));
      await expectRefused(broken, /Nothing was restored|violates/, url);
    }
  });

  test("of a file that is something else", async () => {
    url = await emptyOne();
    const other = join(folder, "other");
    for (const content of [Buffer.from("username,email\n"), gzipSync("username,email\n"), gzipSync("")]) {
      writeFileSync(other, content);
      await expectRefused(other, /no backup|can't be read|not whole/, url);
    }
    await expectRefused(join(folder, "nowhere"), /no such file/, url);
  });

  test("of a backup that another version made", async () => {
    url = await emptyOne();
    const other = join(folder, "other-version.gz");
    writeFileSync(other, gzipSync(gunzipSync(readFileSync(path)).toString().replace("_many_users", "_few_users")));
    await expectRefused(other, /is of another version of Latchkey/, url);
  });

  test("where the database is not empty; --replace says that it may go", async () => {
    url = await emptyOne();
    await query(url, "INSERT INTO packages (name) VALUES ('Somebody else''s')");
    await expectRefused(path, /not empty \(packages has rows\)/, url);
    expect(await restoreInto(url, path, true)).toMatchObject({ sessionsEnded: 2 });
    await expectRestored(url);
    await expectBegun(url, 2);
  });
});

test("a backup of the embedded database goes into a server of the system, and back", async ({ skip }) => {
  const server = await startOtherServer();
  if (!server) skip("There is no PostgreSQL of the system here: apt-get install postgresql.");
  else onTestFinished(server.stop);
  if (!server) return;
  await backedUp(join(folder, "embedded.gz"));
  const there = { DATABASE_URL: server.url, NEXTAUTH_SECRET: "-".repeat(40) };
  const restored = await run("restore", there, "--file", join(folder, "embedded.gz"), "--json");
  expect(restored.code, restored.output).toBe(0);
  expect(JSON.parse(restored.stdout)).toMatchObject({ healthy: true });
  await expectRestored(server.url);

  const again = await run("backup", there, "--file", join(folder, "external.gz"));
  expect(again.code, again.output).toBe(0);
  const url = await emptyOne();
  await restoreInto(url, join(folder, "external.gz"));
  expect(
    await query(url, "SELECT count(*)::int AS times FROM audit_entries WHERE event = 'database.restored'"),
  ).toEqual([{ times: 2 }]);
});
