/** The role by which consoles and gates connect: what it may, and how installations of before come to have it. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { disconnect } from "@/access/database";
import { migrate, migrateDatabase } from "@/scripts/postgres/migrations";
import { startPostgres } from "@/scripts/postgres/postgres";
import { aBusyDay } from "@/tests/busy-day";
import { contentsOf } from "@/tests/contents";
import { ageAudit, asOwner, freshDatabase } from "@/tests/database";
import { cloneDatabase, dropDatabase, onServer, ownerUrl } from "@/tests/server";
import { run } from "./processes";

// Some tests wait for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const DENIED = "42501";
const NOT_INTACT = "23000";

type Row = Record<string, unknown>;

async function query(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The code of the refusal; what is let through fails the test. */
async function refusal(url: string, statement: string): Promise<string> {
  return query(url, statement).then(
    () => "let through",
    (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? "") : String(error)),
  );
}

describe("the role of the console", () => {
  let url: string;

  beforeAll(async () => {
    url = await freshDatabase();
    await aBusyDay();
    await ageAudit(2);
  });
  afterAll(disconnect);

  test("owns nothing and has no right that goes beyond rows", async () => {
    const [role] = await query(
      url,
      "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user",
    );
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
    expect(
      await query(url, "SELECT 1 FROM pg_shdepend WHERE refobjid = current_user::regrole AND deptype = 'o'"),
    ).toEqual([]);
    expect(await query(url, "SELECT 1 FROM pg_auth_members WHERE member = current_user::regrole")).toEqual([]);
  });

  test("reads and writes rows of every table, and only adds to the audit", async () => {
    const held = await query(
      url,
      `SELECT c.relname AS "table", array_to_string(array(SELECT p FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) p
         WHERE has_table_privilege(c.oid, p)), ' ') AS held
       FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace IN ('public'::regnamespace, 'graphile_worker'::regnamespace)`,
    );
    expect(held.length).toBeGreaterThan(25);
    const less = held.filter((row) => row["held"] !== "SELECT INSERT UPDATE DELETE");
    expect(Object.fromEntries(less.map((row) => [row["table"], row["held"]]))).toEqual({
      audit_entries: "SELECT INSERT",
      audit_links: "SELECT",
      audit_archives: "SELECT",
      _prisma_migrations: "SELECT",
      migrations: "SELECT",
    });
  });

  test.each([
    "SET session_replication_role = replica",
    "SET ROLE latchkey",
    "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_links_refuse_change ON audit_links",
    "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "UPDATE audit_entries SET actor_username = 'nobody'",
    "DELETE FROM audit_entries",
    "INSERT INTO audit_links (position, entry_id, hash) VALUES (1000, 1, '')",
    "UPDATE audit_links SET hash = ''",
    "DELETE FROM audit_links",
    "INSERT INTO audit_archives (first_position, last_position, last_hash, file, file_hash, first_at, last_at) VALUES (1, 9, '', '', '', now(), now())",
    "TRUNCATE users CASCADE",
    "DROP TABLE users CASCADE",
    "CREATE TABLE mine (id int)",
    "UPDATE _prisma_migrations SET rolled_back_at = now()",
    "SELECT setval('users_number_seq', 1)",
    "SELECT pg_read_file('postgresql.conf')",
    "COPY users TO PROGRAM 'cat'",
    "CREATE DATABASE mine",
    "CREATE ROLE mine SUPERUSER",
  ])("is refused %s", async (statement) => {
    expect(await refusal(url, statement)).toBe(DENIED);
  });

  test("moves the oldest entries to a file on record, and nothing else, by the function for that", async () => {
    const links = await query(
      url,
      "SELECT position::int AS position, encode(hash, 'hex') AS hash FROM audit_links ORDER BY 1",
    );
    const hashOf = (position: number): unknown => links[position - 1]?.["hash"];
    const archive = (first: number, last: number, hash: unknown): string =>
      `SELECT archive_audit_entries(${first}, ${last}, decode('${String(hash)}', 'hex'), 'file', '')`;
    const before = await contentsOf(url);
    expect(links.length).toBeGreaterThan(5);
    // Not the next one, another end, an empty file, and further than the audit goes.
    for (const statement of [
      archive(2, 3, hashOf(3)),
      archive(1, 3, hashOf(2)),
      archive(1, 0, hashOf(1)),
      archive(1, links.length + 1, hashOf(1)),
    ]) {
      expect(await refusal(url, statement)).toBe(NOT_INTACT);
    }
    // What is a day old leaves; what is younger does not, wherever it stands.
    await query(
      url,
      "INSERT INTO audit_entries (event, outcome, source, actor_username) VALUES ('user.enabled', 'DONE', 'PAGE', 'ada')",
    );
    const [young] = await query(
      url,
      "SELECT position::int AS position, encode(hash, 'hex') AS hash FROM audit_links ORDER BY 1 DESC LIMIT 1",
    );
    expect(await refusal(url, archive(1, Number(young?.["position"]), young?.["hash"]))).toBe(NOT_INTACT);
    await asOwner(
      "SET session_replication_role = replica",
      `DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)`,
      "DELETE FROM audit_links WHERE position = (SELECT max(position) FROM audit_links)",
    );
    expect({ ...(await contentsOf(url)) }).toEqual(before);
    expect(await query(url, archive(1, 3, hashOf(3)))).toEqual([{ archive_audit_entries: "3" }]);
    expect(await query(url, "SELECT min(position)::int AS first FROM audit_links")).toEqual([{ first: 4 }]);
    expect(await query(url, "SELECT last_position::int AS last, file FROM audit_archives")).toEqual([
      { last: 3, file: "file" },
    ]);
  });

  test("is not misled by tables of its own: what the database writes for it goes where it belongs", async () => {
    const [before] = await query(url, "SELECT max(position)::int AS last FROM audit_links");
    // In a database whose owner lets everybody make temporary tables, as this one does.
    await query(
      url,
      `CREATE TEMPORARY TABLE audit_links (position bigint, entry_id bigint, hash bytea);
       CREATE TEMPORARY TABLE audit_archives (last_position bigint, last_hash bytea);
       INSERT INTO public.audit_entries (event, outcome, source, actor_username) VALUES ('user.enabled', 'DONE', 'PAGE', 'ada')`,
    );
    const [after] = await query(url, "SELECT max(position)::int AS last FROM audit_links");
    expect(after).toEqual({ last: Number(before?.["last"]) + 1 });
  });
});

describe("a migration of a later version", () => {
  test("makes tables and counters that the console may use at once, also where another program applies it", async () => {
    const url = await cloneDatabase("template0");
    const model = mkdtempSync(join(tmpdir(), "latchkey-model-"));
    onTestFinished(async () => {
      await dropDatabase(url);
      rmSync(model, { recursive: true });
    });
    await migrateDatabase({ url, ownerUrl: ownerUrl(url) });
    cpSync("prisma", model, { recursive: true });
    const folder = join(model, "migrations/20990101000000_later");
    mkdirSync(folder);
    writeFileSync(join(folder, "migration.sql"), "CREATE TABLE later (id bigserial PRIMARY KEY, note text)");
    await migrate(ownerUrl(url), { model });
    expect(await query(url, "INSERT INTO later (note) VALUES ('a') RETURNING id")).toEqual([{ id: "1" }]);
    await query(url, "UPDATE later SET note = 'b'; DELETE FROM later");
    expect(await refusal(url, "TRUNCATE later")).toBe(DENIED);
  });
});

describe("an embedded database", () => {
  let folder: string;
  let home: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-role-"));
    chmodSync(folder, 0o711);
    home = join(folder, "home");
    mkdirSync(home, { mode: 0o711 });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As the version before has left it: one superuser owns everything, and there is no other role. */
  async function givenOldInstallation(): Promise<Awaited<ReturnType<typeof contentsOf>>> {
    const model = join(folder, "model");
    cpSync("prisma", model, { recursive: true });
    for (const name of readdirSync(join(model, "migrations")).filter((one) => one > "20261130" && one < "3")) {
      rmSync(join(model, "migrations", name), { recursive: true });
    }
    const server = await startPostgres(home);
    await query(
      server.ownerUrl,
      "DROP OWNED BY latchkey_console; DROP ROLE latchkey_console; GRANT ALL ON DATABASE latchkey TO PUBLIC",
    );
    await migrate(server.ownerUrl, { model });
    await query(
      server.ownerUrl,
      `INSERT INTO users (username, username_key, email, display_name, origin, status)
       VALUES ('linus', 'linus', 'linus@example.com', 'Linus', 'PLATFORM', 'ENABLED'), ('wei', 'wei', 'wei@example.com', 'Wei', 'LOCAL', 'DISABLED');
       INSERT INTO audit_entries (event, outcome, source, actor_username) VALUES ('user.enabled', 'DONE', 'PAGE', 'ada'), ('user.disabled', 'DONE', 'PAGE', 'ada')`,
    );
    const contents = await contentsOf(server.ownerUrl);
    await server.stop();
    rmSync(join(home, "console-password"));
    return contents;
  }

  test("of the version before is brought over with nothing lost, by whatever starts first, and stays so", async () => {
    const before = await givenOldInstallation();
    const { code, output } = await run("users", { LATCHKEY_HOME: home }, "show", "linus");
    expect(output).toContain("linus@example.com");
    expect(code).toBe(0);
    for (const _start of [1, 2]) {
      const server = await startPostgres(home);
      try {
        expect(await query(server.url, "SELECT current_user AS name")).toEqual([{ name: "latchkey_console" }]);
        const after = await contentsOf(server.url);
        for (const table of ["public.users", "public.audit_entries", "public.audit_links"]) {
          expect(before[table]).toMatch(/^2 /);
        }
        expect(after["public.audit_entries"]).toEqual(before["public.audit_entries"]);
        expect(after["public.audit_links"]).toEqual(before["public.audit_links"]);
        expect(await query(server.url, "SELECT username, email, status FROM users ORDER BY 1")).toEqual([
          { username: "linus", email: "linus@example.com", status: "ENABLED" },
          { username: "wei", email: "wei@example.com", status: "DISABLED" },
        ]);
        expect(await refusal(server.url, "DELETE FROM audit_entries")).toBe(DENIED);
        expect(await refusal(server.url, "CREATE TEMPORARY TABLE mine (id int)")).toBe(DENIED);
      } finally {
        await server.stop();
      }
    }
  });

  test("keeps both passwords readable for its user alone, and gives a lost one of the console anew", async () => {
    const first = await startPostgres(home);
    await migrateDatabase(first);
    const told = readFileSync(join(home, "database-url"), "utf8").trim();
    const modes = ["postgres-password", "console-password", "database-url"].map(
      (name) => statSync(join(home, name)).mode & 0o777,
    );
    await first.stop();
    expect(told).toBe(first.url);
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    expect(first.url).not.toContain(readFileSync(join(home, "postgres-password"), "utf8").trim());

    rmSync(join(home, "console-password"));
    const second = await startPostgres(home);
    try {
      expect(new URL(second.url).password).not.toBe(new URL(first.url).password);
      expect(await query(second.url, "SELECT count(*)::int AS users FROM users")).toEqual([{ users: 0 }]);
    } finally {
      await second.stop();
    }
  });
});

describe("a server of one's own", () => {
  const secret = { NEXTAUTH_SECRET: "-".repeat(40) };
  const roles = ["docs_owner", "docs_console"];
  let console: string;
  let owner: string;

  /** By the statements of the docs, with other names. */
  beforeEach(async () => {
    const [, statements = ""] = /```sql\n(CREATE ROLE[^]*?)```/.exec(readFileSync("docs/operators.md", "utf8")) ?? [];
    const named = statements.replaceAll("latchkey_", "docs_").replaceAll("DATABASE latchkey", "DATABASE docs");
    expect(named.match(/docs_owner|docs_console/g)?.length).toBeGreaterThan(2);
    for (const statement of named.split(";\n").filter((one) => one.trim() !== ""))
      await onServer(statement.replaceAll("'…'", "'word'"));
    const address = (role: string): string => {
      const url = new URL(ownerUrl("postgresql://localhost/docs"));
      return Object.assign(url, { username: role, password: "word" }).href;
    };
    [owner = "", console = ""] = roles.map(address);
  });

  afterEach(async () => {
    await disconnect();
    await onServer("DROP DATABASE IF EXISTS docs WITH (FORCE)");
    for (const role of roles) await onServer(`DROP ROLE IF EXISTS ${role}`);
  });

  test("works with the two roles of the docs: migrations by one, everything else by the other", async () => {
    const both = { DATABASE_URL: console, MIGRATION_DATABASE_URL: owner, ...secret };
    const alone = { DATABASE_URL: console, ...secret };
    expect(await run("db-migrate", alone)).toMatchObject({ code: 1 });
    expect(await run("db-migrate", both)).toMatchObject({ code: 0, output: expect.stringMatching(/Applied \d+\./) });
    // Up to date, whoever asks: a console needs no more than its own role.
    const made = await run("admin-create", alone, "--username", "ada", "--email", "ada@example.com");
    expect(made.output).toContain("✓ ada was created as an administrator.");
    expect(await refusal(console, "DELETE FROM audit_entries")).toBe(DENIED);
    const examined = await run("doctor", alone, "--json");
    expect(JSON.parse(examined.stdout)).toMatchObject({ healthy: true, advice: [] });
  });

  test("with a migration to apply says which setting is missing, and changes nothing", async () => {
    const { output, code } = await run("db-migrate", { DATABASE_URL: console, ...secret });
    expect(code).toBe(1);
    expect(output).toMatch(/^✗ [^\n]*MIGRATION_DATABASE_URL[^\n]*\n$/);
    expect(await query(owner, "SELECT FROM pg_class WHERE relname = 'users'")).toEqual([]);
  });

  test("works with one role as before, which the doctor says is able to set the audit's triggers aside", async () => {
    const single = { DATABASE_URL: owner, ...secret };
    const made = await run("admin-create", single, "--username", "ada", "--email", "ada@example.com");
    expect(made.output).toContain("✓ ada was created as an administrator.");
    const examined = await run("doctor", single, "--json");
    expect(JSON.parse(examined.stdout)).toMatchObject({
      healthy: true,
      advice: [
        {
          check: "database-role",
          sentences: [expect.stringContaining("docs_owner of DATABASE_URL owns the tables of the audit")],
        },
      ],
    });
    // Later the same database gets a second role, and loses nothing.
    const both = { DATABASE_URL: console, MIGRATION_DATABASE_URL: owner, ...secret };
    expect(await run("users", both, "show", "ada")).toMatchObject({ code: 0 });
    expect(await run("restore", { DATABASE_URL: console, ...secret }, "--file", "nowhere")).toMatchObject({
      code: 1,
      output: expect.stringContaining("set MIGRATION_DATABASE_URL"),
    });
  });
});
