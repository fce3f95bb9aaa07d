/**
 * The one connection to PostgreSQL: Prisma for typed queries, over a pool of pg that the sign-in throttle shares.
 * Guarantees that a transaction can't be opened inside another, by the type Tx.
 */
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/generated/prisma/client";

/** A transaction under way. A function that takes one can't be handed the database itself. */
export type Tx = Prisma.TransactionClient & { $connect?: never };

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
    application_name: "latchkey console",
  });
  // An idle connection that breaks is replaced by the pool at the next query; unheard, the event would end the process.
  pool.on("error", () => undefined);
  return { pool, prisma: new PrismaClient({ adapter: new PrismaPg(pool) }) };
}

export function database(): PrismaClient {
  return connection().prisma;
}

export function databasePool(): pg.Pool {
  return connection().pool;
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
