/**
 * Brings a database to the present data model, and to that of the job queue. Guarantees that two processes never migrate at the same time, and that
 * `prisma migrate deploy` sees the same history.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ApplyMigrationsInput, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { presentDatabaseUrl } from "@/access/database-hosts";
import { causeOf, CommandError } from "@/scripts/terminal/command";
import { findDatabaseRole, grantConsoleRole, listAppliedMigrations } from "./console-role";
import { withSchemaEngine } from "./schema-engine";

/** The folder of schema.prisma and migrations/. */
const projectModel = fileURLToPath(new URL("../../prisma", import.meta.url));
const filters = { externalTables: [], externalEnums: [] };
/** Any number will do, as long as it is the same in every process. */
const lockNumber = 7_110_731;

type Addresses = {
  /** By which consoles and gates connect. */
  readonly url: string;
  /** By which tables are made and changed: the same, or that of their owner. */
  readonly ownerUrl: string;
};

/** As the owner of the tables, and lets the role of the console use them. One who owns nothing may find them up to date. */
export async function migrateDatabase({ url, ownerUrl }: Addresses): Promise<{ applied: string[] }> {
  if (url !== ownerUrl) {
    const { name } = await findDatabaseRole(url);
    return migrate(ownerUrl, { consoleRole: name });
  }
  const { name, isOwner } = await findDatabaseRole(url);
  if (isOwner) return migrate(url);
  const applied = await listAppliedMigrations(url);
  const missing = migrationNames().find((migration) => !applied.includes(migration));
  if (missing === undefined) return { applied: [] };
  throw new CommandError(
    `The migration ${missing} is not applied, and the role ${name} of DATABASE_URL does not own the tables: ` +
      "set MIGRATION_DATABASE_URL to the address of the role that does, for this start or for npm run db:migrate.",
  );
}

type MigrationOptions = {
  /** The role that may use the tables afterwards, where another one makes them. */
  readonly consoleRole?: string;
  readonly model?: string;
};

/** Says which migrations it applied; none when the database was up to date. */
export async function migrate(
  ownerUrl: string,
  { consoleRole, model = projectModel }: MigrationOptions = {},
): Promise<{ applied: string[] }> {
  const databaseUrl = await presentDatabaseUrl(ownerUrl);
  const lock = new pg.Client({ connectionString: databaseUrl, application_name: "latchkey migrations" });
  await lock.connect();
  try {
    // Waits while another process migrates; the lock goes with the connection, whatever happens to this process.
    await lock.query("SELECT pg_advisory_lock($1)", [lockNumber]);
    const applied = await applyMigrations(databaseUrl, model);
    await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => undefined) });
    if (consoleRole !== undefined) await grantConsoleRole(databaseUrl, consoleRole);
    return applied;
  } finally {
    await lock.end();
  }
}

/** The SQL that leads from the migrations to schema.prisma: empty when they agree. */
export async function schemaDifference(databaseUrl: string, model: string = projectModel): Promise<string> {
  const schema = { path: "schema.prisma", content: readFileSync(join(model, "schema.prisma"), "utf8") };
  return withSchemaEngine(databaseUrl, [[schema.path, schema.content]], async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "migrations", ...migrationsList(model) },
      to: { tag: "schemaDatamodel", files: [schema] },
      script: true,
      exitCode: null,
      filters,
    });
    return (stdout ?? "").replace("-- This is an empty migration.", "").trim();
  });
}

async function applyMigrations(databaseUrl: string, model: string): Promise<{ applied: string[] }> {
  const schema = readFileSync(join(model, "schema.prisma"), "utf8");
  const list = { migrationsList: migrationsList(model), filters };
  return withSchemaEngine(databaseUrl, [["schema.prisma", schema]], async (engine) => {
    try {
      await forgiveFailures(engine, list);
      return { applied: (await engine.applyMigrations(list)).appliedMigrationNames };
    } catch (error) {
      throw new CommandError(`The database could not be migrated. ${explain(causeOf(error))}`, { cause: error });
    }
  });
}

/**
 * The engine refuses to go on after a migration that failed or was cut off. Each runs as one transaction, so that such
 * a one has left nothing and may be tried again.
 */
async function forgiveFailures(engine: SchemaEngine, list: ApplyMigrationsInput): Promise<void> {
  const history = await engine.diagnoseMigrationHistory({ ...list, optInToShadowDatabase: false });
  for (const migrationName of history.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
}

/** The engine's message without its trace, in which the name of the migration stands. */
function explain(message: string): string {
  const name = /migration_name="([^"]+)"/.exec(message)?.[1];
  const lines = message.split("\n").filter((line) => !/^ +(\d+:|with |at )|^external connector error$/.test(line));
  const explanation = lines.join(" ").trim();
  return name === undefined ? explanation : `Migration ${name}: ${explanation}`;
}

/** In the order in which they are applied. */
export function migrationNames(model: string = projectModel): string[] {
  const baseDir = join(model, "migrations");
  const folders = existsSync(baseDir) ? readdirSync(baseDir, { withFileTypes: true }) : [];
  return folders
    .filter((folder) => folder.isDirectory())
    .map((folder) => folder.name)
    .sort();
}

function migrationsList(model: string) {
  const baseDir = join(model, "migrations");
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames(model).map((path) => ({
      path,
      migrationFile: migrationFile(join(baseDir, path)),
    })),
  };
}

function migrationFile(folder: string) {
  const value = readFileSync(join(folder, "migration.sql"), "utf8");
  return { path: "migration.sql", content: { tag: "ok" as const, value } };
}
