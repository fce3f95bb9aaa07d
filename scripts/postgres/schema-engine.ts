/**
 * Prisma's own schema engine, built as WebAssembly and connected through the driver adapter: the same engine as that of
 * `prisma migrate deploy`, without the binary which Prisma's command line downloads first.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

/** Types of PostgreSQL, by their object ids. */
const internalChar = 18;
const text = 25;
/** No column can have a name that ends like this: PostgreSQL has no NUL in names. */
const mark = "\0char";

/** What the engine has opened in the course of its work. */
type Opened = { pools: pg.Pool[]; shadows: string[] };

let started = false;

/** Lends the engine to `work` and closes its connections afterwards. `datamodels` are pairs of a path and its text. */
export async function withSchemaEngine<Answer>(
  databaseUrl: string,
  datamodels: [string, string][],
  work: (engine: bindings.SchemaEngine) => Promise<Answer>,
): Promise<Answer> {
  if (!started) startEngine();
  started = true;
  const opened: Opened = { pools: [], shadows: [] };
  const factory = bindMigrationAwareSqlAdapterFactory(adapterFactory(databaseUrl, opened));
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, factory);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await closeOpened(databaseUrl, opened);
  }
}

function startEngine(): void {
  const wasm = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const module = new WebAssembly.Module(readFileSync(wasm));
  const instance = new WebAssembly.Instance(module, { "./schema_engine_bg.js": { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  const start = instance.exports["__wbindgen_start"];
  if (typeof start === "function") Reflect.apply(start, undefined, []);
}

function adapterFactory(databaseUrl: string, opened: Opened): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: "postgres",
    adapterName: "@prisma/adapter-pg",
    connect: () => connectAdapter(databaseUrl, opened),
    connectToShadowDb: () => connectShadow(databaseUrl, opened),
  };
}

async function connectAdapter(databaseUrl: string, opened: Opened): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: "latchkey migrations" });
  opened.pools.push(pool);
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  teachInternalChar(adapter, pool);
  // The adapter's own way cuts a script at every semicolon, also inside the bodies of functions. PostgreSQL itself
  // takes a whole script by its simple query protocol, and as one transaction.
  adapter.executeScript = async (script) => {
    try {
      await pool.query(script);
    } catch (error) {
      throw describedError(error);
    }
  };
  return adapter;
}

/** A scratch database in which the engine replays the migrations to see where they lead. */
async function connectShadow(databaseUrl: string, opened: Opened): Promise<SqlDriverAdapter> {
  const name = `latchkey_shadow_${crypto.randomUUID().replaceAll("-", "")}`;
  await runOnce(databaseUrl, `CREATE DATABASE ${name}`);
  const shadow = new URL(databaseUrl);
  shadow.pathname = `/${name}`;
  opened.shadows.push(name);
  return connectAdapter(shadow.href, opened);
}

/**
 * The engine leaves its connections to time out, with the lock of Prisma's migrations held by one of them, and its
 * scratch databases to whoever comes next.
 */
async function closeOpened(databaseUrl: string, opened: Opened): Promise<void> {
  await Promise.all(opened.pools.filter((pool) => !pool.ending).map((pool) => pool.end()));
  for (const shadow of opened.shadows) await runOnce(databaseUrl, `DROP DATABASE IF EXISTS ${shadow} WITH (FORCE)`);
}

async function runOnce(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** In the form that the engine understands, notes in the history of migrations and passes on. */
function describedError(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const { code = "", severity = "ERROR", message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
}

/**
 * The adapter refuses PostgreSQL's internal type "char", which the engine's questions to the catalogue return. So such a
 * column passes through the adapter as text, marked in its name, and is declared a character on the other side.
 */
function teachInternalChar(adapter: SqlDriverAdapter, pool: pg.Pool): void {
  pool.query = new Proxy(pool.query.bind(pool), {
    apply: async (query, self, parameters: unknown[]) => {
      const result: unknown = await Reflect.apply(query, self, parameters);
      if (result instanceof pg.Result) result.fields = result.fields.map(markInternalChar);
      return result;
    },
  });
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    return {
      ...result,
      columnNames: result.columnNames.map((name) => name.replace(mark, "")),
      columnTypes: result.columnTypes.map((type, index) =>
        result.columnNames[index]?.endsWith(mark) ? ColumnTypeEnum.Character : type,
      ),
    };
  };
}

function markInternalChar(field: pg.FieldDef): pg.FieldDef {
  return field.dataTypeID === internalChar ? { ...field, dataTypeID: text, name: field.name + mark } : field;
}
