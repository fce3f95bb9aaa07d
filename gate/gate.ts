/**
 * The key check: whether a call of the API may pass, for the gateways in front of it. Guarantees that nothing is let pass
 * by what was true more than five seconds ago: what is remembered counts for three seconds after the last proof that it
 * is up to date, what was looked up for two; without either the gate refuses.
 */
import { type Server } from "node:http";
import { setImmediate, setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { openPool } from "@/access/database-hosts";
import { Attendance } from "./attendance";
import { ChangeLog } from "./change-log";
import { APPLICATION_NAME, STATEMENT_LIMIT_MS } from "./connection";
import { Follower } from "./follower";
import { KeyCheck } from "./key-check";
import { KnownKeys } from "./known-keys";
import { LookUps } from "./look-ups";
import { makeMetrics } from "./metrics";
import { startPruning } from "./pruning";
import { createGateServer, type Door, healthAnswer, metricsAnswer, readyAnswer } from "./server";
import { Uses } from "./uses";

export type GateOptions = {
  readonly databaseUrl: string;
  /** By what administrators know this gate apart. */
  readonly name: string;
  /** How many keys are remembered at most. */
  readonly cacheKeys: number;
  /** Takes sentences for the operator about the connection to the database. */
  readonly report: (sentence: string) => void;
};

export type Gate = {
  /** A server that answers by this gate and does not listen yet. */
  readonly createServer: () => Server;
  /** From here on the readiness probe says that the end is near; calls are answered all the same. */
  readonly drain: () => void;
  /** Finishes the calls under way, writes what is to be kept, and says good-bye. */
  readonly close: () => Promise<void>;
};

const CLOSE_LIMIT_MS = 3_000;

/** Follows the database from here on; rejects if it can't be reached or has no tables for gates. */
export async function openGate(options: GateOptions): Promise<Gate> {
  const pools = { lookUps: makePool(options.databaseUrl, 8, GENERIC_PLAN), records: makePool(options.databaseUrl, 3) };
  let isStopping = false;
  const drain = (): void => void (isStopping = true);
  const { door, follower, lookUps, uses, attendance } = assemble(options, pools, () => isStopping);
  try {
    await follower.start();
    await attendance.arrive();
  } catch (error) {
    await follower.stop();
    await endPools(pools);
    throw error;
  }
  uses.start();
  const stopPruning = startPruning(pools.records);
  const servers: Server[] = [];
  const createServer = (): Server => {
    const server = createGateServer(door);
    servers.push(server);
    return server;
  };
  const close = async (): Promise<void> => {
    drain();
    stopPruning();
    await closeServers(servers, lookUps);
    await follower.stop();
    await uses.stop();
    // Whoever can't say good-bye is silent.
    await attendance.leave().catch(() => undefined);
    await endPools(pools);
  };
  return { createServer, drain, close };
}

/** What the gate writes never waits for a look-up, nor a look-up for that. */
type Pools = { readonly lookUps: pg.Pool; readonly records: pg.Pool };

/** A pool waits without end for a server that does not answer. */
async function endPools({ lookUps, records }: Pools): Promise<void> {
  const ended = Promise.all([lookUps.end(), records.end()]);
  await Promise.race([ended, delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
}

type Parts = { door: Door; follower: Follower; lookUps: LookUps; uses: Uses; attendance: Attendance };

function assemble(
  { databaseUrl, name, cacheKeys, report }: GateOptions,
  pools: Pools,
  isStopping: () => boolean,
): Parts {
  const changes = new ChangeLog();
  const keys = new KnownKeys(cacheKeys, changes);
  const cachedKeys = (): number => keys.size;
  const isListening = (): boolean => follower.isFollowing();
  const metrics = makeMetrics({ cachedKeys, isListening });
  const attendance = new Attendance({ pool: pools.records, name, cachedKeys, observeLag: metrics.observeLag });
  const forget = (id: string | undefined): void => {
    changes.add(id);
    if (id === undefined) keys.forgetUnknown();
  };
  const follower = new Follower({ databaseUrl, forget, attendance, report });
  const lookUps = new LookUps(pools.lookUps, keys, changes, isListening);
  const uses = new Uses(pools.records);
  const isFollowing = (now: number): boolean => follower.isFollowing(now);
  const check = new KeyCheck({ keys, lookUps, uses, metrics, isFollowing });
  const door: Door = {
    authorize: (request, response) => check.authorize(request, response),
    health: () => healthAnswer(isListening(), pools.lookUps),
    ready: () => readyAnswer(isStopping, isListening(), pools.lookUps),
    metrics: () => metricsAnswer(metrics),
  };
  return { door, follower, lookUps, uses, attendance };
}

// How many keys a statement asks for makes no better plan than this one, and to plan it each time takes longer than to
// find one key.
const GENERIC_PLAN = "-c plan_cache_mode=force_generic_plan";

function makePool(databaseUrl: string, max: number, options?: string): pg.Pool {
  return openPool({
    connectionString: databaseUrl,
    max,
    ...(options !== undefined && { options }),
    connectionTimeoutMillis: STATEMENT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    application_name: APPLICATION_NAME,
  });
}

/** Every call is answered in the moment it comes, or waits for a look-up: after those, no answer is open. */
async function closeServers(servers: Server[], lookUps: LookUps): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  await Promise.race([lookUps.settled(), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  await setImmediate();
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
}
