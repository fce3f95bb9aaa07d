/** `npm run backup` and `npm run restore`: what comes back is what was there, on any server, whole or not at all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { backUp } from "@/access/backup/backup";
import { type Decision, restore } from "@/access/backup/restoration";
import type { Revived } from "@/access/backup/revived-access";
import { disconnect } from "@/access/database";
import { deletePackageKey } from "@/access/keys/package-keys";
import { deleteUser } from "@/access/users/users";
import { linesOf, writeBackup } from "@/scripts/backup-file";
import { aBusyDay } from "@/tests/busy-day";
import { contentsOf } from "@/tests/contents";
import { freshDatabase } from "@/tests/database";
import { startOtherServer } from "@/tests/other-server";
import { cloneDatabase, dropDatabase, EMPTY_TEMPLATE, ownerUrl } from "@/tests/server";
import { run } from "./processes";
import { HAS_TERMINAL, runAtTerminal } from "./terminal";

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

/** Of what is put into a database where nothing was taken there is nothing to decide. */
async function nothingToDecide(revived: readonly Revived[]): Promise<never> {
  return Promise.reject(new Error(`There is something to decide: ${JSON.stringify(revived)}`));
}

async function restoreInto(
  url: string,
  path: string,
  replace = false,
  decide: (revived: readonly Revived[]) => Promise<Decision> = nothingToDecide,
): Promise<unknown> {
  process.env["DATABASE_URL"] = url;
  try {
    return await restore(commandLineActor(), { lines: linesOf(path), replace, decide });
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

describe("access that was taken after the backup", () => {
  const path = join(folder, "before-taking.gz");
  const TOUCHED_NOW = [
    "UPDATE users SET status = 'DISABLED' WHERE username_key IN ('grace', 'pablo')",
    // A role that was taken, and Service User, which takes the pages.
    "UPDATE users SET roles = '{}' WHERE username_key = 'percy'",
    "UPDATE users SET roles = '{COMMUNITY_MANAGER,SERVICE_USER}' WHERE username_key = 'cora'",
    "UPDATE plans SET active = false WHERE id = (SELECT min(id::text)::uuid FROM plans WHERE active)",
    "UPDATE platform_tokens SET revoked_at = now()",
  ];

  /** A console that goes on after its backup: people leave, one is deleted by the product itself, and so is a key. */
  async function goneOn(): Promise<string> {
    const url = await emptyOne();
    await backedUp(path).catch((error: unknown) => {
      if (!String(error).includes("is there already")) throw error;
    });
    await restoreInto(url, path);
    for (const statement of TOUCHED_NOW) await query(url, statement);
    process.env["DATABASE_URL"] = url;
    expect(await deleteUser(commandLineActor(), "sam", "Left.")).toMatchObject({ ok: true });
    const keys = await query(
      url,
      `SELECT k.id FROM package_keys k JOIN applications a ON a.id = k.application_id JOIN users u ON u.id = a.owner_id
       WHERE k.status = 'ENABLED' AND u.status = 'ENABLED' ORDER BY k.id LIMIT 2`,
    );
    const [disabled, deleted] = keys.map(({ id }) => String(id));
    await query(url, `UPDATE package_keys SET status = 'DISABLED' WHERE id = '${disabled}'`);
    expect(await deletePackageKey(commandLineActor(), { id: deleted ?? "" })).toMatchObject({ ok: true });
    await disconnect();
    return url;
  }

  const standing = (url: string): Promise<Record<string, unknown>[]> =>
    query(
      url,
      `SELECT username, status, roles::text FROM users WHERE username_key IN ('cora', 'grace', 'pablo', 'percy', 'sam') ORDER BY username`,
    );
  const open = (url: string): Promise<Record<string, unknown>[]> =>
    query(
      url,
      `SELECT (SELECT count(*)::int FROM package_keys k JOIN applications a ON a.id = k.application_id
                 JOIN users u ON u.id = a.owner_id WHERE k.status = 'ENABLED' AND u.status = 'ENABLED') AS keys,
              (SELECT count(*)::int FROM plans WHERE active) AS plans,
              (SELECT count(*)::int FROM platform_tokens WHERE revoked_at IS NULL) AS tokens`,
    );

  test("is listed, and without a word about it nothing is restored", async () => {
    const url = await goneOn();
    const before = await contentsOf(url);
    const refused = await run("restore", { DATABASE_URL: url }, "--file", path, "--replace");
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(
      "! Disabled or deleted now, and enabled in the file: 3 users: grace, pablo, sam.\n",
    );
    expect(refused.output).toContain("! With roles in the file that they do not have now: 2 users: cora, percy.\n");
    expect(refused.output).toMatch(
      /^! Disabled or deleted now, and enabled in the file: 2 package keys: lk_.+ of .+\.$/m,
    );
    expect(refused.output).toMatch(/^! Inactive now, and active in the file: 1 plans: .+ of .+\.$/m);
    expect(refused.output).toContain("! Revoked now, and in use in the file: 1 tokens of the platform: Okta.\n");
    expect(refused.output).toMatch(/^✗ .*say --keep-disabled or --revive\. Nothing was restored\.$/m);
    expect(await contentsOf(url)).toEqual(before);
    const both = await run(
      "restore",
      { DATABASE_URL: url },
      "--file",
      path,
      "--replace",
      "--keep-disabled",
      "--revive",
    );
    expect(both).toMatchObject({ code: 1, output: expect.stringContaining("not both") as string });
  });

  test("stays taken by --keep-disabled, and the audit says so of each user and of all", async () => {
    const url = await goneOn();
    const [taken, there] = [await open(url), await standing(url)];
    const kept = await run("restore", { DATABASE_URL: url }, "--file", path, "--replace", "--keep-disabled", "--json");
    expect(kept.code, kept.output).toBe(0);
    const counts = { users: 3, roles: 2, keys: 2, plans: 1, tokens: 1 };
    const { revived, healthy } = JSON.parse(kept.stdout) as { revived: Revived[]; healthy: boolean };
    expect([healthy, Object.fromEntries(revived.map(({ kind, count }) => [kind, count]))]).toEqual([true, counts]);
    expect(await open(url)).toEqual(taken);
    expect(await standing(url)).toEqual([
      ...there.map((user) => ({ ...user })),
      { username: "sam", status: "DISABLED", roles: "{SUPPORT_USER}" },
    ]);
    const entries = await query(
      url,
      "SELECT subject_username AS name, reason FROM audit_entries WHERE event = 'user.disabled' AND reason LIKE 'Kept disabled%' ORDER BY name",
    );
    expect(entries.map(({ name }) => name)).toEqual(["grace", "pablo", "sam"]);
    const [restored] = await query(
      url,
      "SELECT after FROM audit_entries WHERE event = 'database.restored' ORDER BY id DESC",
    );
    expect(restored).toMatchObject({ after: { kept: counts } });
  });

  test.runIf(HAS_TERMINAL)("is asked about at a terminal, and stays taken by Enter", async () => {
    const url = await goneOn();
    const before = await contentsOf(url);
    const [taken, there] = [await open(url), await standing(url)];
    const command = ["restore", "--file", path, "--replace"];
    const question = "Keep them as they are now (Enter), revive them (r), or cancel (c)?";
    const answered = (answer: string): ReturnType<typeof runAtTerminal> =>
      runAtTerminal({ command, settings: { DATABASE_URL: url }, question, answer });
    const cancelled = await answered("c");
    expect(cancelled.output).toContain("Cancelled. Nothing was restored.");
    expect(cancelled.code).toBe(1);
    expect(await contentsOf(url)).toEqual(before);
    const kept = await answered("");
    expect(kept.code, kept.output).toBe(0);
    expect(await open(url)).toEqual(taken);
    expect(await standing(url)).toEqual(expect.arrayContaining(there));
  });

  test("comes back by --revive", async () => {
    const url = await goneOn();
    const decisions: (readonly Revived[])[] = [];
    await restoreInto(url, path, true, async (revived) => {
      decisions.push(revived);
      return Promise.resolve("revive");
    });
    expect(decisions).toHaveLength(1);
    expect(await standing(url)).toEqual(await standing(source));
    expect(await open(url)).toEqual(await open(source));
    const [restored] = await query(
      url,
      "SELECT after FROM audit_entries WHERE event = 'database.restored' ORDER BY id DESC",
    );
    expect(restored).toMatchObject({ after: { revived: { users: 3, roles: 2 } } });
    expect(await query(url, "SELECT FROM audit_entries WHERE reason LIKE 'Kept disabled%'")).toEqual([]);
  });

  test("what was begun or works once is not there any more, and nobody kept disabled is enabled by a schedule", async () => {
    const url = await goneOn();
    const scheduled = join(folder, "scheduled.gz");
    await query(
      source,
      `INSERT INTO scheduled_changes (user_id, target, due_at, created_by_username)
       SELECT id, 'ENABLED', now() + interval '1 day', 'ada' FROM users WHERE username_key = 'grace'`,
    );
    await query(
      source,
      "INSERT INTO enrolment_codes SELECT id, 'hash', now() + interval '1 day' FROM users WHERE username_key = 'grace'",
    );
    await query(source, "INSERT INTO unfinished_sign_ins SELECT 'hash', id FROM users WHERE username_key = 'grace'");
    await backedUp(scheduled);
    await restoreInto(url, scheduled, true, () => Promise.resolve("keep"));
    expect(await query(url, "SELECT FROM enrolment_codes UNION ALL SELECT FROM unfinished_sign_ins")).toEqual([]);
    const pending = await query(
      url,
      "SELECT s.status FROM scheduled_changes s JOIN users u ON u.id = s.user_id WHERE u.username_key = 'grace'",
    );
    expect(pending).toEqual([{ status: "CANCELLED" }]);
  });
});
