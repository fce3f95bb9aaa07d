/** A real gate on a real database, callers of the API who ask it, and what is to be waited for. */
import { request as ask, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterEach, expect } from "vitest";
import { database } from "@/access/database";
import { type GateServerOptions, type RunningGate, startGate } from "@/scripts/server/gate-server";

export type Scene = RunningGate & {
  /** What the operator was told. */
  reports: string[];
};

const running = new Set<RunningGate>();

afterEach(async () => {
  for (const gate of running) await gate.stop();
  running.clear();
});

/** A gate on the database of the test, which ends with the test. */
export async function givenGate(options: Partial<GateServerOptions> = {}): Promise<Scene> {
  const reports: string[] = [];
  const gate = await startGate({
    databaseUrl: process.env["DATABASE_URL"] ?? "",
    port: 0,
    host: "127.0.0.1",
    name: "gate one",
    cacheKeys: 1_000,
    report: (sentence) => reports.push(sentence),
    ...options,
  });
  running.add(gate);
  const stop = (): Promise<void> => {
    running.delete(gate);
    return gate.stop();
  };
  return { ...gate, stop, reports };
}

/** Connections as a gate has them. Whoever takes them ends them. */
export function givenPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl });
  // One that breaks is replaced; and the database may be taken away while they end.
  pool.on("error", () => undefined);
  return pool;
}

/** Somebody who works on the database without this product. */
export async function givenPsql(databaseUrl: string): Promise<pg.Client> {
  const psql = new pg.Client({ connectionString: databaseUrl });
  // The database is taken away at the end of the test.
  psql.on("error", () => undefined);
  await psql.connect();
  return psql;
}

export type Call = { path?: string; method?: string; headers?: Record<string, string | string[]>; body?: string };
export type Answered = { status: number; decision: string | undefined; headers: IncomingHttpHeaders; body: string };

/** Asks for a key, or just so, and reads the whole answer. */
export function call({ port }: { port: number }, key?: string, given: Call = {}): Promise<Answered> {
  const { path = "/authorize", method = "GET", body } = given;
  const headers = { ...(key === undefined ? {} : { "X-API-Key": key }), ...given.headers };
  return new Promise((resolve, reject) => {
    const request = ask({ host: "127.0.0.1", port, path, method, headers, agent: false }, (response) => {
      const { statusCode: status = 0, headers: answered } = response;
      const decision = answered["x-access-decision"];
      text(response).then(
        (read) => resolve({ status, decision: decision?.toString(), headers: answered, body: read }),
        reject,
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

export async function decisionOf(gate: { port: number }, key: string): Promise<string | undefined> {
  return (await call(gate, key)).decision;
}

/** Waits until every running gate has acknowledged every change that is there. */
export async function acknowledged(patience = 15_000): Promise<void> {
  await expect.poll(unacknowledged, { timeout: patience, interval: 10 }).toBe(0);
}

async function unacknowledged(): Promise<number> {
  const [row] = await database().$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM access_changes c
    JOIN gates g ON g.stopped_at IS NULL AND g.started_at <= c.at
    WHERE NOT EXISTS (SELECT FROM gate_acknowledgements a WHERE a.change_id = c.id AND a.gate_id = g.id)`;
  return row.count;
}

/** The value of a metric without labels, or with exactly these. */
export async function metric(gate: { port: number }, name: string, labels = ""): Promise<number> {
  const { body } = await call(gate, undefined, { path: "/metrics" });
  const line = body.split("\n").find((candidate) => candidate.startsWith(`${name}${labels} `));
  return Number(line?.split(" ").at(-1) ?? NaN);
}

export function misses(gate: { port: number }): Promise<number> {
  return metric(gate, "latchkey_gate_cache_misses_total");
}
