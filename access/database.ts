/**
 * The one pool of connections to PostgreSQL. Prisma finds single things by their name or id; what must be fast or
 * atomic, which is every list, every check of a session and every change, is SQL over the same pool: docs/decisions.md
 * has the figures. Guarantees that whoever
 * takes a Tx is inside a transaction, and that nothing waits for a lock or an answer without end.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { Prisma, PrismaClient } from "@/generated/prisma/client";
import { ReadOnlyDatabase, openPool } from "./database-hosts";

/** What takes longer is ended by the server; the grace is what its word may take on the way here. */
const STATEMENT_LIMIT_MS = 15_000;
/** A server that says nothing at all is given up after both, since its connection would be waited for without end. */
const GRACE_MS = 2_000;

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
  const pool = openPool({
    connectionString: process.env["DATABASE_URL"],
    max: 10,
    connectionTimeoutMillis: 5_000,
    lock_timeout: 5_000,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS + GRACE_MS,
    idle_in_transaction_session_timeout: 15_000,
    application_name: "latchkey console",
  });
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

async function run<Row extends object>(
  connection: pg.Pool | pg.PoolClient,
  { text, values }: Prisma.Sql,
  limitMs = STATEMENT_LIMIT_MS,
): Promise<Row[]> {
  const question = { text, values, query_timeout: limitMs + GRACE_MS };
  const result = await reached(connection.query<Row>(question));
  return result.rows;
}

/** No connection was to be had, or the one in use broke: trying again may help. `cause` has what the driver said. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";
}

// The operating system's, and those of a server that ends connections, has crashed, is starting or has none left
// (PostgreSQL, Appendix A). The driver has none for what it notices itself.
const UNREACHABLE_CODE = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_|57P0[123]$|53300$)/;
const UNREACHABLE_MESSAGE =
  /^timeout (exceeded when trying to connect|expired)|^Query read timeout|^Connection terminated|^Client has encountered a connection/;

async function reached<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    const isUnreachable =
      error instanceof ReadOnlyDatabase || UNREACHABLE_CODE.test(code) || UNREACHABLE_MESSAGE.test(error.message);
    if (!isUnreachable) throw error;
    throw new DatabaseUnreachable(`${code} ${error.message}`.trim(), { cause: error });
  }
}

const underWay = Symbol("a transaction under way");

/** A transaction under way. Only transaction() makes one, so a function that takes it can't be called outside of one. */
export type Tx = {
  readonly [underWay]: true;
  readonly rows: <Row extends object>(parts: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]>;
  /** What is told of it outside of the database waits until it is true. */
  readonly afterCommit: (tell: () => void) => void;
};

/**
 * Does the work whole or not at all: whatever it throws undoes everything and is thrown on. Work that is slow by its nature
 * says how long a statement of it may take.
 */
export async function transaction<Result>(work: (tx: Tx) => Promise<Result>, limitMs?: number): Promise<Result> {
  const client = await reached(databasePool().connect());
  // A connection that breaks fails the statement under way; unheard, its event would end the process as well.
  client.on("error", ignore);
  const told: (() => void)[] = [];
  let result: Result;
  try {
    await reached(client.query("BEGIN"));
    if (limitMs !== undefined) await reached(client.query(`SET LOCAL statement_timeout = ${limitMs}`));
    result = await work({
      [underWay]: true,
      rows: (parts, ...values) => run(client, Prisma.sql(parts, ...values), limitMs),
      afterCommit: (tell) => void told.push(tell),
    });
    await reached(client.query("COMMIT"));
    client.off("error", ignore);
    client.release();
  } catch (error) {
    await undo(client, error);
    throw error;
  }
  for (const tell of told) tell();
  return result;
}

/** What is done in the background may wait so long for what others hold: nobody looks on, and giving up loses its turn. */
const BACKGROUND_LIMIT_MS = 60_000;

/** A transaction of a job or a schedule, which keeps its place where a page would give up and say so. */
export function backgroundTransaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return transaction(async (tx) => {
    await tx.rows`SELECT set_config('lock_timeout', ${String(BACKGROUND_LIMIT_MS)}, true)`;
    return work(tx);
  }, BACKGROUND_LIMIT_MS);
}

/** A connection that can't even undo, or answers nothing, is not used again, and the server undoes what it did. */
async function undo(client: pg.PoolClient, error: unknown): Promise<void> {
  if (error instanceof DatabaseUnreachable) {
    client.release(true);
    return;
  }
  await client.query("ROLLBACK").then(
    () => client.off("error", ignore).release(),
    () => client.release(true),
  );
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
