/** The chain of the audit: nothing can be changed or deleted, and what the database's owner did all the same is found. */
import pg from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { commandLineActor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { findEntryLink, findNewestLink, type ShownLink } from "@/access/audit/audit-chain";
import { type Verification, verifyAudit } from "@/access/audit/audit-verification";
import { database, transaction } from "@/access/database";
import { changeAccountStatus } from "@/access/status/access-settings";
import { signedIn } from "@/tests/actors";
import { asOwner, emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { ownerUrl } from "@/tests/server";

const ENTRIES = 7;
const ZEROS = "0".repeat(64);
const NEVER = /Audit entries are never changed or deleted/;
const DENIED = /permission denied for table audit_/;

let url: string;

beforeAll(async () => {
  url = await freshDatabase();
});
beforeEach(emptyDatabase);

/** ada has changed linus seven times, with words that a careless text would mix up. */
async function givenEntries(): Promise<bigint[]> {
  const { ada, linus } = await givenPeople("ada", "linus");
  const actor = await signedIn(ada);
  const ids: bigint[] = [];
  for (let number = 1; number <= ENTRIES; number += 1) {
    const entry = { event: "user.disabled", subject: linus, reason: `„${number},2:ab“ – Zürich 🔑` } as const;
    const parts = { before: { b: 1.5, a: { c: null } }, after: { status: "DISABLED" }, effects: { keysStopped: 2 } };
    ids.push(await transaction((tx) => record(tx, actor, { ...entry, ...(number % 2 ? parts : {}) })));
  }
  return ids;
}

/** What only the owner of the database can do: with the triggers set aside. */
async function tamper(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(url) });
  await client.connect();
  try {
    for (const statement of ["SET session_replication_role = replica", ...statements]) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function verify(...seen: ShownLink[]): Promise<Verification> {
  const verification = await verifyAudit(commandLineActor(), { archiveFolder: "/nowhere", seen });
  if (!verification) throw new Error("The command line may read the audit.");
  return verification;
}

async function sentences(...seen: ShownLink[]): Promise<string[]> {
  const { findings, intact, found } = await verify(...seen);
  expect([intact, found]).toEqual([findings.length === 0, findings.length]);
  return findings.map(({ sentence }) => sentence);
}

async function newest(): Promise<ShownLink> {
  const link = await findNewestLink(commandLineActor());
  if (!link) throw new Error("Nothing has happened.");
  return link;
}

test("an audit without entries is intact, and has no end", async () => {
  expect(await verify()).toMatchObject({ intact: true, entries: 0, archived: 0, newest: null });
  expect(await findNewestLink(commandLineActor())).toBeNull();
});

test("what was written is intact, and its end is what the page shows", async () => {
  await givenEntries();
  const end = await newest();
  const { position, hash } = end;
  expect(await verify(end)).toEqual({
    ...{ intact: true, entries: ENTRIES, archived: 0, findings: [], found: 0 },
    newest: { position, hash },
  });
  expect(position).toBe(BigInt(ENTRIES));
});

test("each entry tells its place and the hash that it follows", async () => {
  const ids = await givenEntries();
  const links = await Promise.all(ids.map((id) => findEntryLink(commandLineActor(), id)));
  expect(links.map((link) => link?.position)).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n]);
  expect(links.map((link) => link?.previousHash)).toEqual([ZEROS, ...links.slice(0, -1).map((link) => link?.hash)]);
});

describe("nothing of it can be changed or deleted", () => {
  test.each([
    "UPDATE audit_entries SET reason = NULL",
    "DELETE FROM audit_entries",
    "TRUNCATE audit_entries",
    "UPDATE audit_links SET hash = sha256(hash)",
    "DELETE FROM audit_links",
    "TRUNCATE audit_links",
    "TRUNCATE audit_archives",
  ])("%s", async (statement) => {
    await givenEntries();
    await expect(asOwner(statement)).rejects.toThrow(NEVER);
    await expect(database().$executeRawUnsafe(statement)).rejects.toThrow(DENIED);
    expect(await sentences()).toEqual([]);
    expect(await database().auditEntry.count()).toBe(ENTRIES);
  });

  const archive = (last: number): string => `
    INSERT INTO audit_archives (first_position, last_position, last_hash, file, file_hash, first_at, last_at)
    VALUES (1, ${last}, '', 'a', '', now(), now())`;

  test("except behind a file on record, and no further than that reaches", async () => {
    const ids = await givenEntries();
    await asOwner(archive(2), `DELETE FROM audit_entries WHERE id <= ${ids[1]}`);
    await expect(asOwner(`DELETE FROM audit_entries WHERE id = ${ids[2]}`)).rejects.toThrow(NEVER);
    await asOwner("DELETE FROM audit_links WHERE position <= 2");
    await expect(asOwner("DELETE FROM audit_links WHERE position = 3")).rejects.toThrow(NEVER);
  });

  test.each(["UPDATE audit_archives SET last_position = 7", "DELETE FROM audit_archives"])("%s", async (statement) => {
    await givenEntries();
    await asOwner(archive(1));
    await expect(asOwner(statement)).rejects.toThrow(NEVER);
    await expect(database().$executeRawUnsafe(statement)).rejects.toThrow(DENIED);
  });
});

describe("the owner of the database is found out who", () => {
  const CHANGES = [
    "at = at + interval '1 millisecond'",
    "event = 'user.enabled'",
    "outcome = 'REFUSED'",
    "refusal = ''",
    "source = 'JOB'",
    "actor_id = gen_random_uuid()",
    "actor_username = 'grace'",
    "subject_id = NULL",
    "subject_username = 'linus '",
    "reason = overlay(reason placing 'c' from 6 for 1)",
    `before = '{"a": {"c": null}, "b": 1.6}'`,
    `after = '{"status": "ENABLED"}'`,
    "effects = NULL",
    "address = '192.0.2.8'",
    "change_id = 1",
    "job_id = gen_random_uuid()",
  ];

  test.each(CHANGES)("changed %s", async (change) => {
    const ids = await givenEntries();
    await tamper(`UPDATE audit_entries SET ${change} WHERE id = ${ids[2]}`);
    expect(await sentences()).toEqual([`Entry ${ids[2]}, at position 3, is not what was written there.`]);
  });

  test("deleted an entry", async () => {
    const ids = await givenEntries();
    await tamper(`DELETE FROM audit_entries WHERE id = ${ids[4]}`);
    expect(await sentences()).toEqual([`Entry ${ids[4]}, at position 5, is missing.`]);
  });

  test("deleted an entry with its link", async () => {
    const ids = await givenEntries();
    await tamper(`DELETE FROM audit_entries WHERE id = ${ids[4]}`, "DELETE FROM audit_links WHERE position = 5");
    expect(await sentences()).toEqual(["What was at position 5 is missing."]);
  });

  test("deleted the first of them, or several", async () => {
    const ids = await givenEntries();
    await tamper(`DELETE FROM audit_entries WHERE id <= ${ids[1]}`, "DELETE FROM audit_links WHERE position <= 2");
    expect(await sentences()).toEqual(["What was at positions 1 to 2 is missing."]);
  });

  test("closed the gap behind what was deleted", async () => {
    const ids = await givenEntries();
    await tamper(
      `DELETE FROM audit_entries WHERE id = ${ids[2]}`,
      "DELETE FROM audit_links WHERE position = 3",
      "UPDATE audit_links SET position = -position",
      "UPDATE audit_links SET position = -position - CASE WHEN -position > 3 THEN 1 ELSE 0 END",
    );
    expect(await sentences()).toEqual([`Entry ${ids[3]}, at position 3, is not what was written there.`]);
  });

  test("swapped two entries", async () => {
    const [, second = 0n, third = 0n] = await givenEntries();
    await tamper(
      `UPDATE audit_entries SET id = -id WHERE id IN (${second}, ${third})`,
      `UPDATE audit_entries SET id = CASE WHEN id = -${second} THEN ${third} ELSE ${second} END WHERE id < 0`,
    );
    expect(await sentences()).toEqual([
      `Entry ${second}, at position 2, is not what was written there.`,
      `Entry ${third}, at position 3, is not what was written there.`,
    ]);
  });

  test("swapped two links", async () => {
    const [, second = 0n, third = 0n] = await givenEntries();
    await tamper(
      "UPDATE audit_links SET entry_id = -entry_id WHERE position IN (2, 3)",
      `UPDATE audit_links SET entry_id = CASE position WHEN 2 THEN ${third} ELSE ${second} END WHERE position IN (2, 3)`,
    );
    expect(await sentences()).toHaveLength(2);
  });

  test("added an entry without a link", async () => {
    const ids = await givenEntries();
    await tamper(
      "INSERT INTO audit_entries (event, outcome, source, actor_username) VALUES ('user.enabled', 'DONE', 'PAGE', 'ada')",
    );
    expect(await sentences()).toEqual([`Entry ${(ids.at(-1) ?? 0n) + 1n} was added beside the chain.`]);
  });

  test("made the functions of the database say what suits", async () => {
    const ids = await givenEntries();
    await tamper(
      `UPDATE audit_entries SET reason = 'another' WHERE id = ${ids[2]}`,
      "CREATE SCHEMA mine",
      "CREATE FUNCTION mine.encode(bytea, text) RETURNS text LANGUAGE sql RETURN 'ab'",
      `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET search_path = mine, public, pg_catalog`,
    );
    expect(await sentences()).toEqual([`Entry ${ids[2]}, at position 3, is not what was written there.`]);
    await tamper(`ALTER DATABASE ${new URL(url).pathname.slice(1)} RESET search_path`, "DROP SCHEMA mine CASCADE");
  });
});

describe("whoever computes the chain anew", () => {
  /** As the migration does, with an entry that says otherwise. */
  const anew = (change: string): string[] => [
    change,
    "DELETE FROM audit_links",
    `DO $$ DECLARE e audit_entries; place bigint := 0; link bytea := decode(repeat('00', 32), 'hex'); BEGIN
       FOR e IN SELECT * FROM audit_entries ORDER BY id LOOP
         place := place + 1; link := sha256(link || convert_to(audit_entry_text(e), 'UTF8'));
         INSERT INTO audit_links VALUES (place, e.id, link);
       END LOOP; END $$`,
  ];

  test("is found by what was noted before, and by nothing else", async () => {
    const ids = await givenEntries();
    const seen = await newest();
    const early = await findEntryLink(commandLineActor(), ids[1] ?? 0n);
    await tamper(...anew(`UPDATE audit_entries SET reason = 'another' WHERE id = ${ids[3]}`));
    expect(await sentences()).toEqual([]);
    expect(await sentences(seen)).toEqual([
      "At position 7 another hash was seen: the chain was computed anew from there or before.",
    ]);
    // What lies before the change is as it was.
    expect(await sentences(early as ShownLink)).toEqual([]);
  });

  test("is found where the end was cut off", async () => {
    const ids = await givenEntries();
    const seen = await newest();
    await tamper(...anew(`DELETE FROM audit_entries WHERE id = ${ids.at(-1)}`));
    expect(await sentences()).toEqual([]);
    expect(await sentences(seen)).toEqual(["Position 7 was seen, but the chain ends at 6."]);
  });
});

describe("entries written at the same time", () => {
  test("by many connections have a chain without a gap, in the order of their commits", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const write = (): Promise<bigint> =>
      transaction((tx) => record(tx, actor, { event: "user.enabled", subject: linus }));
    const clients = Array.from({ length: 8 }, async () => {
      for (let round = 0; round < 25; round += 1) await write();
    });
    await Promise.all(clients);
    expect(await verify(await newest())).toMatchObject({ intact: true, entries: 200, newest: { position: 200n } });
    expect(await newest()).toMatchObject({ position: 200n });
  });

  test("stand where they were committed, not where they were begun", async () => {
    const { ada, linus } = await givenPeople("ada", "linus");
    const actor = await signedIn(ada);
    const entry = { event: "user.enabled", subject: linus } as const;
    let second = 0n;
    const first = await transaction(async (tx) => {
      const id = await record(tx, actor, entry);
      // Another connection: it neither waits for the first one nor holds it up.
      second = await transaction((other) => record(other, actor, entry));
      return id;
    });
    const places = await Promise.all([first, second].map((id) => findEntryLink(actor, id)));
    expect(first).toBeLessThan(second);
    expect(places.map((link) => link?.position)).toEqual([2n, 1n]);
    expect(await sentences()).toEqual([]);
  });

  test("by opposite changes of the same people end without a deadlock", async () => {
    const people = await givenPeople("ada", "grace", "linus", "cora");
    const actors = await Promise.all([signedIn(people.ada), signedIn(people.grace)]);
    const names = ["linus", "cora"];
    const change = async (round: number, turn: number): Promise<unknown> => {
      const [ada, grace] = actors;
      const status = round % 2 ? "ENABLED" : "DISABLED";
      const seen = { status: round % 2 ? "DISABLED" : "ENABLED" } as const;
      const actor = turn % 2 ? ada : grace;
      return changeAccountStatus(actor, { username: names[(turn + round) % 2] ?? "", seen, status });
    };
    for (let round = 0; round < 10; round += 1) await Promise.all([0, 1, 2, 3].map((turn) => change(round, turn)));
    expect(await sentences()).toEqual([]);
  });

  test("leave no link where they were rolled back", async () => {
    await givenEntries();
    const broken = transaction(async (tx) => {
      await record(tx, commandLineActor(), { event: "user.enabled", subject: null });
      throw new Error("after the entry");
    });
    await expect(broken).rejects.toThrow("after the entry");
    expect(await verify()).toMatchObject({ intact: true, entries: ENTRIES });
  });
});

test("who has no role of the console reads nothing of it", async () => {
  const { linus, pat, sam } = await givenPeople("linus", "pat", "sam");
  const id = await transaction((tx) => record(tx, commandLineActor(), { event: "user.enabled", subject: linus }));
  const request = { archiveFolder: "/nowhere", seen: [] };
  for (const nobody of [linus, pat]) {
    const actor = await signedIn(nobody);
    const read = [findNewestLink(actor), findEntryLink(actor, id), verifyAudit(actor, request)];
    expect(await Promise.all(read)).toEqual([null, null, null]);
  }
  const support = await signedIn(sam);
  expect(await findNewestLink(support)).not.toBeNull();
  expect(await findEntryLink(support, id)).not.toBeNull();
});
