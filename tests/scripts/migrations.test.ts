import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate, schemaDifference } from "@/scripts/postgres/migrations";
import { CommandError } from "@/scripts/terminal/command";
import { cloneDatabase, dropDatabase, ownerUrl } from "@/tests/server";

let url: string;
let model: string;

beforeEach(async () => {
  url = ownerUrl(await cloneDatabase("template0"));
  model = mkdtempSync(join(tmpdir(), "latchkey-model-"));
  cpSync("prisma", model, { recursive: true });
});

afterEach(async () => {
  await dropDatabase(url);
  rmSync(model, { recursive: true, force: true });
});

describe("migrations", () => {
  it("bring an empty database up to date, and then have nothing to do", async () => {
    const { applied } = await migrate(url);
    expect(applied.length).toBeGreaterThan(0);
    expect(await rows("SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL")).toHaveLength(
      applied.length,
    );
    expect(await migrate(url)).toEqual({ applied: [] });
  });

  it("are applied once by two processes that start at the same moment", async () => {
    const both = await Promise.all([migrate(url), migrate(url)]);
    const counts = both.map(({ applied }) => applied.length).sort();
    expect(counts[0]).toBe(0);
    expect(counts[1]).toBeGreaterThan(0);
  });

  it("lead to schema.prisma, and leave no scratch database behind", async () => {
    expect(await schemaDifference(url)).toBe("");
    expect(await rows("SELECT datname FROM pg_database WHERE datname LIKE 'latchkey_shadow_%'")).toEqual([]);
  });

  it("are told apart from a schema.prisma that says more", async () => {
    writeFileSync(join(model, "schema.prisma"), "model Turnstile {\n  id Int @id\n}\n", { flag: "a" });
    expect(await schemaDifference(url, model)).toContain('CREATE TABLE "Turnstile"');
  });

  it("say which one failed and why, change nothing by it, and are tried again at the next start", async () => {
    const broken = addMigration("20990101000000_broken", "CREATE TABLE half (id int);\nSELECT nonsense;");
    for (const attempt of [1, 2]) {
      const failure = migrate(url, { model });
      await expect(failure, `attempt ${attempt}`).rejects.toThrow(
        /^[^\n]*20990101000000_broken: [^\n]*nonsense[^\n]*$/,
      );
      await expect(failure).rejects.toThrow(CommandError);
    }
    expect(await rows("SELECT FROM pg_class WHERE relname = 'half'")).toEqual([]);
    writeFileSync(broken, "CREATE TABLE half (id int);");
    expect(await migrate(url, { model })).toEqual({ applied: ["20990101000000_broken"] });
  });

  it("may hold functions with semicolons in their bodies", async () => {
    const body = "BEGIN PERFORM 1; PERFORM 2; RETURN 3; END";
    addMigration("20990101000000_function", `CREATE FUNCTION three() RETURNS int LANGUAGE plpgsql AS $$ ${body} $$;`);
    await migrate(url, { model });
    expect(await rows("SELECT three()")).toEqual([{ three: 3 }]);
  });
});

function addMigration(name: string, sql: string): string {
  const path = join(model, "migrations", name, "migration.sql");
  mkdirSync(dirname(path));
  writeFileSync(path, sql);
  return path;
}

async function rows(query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}
