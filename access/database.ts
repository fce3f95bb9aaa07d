/**
 * The one pool of connections to PostgreSQL. Prisma finds single things by their name or id; what must be fast or
 * atomic, which is every list, every check of a session and every change, is SQL over the same pool: docs/decisions.md
 * has the figures. Guarantees that whoever
 * takes a Tx is inside a transaction, and that nothing waits for a lock or an answer without end.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "@/generated/prisma/client";

type Connection = { pool: pg.Pool; prisma: PrismaClient };

declare global {
  // Development servers load this module anew after every edit; the connection outlives them.
  var latchkeyConnection: Connection | undefined;
}

function connection(): Connection {
  globalThis.latchkeyConnection ??= connect();
  return globalThis.latchkeyConnection;
}

function connect(): Connection {
  const pool = new pg.Pool({
    connectionString: process.env["DATABASE_URL"],
    max: 10,
    connectionTimeoutMillis: 5_000,
    lock_timeout: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    application_name: "latchkey console",
  });
  // An idle connection that breaks is replaced by the pool at the next query; unheard, the event would end the process.
  pool.on("error", ignore);
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

export function database(): PrismaClient {
  return connection().prisma;
}

export function databasePool(): pg.Pool {
  return connection().pool;
}

/** The rows of a statement written as a template; its values are sent as parameters, and a value may be such a part, too. */
export async function rows<Row extends object>(parts: TemplateStringsArray, ...values: unknown[]): Promise<Row[]> {
  return run<Row>(databasePool(), Prisma.sql(parts, ...values));
}

async function run<Row extends object>(connection: pg.Pool | pg.PoolClient, statement: Prisma.Sql): Promise<Row[]> {
  const result = await reached(connection.query<Row>(statement.text, statement.values));
  return result.rows;
}

/** No connection was to be had, or the one in use broke: trying again may help. `cause` has what the driver said. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";
}

// The operating system's, and those of a server that ends connections, has crashed or is starting (PostgreSQL, Appendix A). The
// driver has none for what it notices itself.
const UNREACHABLE_CODE = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|57P0[123]$)/;
const UNREACHABLE_MESSAGE =
  /^timeout exceeded when trying to connect|^Connection terminated|^Client has encountered a connection error/;

async function reached<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    if (!UNREACHABLE_CODE.test(code) && !UNREACHABLE_MESSAGE.test(error.message)) throw error;
    throw new DatabaseUnreachable(`${code} ${error.message}`.trim(), { cause: error });
  }
}

const underWay = Symbol("a transaction under way");

/** A transaction under way. Only transaction() makes one, so a function that takes it can't be called outside of one. */
export type Tx = {
  readonly [underWay]: true;
  readonly rows: <Row extends object>(parts: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>;
};

/** Does the work whole or not at all: whatever it throws undoes everything and is thrown on. */
export async function transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  const client = await reached(databasePool().connect());
  // A connection that breaks fails the statement under way; unheard, its event would end the process as well.
  client.on("error", ignore);
  try {
    await reached(client.query("BEGIN"));
    const result = await work({
      [underWay]: true,
      rows: (parts, ...values) => run(client, Prisma.sql(parts, ...values)),
    });
    await reached(client.query("COMMIT"));
    client.off("error", ignore);
    client.release();
    return result;
  } catch (error) {
    // A connection that can't even undo is not used again, and the server undoes what it did.
    await client.query("ROLLBACK").then(
      () => client.off("error", ignore).release(),
      () => client.release(true),
    );
    throw error;
  }
}

function ignore(): void {
  // The statement that was under way tells.
}

/** Ends every connection; the next call of database() opens new ones. */
export async function disconnect(): Promise<void> {
  const open = globalThis.latchkeyConnection;
  globalThis.latchkeyConnection = undefined;
  await open?.prisma.$disconnect();
  if (open && !open.pool.ended) await open.pool.end();
}

const HEALTH_TIMEOUT_MS = 2_000;

/** Whether the database answers a query within two seconds. */
export async function isDatabaseUp(): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, HEALTH_TIMEOUT_MS, false).unref());
  const answer = databasePool()
    .query("SELECT 1")
    .then(() => true)
    .catch(() => false);
  return Promise.race([answer, late]);
}
