/** What the doctor finds: nothing in a database that only the product has written, and each kind of damage by its name. */
import pg from "pg";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { findNewestLink, type ShownLink } from "@/access/audit/audit-chain";
import { database, disconnect } from "@/access/database";
import { type Examination, examine, listChecks } from "@/access/doctor/doctor";
import { TRIGGERS } from "@/access/doctor/doctor-schema";
import { migrationNames } from "@/scripts/postgres/migrations";
import { actorOf, openSession } from "@/tests/actors";
import { aBusyDay } from "@/tests/busy-day";
import { contentsOf } from "@/tests/contents";
import { freshDatabase } from "@/tests/database";
import { cloneDatabase, dropDatabase, ownerUrl } from "@/tests/server";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let template: string;
let url: string | undefined;

beforeAll(async () => {
  template = new URL(await freshDatabase()).pathname.slice(1);
  await aBusyDay();
  await disconnect();
});

afterEach(async () => {
  await disconnect();
  if (url !== undefined) await dropDatabase(url);
  url = undefined;
});

/** A copy of that database, in which somebody has done all this, who may do everything and sets the triggers aside. */
async function given(...statements: string[]): Promise<string> {
  url = await cloneDatabase(template);
  process.env["DATABASE_URL"] = url;
  const client = new pg.Client({ connectionString: ownerUrl(url) });
  await client.connect();
  try {
    for (const statement of ["SET session_replication_role = replica", ...statements]) await client.query(statement);
  } finally {
    await client.end();
  }
  return url;
}

async function examined(archiveFolder: string | null = null, seen: ShownLink[] = []): Promise<Examination> {
  const examination = await examine(commandLineActor(), { migrations: migrationNames(), seen, archiveFolder });
  if (!examination) throw new Error("The command line may examine the database.");
  return examination;
}

test("finds nothing in a database that only the product has written, and asks everything", async () => {
  await given();
  const all = listChecks().map(({ name }) => name);
  expect(await examined("/nowhere")).toEqual({ healthy: true, checks: all, found: 0, findings: [], advice: [] });
  expect(new Set(all).size).toBe(all.length);
});

test("leaves every row as it was, also of a database that is damaged", async () => {
  const examinedUrl = await given("UPDATE users SET status = 'DISABLED', key_count = 7");
  const before = await contentsOf(examinedUrl);
  expect(await examined("/nowhere")).toMatchObject({ healthy: false });
  expect(await contentsOf(examinedUrl)).toEqual(before);
});

test("tells nobody who may not see the console", async () => {
  await given();
  const dora = await database().user.findUniqueOrThrow({ where: { usernameKey: "wei" } });
  await database().user.update({ where: { id: dora.id }, data: { status: "ENABLED" } });
  const actor = await actorOf(await openSession(dora));
  expect(await examine(actor, { migrations: migrationNames(), seen: [], archiveFolder: null })).toBeNull();
});

test("counts what it does not tell one by one", async () => {
  await given("UPDATE users SET key_count = key_count + 1");
  const { found, findings } = await examined();
  expect(found).toBe(131);
  expect(findings).toMatchObject([{ check: "key-count", count: 131 }]);
  expect(findings[0]?.sentences).toHaveLength(10);
});

const USER = (name: string) => `(SELECT id FROM users WHERE username = '${name}')`;
const ENTRY = (name: string, event: string) =>
  `(SELECT max(id) FROM audit_entries WHERE subject_username = '${name}' AND event = '${event}')`;
const JOB_1 = "(SELECT id FROM jobs WHERE number = 1)";

/** What somebody does, and what is found by it. */
const DAMAGE: readonly (readonly [check: string, statements: readonly string[], sentence: RegExp])[] = [
  [
    "closed-accounts",
    [`UPDATE sessions SET ended_at = NULL, "end" = NULL WHERE user_id = ${USER("linus")}`],
    /^linus is Disabled and has 2 sessions that did not end/,
  ],
  [
    "closed-accounts",
    [`UPDATE users SET roles = '{SERVICE_USER}' WHERE username = 'sam'`],
    /^sam is a Service User and has 1 session that did not end/,
  ],
  [
    "session-ends",
    [`UPDATE sessions SET "end" = NULL WHERE user_id = ${USER("linus")}`],
    /of linus has an end without/,
  ],
  [
    "session-age",
    [`UPDATE sessions SET created_at = now() - interval '13 hours' WHERE user_id = ${USER("sam")}`],
    /^Session \S+ of sam began .+ and was still used/,
  ],
  [
    "session-age",
    [`UPDATE sessions SET created_at = now() + interval '1 day' WHERE user_id = ${USER("sam")}`],
    /^Session \S+ of sam comes from the future/,
  ],
  [
    "administrator",
    ["UPDATE users SET roles = '{SUPPORT_USER}' WHERE origin = 'LOCAL' AND roles @> '{ADMINISTRATOR}'"],
    /^No local administrator is Enabled: `npm run admin:create`/,
  ],
  [
    "platform-users",
    ["UPDATE users SET password_hash = 'x', roles = '{SERVICE_USER}' WHERE username = 'pat'"],
    /^pat is managed by the platform and has a password, the switch Service User, which/,
  ],
  [
    "platform-users",
    [`UPDATE scheduled_changes SET user_id = ${USER("pat")}`],
    /^pat is managed by the platform and has a scheduled change, which/,
  ],
  [
    "local-users",
    ["UPDATE users SET external_id = 'x', department = 'Sales' WHERE username = 'linus'"],
    /^linus is a local user and has an external id, a department, employee number or manager, which/,
  ],
  [
    "key-count",
    ["UPDATE users SET key_count = 99 WHERE username = 'linus'"],
    /^linus has \d+ package keys and is listed with 99/,
  ],
  [
    "last-key-use",
    [
      `UPDATE users SET last_key_use_at = NULL WHERE id = (SELECT a.owner_id FROM applications a JOIN package_keys k
      ON k.application_id = a.id WHERE k.last_used_at IS NOT NULL LIMIT 1)`,
    ],
    /^A key of \S+ was used 20\S+ \S+ UTC, and the list of users says never/,
  ],
  [
    "platform-tokens",
    [
      "INSERT INTO platform_tokens (label, hash, last_four, created_by) SELECT 'Entra ' || n, sha256(n::text::bytea), 'abcd', 'ada' FROM generate_series(1, 2) n",
    ],
    /^3 tokens of the platform are in use \(Okta, Entra/,
  ],
  [
    "status-in-audit",
    ["UPDATE users SET status = 'ENABLED' WHERE username = 'dora'"],
    /^dora is Enabled, and entry \d+ of the audit, the last about that, says Disabled/,
  ],
  [
    "status-entries",
    [`UPDATE audit_entries SET before = '{"status": "WAITING"}' WHERE id = ${ENTRY("linus", "user.disabled")}`],
    /^Entry \d+ says that linus was Waiting before, and the entry before it left them Enabled/,
  ],
  [
    "changes-in-audit",
    ["SET session_replication_role = origin", "UPDATE users SET status = 'DISABLED' WHERE username = 'grace'"],
    /^The status of grace was changed .+ \(change \d+\), and 0 entries of the audit tell of it/,
  ],
  [
    "changes-in-audit",
    [
      "SET session_replication_role = origin",
      `INSERT INTO audit_entries (event, outcome, source, actor_username, subject_id, subject_username, after, change_id)
       SELECT event, outcome, source, actor_username, subject_id, subject_username, after, change_id FROM audit_entries
       WHERE id = ${ENTRY("linus", "user.disabled")}`,
    ],
    /^The status of linus was changed .+, and 2 entries of the audit tell of it/,
  ],
  [
    "entry-changes",
    [`DELETE FROM access_changes WHERE subject_id = ${USER("linus")}`],
    /about linus names change \d+, which is not there/,
  ],
  [
    "entry-changes",
    [`UPDATE access_changes SET subject_id = gen_random_uuid() WHERE subject_id = ${USER("linus")}`],
    /names change \d+, which is not that of linus/,
  ],
  [
    "refused-entries",
    [`UPDATE audit_entries SET refusal = 'not_permitted' WHERE id = ${ENTRY("linus", "user.disabled")}`],
    /^Entry \d+ \(user.disabled\) is of a refused attempt without a reason, or of a change with one/,
  ],
  ["audit-links", ["DELETE FROM audit_links WHERE position = 3"], /^The audit has (\d+) entries and (?!\1)\d+ links/],
  [
    "audit-end",
    [`UPDATE audit_entries SET actor_username = 'grace' WHERE id = ${ENTRY("linus", "user.disabled")}`],
    /^Entry \d+, at position \d+, is not what was written there/,
  ],
  [
    "job-counters",
    [`UPDATE jobs SET changed = 5 WHERE number = 1`],
    /^Job 1 says 5, 2, 5, 0 .+ its users make it 5, 2, 2, 0/,
  ],
  [
    "job-ends",
    [
      `UPDATE job_items SET outcome = 'PENDING', entry_id = NULL WHERE username = 'cora' AND job_id = ${JOB_1}`,
      "UPDATE jobs SET changed = 1 WHERE number = 1",
    ],
    /^Job 1 has finished and left 1 user undone/,
  ],
  [
    "job-ends",
    ["UPDATE jobs SET finished_at = NULL WHERE number = 1"],
    /^Job 1 is finished and has no time of its end/,
  ],
  [
    "job-entries",
    [`UPDATE job_items SET entry_id = 1 WHERE username = 'cora' AND job_id = ${JOB_1}`],
    /^Job 1 says that it changed cora, and the audit has no such entry/,
  ],
  [
    "job-changes",
    [
      `UPDATE job_items SET outcome = 'FAILED', entry_id = NULL WHERE username = 'cora' AND job_id = ${JOB_1}`,
      "UPDATE jobs SET changed = 1, failed = 1 WHERE number = 1",
    ],
    /^Entry \d+ says that job 1 changed cora, and the job does not/,
  ],
  [
    "waiting-jobs",
    ["UPDATE jobs SET queued_at = now() - interval '1 hour' WHERE number = 2"],
    /^Job 2 has made no progress since/,
  ],
  [
    "due-schedules",
    ["UPDATE scheduled_changes SET due_at = now() - interval '1 hour'"],
    /^sam was to be disabled at .+ and is not/,
  ],
  [
    "settled-schedules",
    ["UPDATE scheduled_changes SET settled_at = now()"],
    /of sam is settled without a time, or has one/,
  ],
  [
    "queue",
    [
      "UPDATE graphile_worker._private_jobs SET attempts = max_attempts, last_error = E'Out of luck\\nat f' WHERE key LIKE 'run-job:%'",
    ],
    /^The queue has given up run-job \S+ \(number \d+\) after: Out of luck\. See/,
  ],
  [
    "queue",
    [
      "UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '2 hours', locked_by = 'w' WHERE key LIKE 'run-job:%'",
    ],
    /^In the queue run-job \S+ \(number \d+\) is locked since/,
  ],
  [
    "unknown-proxies",
    ["INSERT INTO unknown_proxies (address) VALUES ('10.0.0.2')"],
    /^Everybody seems to come from 10\.0\.0\.2.*LATCHKEY_TRUSTED_PROXIES/,
  ],
  ["silent-gates", ["UPDATE gates SET heard_at = now() - interval '1 hour'"], /^gate-1 was last heard of/],
  [
    "gates-behind",
    [
      "UPDATE gates SET started_snapshot = '3:3:'",
      `UPDATE access_changes SET at = now() - interval '10 minutes' WHERE subject_id = ${USER("linus")}`,
    ],
    /^gate-1 has not acknowledged 1 change of the last hour/,
  ],
  [
    "due-events",
    ["UPDATE signal_events SET next_attempt_at = now() - interval '1 hour'"],
    /^\d+ events for the receiver Warehouse should/,
  ],
  [
    "migrations",
    [
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ('1', '1', '29990101000000_more', now(), 1)`,
    ],
    /^The migration 29990101000000_more is unknown here/,
  ],
  [
    "triggers",
    ["ALTER TABLE users DISABLE TRIGGER users_announce_update"],
    /users_announce_update of the table users is off: ALTER TABLE users ENABLE ALWAYS/,
  ],
  [
    "triggers",
    ["ALTER TABLE users ENABLE TRIGGER users_announce_update"],
    /users_announce_update of the table users is not on for everybody/,
  ],
  [
    "triggers",
    ["DROP TRIGGER audit_links_refuse_change ON audit_links"],
    /audit_links_refuse_change of the table audit_links is missing/,
  ],
  [
    "trigger-settings",
    [
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database()); END $$",
    ],
    /^session_replication_role=replica is set for the database test_/,
  ],
  [
    "generated-columns",
    ["ALTER TABLE users ALTER facets DROP EXPRESSION", "UPDATE users SET facets = 1 WHERE username = 'linus'"],
    /^The column facets of the table users is not computed any more/,
  ],
  [
    "generated-columns",
    ["CREATE OR REPLACE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN $1 || 'x'"],
    /^The column search_text of the table users is not right for /,
  ],
  [
    "references",
    [`UPDATE sessions SET user_id = gen_random_uuid() WHERE user_id = ${USER("sam")}`],
    /^1 rows of the table sessions belong to \S+, which is missing in users/,
  ],
  [
    "constraints",
    ["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_letters_idx'::regclass"],
    /^The index users_letters_idx is not valid/,
  ],
  [
    "audit",
    ["UPDATE audit_entries SET reason = 'Nothing.' WHERE id = 2"],
    /^Entry 2, at position 2, is not what was written there/,
  ],
];

describe("finds by its name what somebody did who sets the triggers aside", () => {
  test.each(DAMAGE)("%s: %s", async (check, statements, sentence) => {
    await given(...statements);
    const { findings, found } = await examined(check === "audit" ? "/nowhere" : null);
    expect(found).toBeGreaterThan(0);
    const own = findings.find((finding) => finding.check === check);
    expect(own?.sentences.join("\n"), JSON.stringify(findings)).toMatch(new RegExp(sentence.source, "m"));
  });

  test("every check is among these, or has a test of its own", () => {
    // The roles: tests/scripts/console-role.test.ts.
    const others = ["audit-noted", "database-role"];
    expect([...new Set([...DAMAGE.map(([check]) => check), ...others])].toSorted()).toEqual(
      listChecks()
        .map(({ name }) => name)
        .toSorted(),
    );
  });
});

describe("what was noted of the chain before", () => {
  /** Everything that the console noted, as it stands in the template. */
  async function notedEnds(): Promise<ShownLink[]> {
    const untouched = await given();
    const newest = await findNewestLink(commandLineActor());
    await disconnect();
    await dropDatabase(untouched);
    return newest ? [newest] : [];
  }

  const ANEW = `DO $$ DECLARE e audit_entries; place bigint := 0; link bytea := decode(repeat('00', 32), 'hex'); BEGIN
    DELETE FROM audit_links;
    FOR e IN SELECT * FROM audit_entries ORDER BY id LOOP
      place := place + 1; link := sha256(link || convert_to(audit_entry_text(e), 'UTF8'));
      INSERT INTO audit_links VALUES (place, e.id, link);
    END LOOP; END $$`;

  test.each([
    [
      "computed anew",
      ["UPDATE audit_entries SET actor_username = 'nobody' WHERE id = (SELECT min(id) FROM audit_entries)", ANEW],
      /has another hash than was noted/,
    ],
    [
      "cut off",
      ["DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)", ANEW],
      /was noted and is not there any more/,
    ],
  ])("shows that it was %s, which nothing else does", async (_, statements, sentence) => {
    const seen = await notedEnds();
    expect(seen).toHaveLength(1);
    await given(...statements);
    const checks = ({ findings }: Examination): string[] => findings.map(({ check }) => check);
    expect(checks(await examined())).not.toContain("audit-links");
    expect(checks(await examined())).not.toContain("audit-end");
    const { healthy, findings } = await examined(null, seen);
    expect(healthy).toBe(false);
    expect(findings.find(({ check }) => check === "audit-noted")?.sentences).toEqual([expect.stringMatching(sentence)]);
  });

  test("is found again where nothing was done", async () => {
    const seen = await notedEnds();
    await given();
    expect(await examined(null, seen)).toMatchObject({ healthy: true });
  });
});

test("asks nothing else of a database that is not of this version yet", async () => {
  await given("DELETE FROM _prisma_migrations WHERE migration_name LIKE '%_many_users'", "DROP TABLE jobs CASCADE");
  expect(await examined()).toMatchObject({
    checks: ["migrations"],
    findings: [
      { check: "migrations", sentences: [expect.stringContaining("many_users is not applied: `npm run db:migrate`")] },
    ],
  });
});

test("knows every trigger that there is", async () => {
  await given();
  const found = await database().$queryRaw<{ name: string }[]>`
    SELECT tgname::text AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace`;
  expect(found.map(({ name }) => name).toSorted()).toEqual(Object.values(TRIGGERS).flat().toSorted());
});
