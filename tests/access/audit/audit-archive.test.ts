/** Entries that are old enough go to files, with the chain unbroken and nothing lost whenever the work ends early. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { archiveAudit, AuditNotIntact } from "@/access/audit/audit-archive";
import { findEntryLink, findNewestLink, type ShownLink } from "@/access/audit/audit-chain";
import { verifyAudit } from "@/access/audit/audit-verification";
import { database, transaction } from "@/access/database";
import { entriesAbout, signedIn } from "@/tests/actors";
import { ageAudit, asOwner, emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";

const OPERATOR = commandLineActor();
const PER_FILE = { perFile: 2 };

let folder: string;

beforeAll(freshDatabase);
beforeEach(async () => {
  await emptyDatabase();
  folder = mkdtempSync(join(tmpdir(), "latchkey-archive-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.useRealTimers();
});

async function tamper(statement: string): Promise<void> {
  await asOwner("SET session_replication_role = replica", statement);
}

/** Five entries of a hundred days ago. */
async function givenOldEntries(): Promise<bigint[]> {
  const { ada, linus } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  const ids: bigint[] = [];
  for (let number = 1; number <= 5; number += 1) {
    const entry = { event: "user.disabled", subject: linus, reason: `Left ${number} – "Zürich" 🔑` } as const;
    ids.push(await transaction((tx) => record(tx, actor, { ...entry, after: { status: "DISABLED", half: 1.5 } })));
  }
  await ageAudit(100);
  return ids;
}

function archive(retentionDays: number | null = 90, options = {}): ReturnType<typeof archiveAudit> {
  return archiveAudit(OPERATOR, { retentionDays, archiveFolder: folder }, options);
}

async function findings(...seen: ShownLink[]): Promise<string[]> {
  const verification = await verifyAudit(OPERATOR, { archiveFolder: folder, seen });
  return (verification?.findings ?? []).map(({ sentence }) => sentence);
}

async function numbers(): Promise<bigint[]> {
  return (await entriesAbout()).map(({ id }) => id);
}

describe("entries older than the operator keeps", () => {
  test("leave for files of their own, the chain goes on behind them, and each file has one entry", async () => {
    const ids = await givenOldEntries();
    const middle = await findEntryLink(OPERATOR, ids[2] ?? 0n);
    const outcome = await archive(90, PER_FILE);
    expect(outcome).toMatchObject({ ok: true, files: [{ entries: 2 }, { entries: 2 }, { entries: 1 }] });
    const left = await entriesAbout();
    expect(left.map(({ event, source, effects }) => [event, source, effects])).toEqual([
      ["audit.archived", "COMMAND_LINE", { entries: 2 }],
      ["audit.archived", "COMMAND_LINE", { entries: 2 }],
      ["audit.archived", "COMMAND_LINE", { entries: 1 }],
    ]);
    expect(await findNewestLink(OPERATOR)).toMatchObject({ position: 8n, archivedTo: 5n });
    // What was noted long ago is still known.
    expect(await findings(middle as ShownLink)).toEqual([]);
    expect(await verifyAudit(OPERATOR, { archiveFolder: folder, seen: [] })).toMatchObject({ entries: 3, archived: 5 });
  });

  test("can be read in the files by people and programs, word for word", async () => {
    const [id] = await givenOldEntries();
    await archive();
    const [file = ""] = readdirSync(folder);
    expect(readdirSync(folder)).toHaveLength(1);
    const [line = ""] = gunzipSync(readFileSync(join(folder, file)))
      .toString()
      .split("\n");
    expect(JSON.parse(line)).toMatchObject({
      ...{ position: 1, id: String(id), event: "user.disabled", actor_username: "ada", subject_username: "linus" },
      ...{ reason: 'Left 1 – "Zürich" 🔑', at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) },
      ...{ after: '{"half": 1.5, "status": "DISABLED"}', refusal: null },
    });
  });

  test("stay where no age is set, or they are younger", async () => {
    const ids = await givenOldEntries();
    expect(await archive(null)).toEqual({ ok: true, files: [] });
    expect(await archive(101)).toEqual({ ok: true, files: [] });
    expect(await numbers()).toEqual(ids);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("go no further than the first that is younger", async () => {
    const ids = await givenOldEntries();
    vi.useRealTimers();
    await transaction((tx) => record(tx, OPERATOR, { event: "user.enabled", subject: null }));
    const last = await database().auditEntry.findFirstOrThrow({ where: { id: ids[4] ?? 0n } });
    vi.useFakeTimers({ toFake: ["Date"], now: last.at.getTime() + 1 + 86_400_000 });
    await archive(1);
    expect((await entriesAbout()).map(({ event }) => event)).toEqual(["user.enabled", "audit.archived"]);
    expect(await findings()).toEqual([]);
  });

  test("go once, although two do it at the same time", async () => {
    const ids = await givenOldEntries();
    const outcomes = await Promise.all([archive(90, PER_FILE), archive(90, PER_FILE)]);
    const files = outcomes.flatMap((outcome) => (outcome.ok ? outcome.files : []));
    // By the clock of this test what one of them adds is old as well, if the other begins after it.
    const archivedTo = Number((await findNewestLink(OPERATOR))?.archivedTo);
    expect(archivedTo).toBeGreaterThanOrEqual(5);
    expect(files.reduce((sum, { entries }) => sum + entries, 0)).toBe(archivedTo);
    const left = new Set(await numbers());
    expect(ids.filter((id) => left.has(id))).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  test("are moved by nobody but the operator of the server", async () => {
    const ids = await givenOldEntries();
    const ada = await signedIn(await database().user.findFirstOrThrow({ where: { username: "ada" } }));
    const refused = await archiveAudit(ada, { retentionDays: 1, archiveFolder: folder });
    expect(refused).toEqual({ ok: false, refusal: "not_permitted" });
    expect([await numbers(), readdirSync(folder)]).toEqual([ids, []]);
  });
});

describe("work that ends early loses nothing", () => {
  test("where the connection breaks after the file and before the record", async () => {
    const ids = await givenOldEntries();
    // The same end as kill -9 makes: the file is there, and the transaction is gone.
    await asOwner(
      `CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`,
      "CREATE TRIGGER break AFTER DELETE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION break()",
    );
    await expect(archive(90, PER_FILE)).rejects.toThrow();
    await asOwner("DROP TRIGGER break ON audit_entries", "DROP FUNCTION break");
    expect(readdirSync(folder)).toHaveLength(1);
    expect([await numbers(), await findings(), await database().auditArchive.count()]).toEqual([ids, [], 0]);
    expect(await archive(90, PER_FILE)).toMatchObject({ ok: true, files: [{ entries: 2 }, { entries: 2 }, {}] });
    expect(await findings()).toEqual([]);
  });

  test("where the folder can't be written", async () => {
    const ids = await givenOldEntries();
    const file = join(folder, "no-folder");
    writeFileSync(file, "");
    await expect(archiveAudit(OPERATOR, { retentionDays: 90, archiveFolder: file })).rejects.toThrow(/EEXIST/);
    expect([await numbers(), await database().auditArchive.count()]).toEqual([ids, 0]);
  });

  test("where the audit is not what was written: a manipulation stays in sight", async () => {
    const ids = await givenOldEntries();
    await tamper(`UPDATE audit_entries SET reason = 'another' WHERE id = ${ids[3]}`);
    await expect(archive(90, PER_FILE)).rejects.toThrow(
      new AuditNotIntact(
        "Nothing more was archived: the audit is not what was written at position 4. npm run audit:verify tells more.",
      ),
    );
    // What lies before it was moved already.
    expect((await numbers()).slice(0, 3)).toEqual(ids.slice(2));
  });
});

describe("a file is verified as well", () => {
  async function givenArchive(): Promise<string> {
    await givenOldEntries();
    await archive();
    return join(folder, readdirSync(folder)[0] ?? "");
  }

  test("one that is missing is found", async () => {
    const path = await givenArchive();
    rmSync(path);
    expect(await findings()).toEqual([expect.stringMatching(/^The file audit-0+1-0+5-\w{8}\.jsonl\.gz is missing/)]);
  });

  test("one that is cut off, or of another kind, is found", async () => {
    const path = await givenArchive();
    const content = readFileSync(path);
    for (const broken of [content.subarray(0, 50), Buffer.from("{}"), gzipSync("{}\n"), gzipSync("null")]) {
      writeFileSync(path, broken);
      expect(await findings()).toEqual([expect.stringContaining("is missing or can't be read")]);
    }
  });

  test("one changed byte is found, also where its hash on record was changed to suit", async () => {
    const path = await givenArchive();
    const lines = gunzipSync(readFileSync(path)).toString();
    writeFileSync(path, gzipSync(lines.replace("Left 3", "Left 8")));
    expect(await findings()).toEqual([
      expect.stringMatching(/was changed\.$/),
      expect.stringMatching(/entry \d+, at position 3, is not what was written there\.$/),
    ]);
    const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
    await tamper(`UPDATE audit_archives SET file_hash = decode('${hash}', 'hex')`);
    expect(await findings()).toEqual([expect.stringMatching(/at position 3, is not what was written there\.$/)]);
  });

  test("a record that was removed, or leads out of the folder, is found", async () => {
    await givenArchive();
    await tamper("UPDATE audit_archives SET file = '../' || file");
    expect(await findings()).toEqual([expect.stringContaining("it is the name of no file of that folder")]);
    await tamper("DELETE FROM audit_archives");
    expect(await findings()).toEqual(["What was at positions 1 to 5 is missing."]);
  });
});
