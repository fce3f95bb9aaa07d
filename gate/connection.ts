/**
 * The one connection over which a gate follows what changes. Guarantees that every statement ends within two seconds,
 * one way or the other, and that closing needs no answer from anybody.
 */
import { Socket } from "node:net";
import type pg from "pg";
import { DatabaseClient } from "@/access/database-hosts";

export type Connection = {
  /** One at a time, in the order of the calls. */
  readonly query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** Aborted, with the reason, once the connection is gone. */
  readonly lost: AbortSignal;
  readonly close: () => void;
};

export const APPLICATION_NAME = "latchkey gate";
export const STATEMENT_LIMIT_MS = 2_000;

export async function openConnection(databaseUrl: string, hear: (payload: string) => void): Promise<Connection> {
  // Held here, since a client that is told to end waits for an answer which may never come.
  const socket = new Socket();
  const client = new DatabaseClient({
    connectionString: databaseUrl,
    stream: () => socket,
    connectionTimeoutMillis: STATEMENT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    application_name: APPLICATION_NAME,
  });
  const close = (): void => void socket.destroy();
  const lost = lossOf(client);
  client.on("notification", ({ payload = "" }) => hear(payload));
  try {
    await client.connect();
  } catch (error) {
    close();
    throw error;
  }
  return { query: inTurn(client), lost, close };
}

function lossOf(client: pg.Client): AbortSignal {
  const lost = new AbortController();
  // Heard for as long as the client lives: an error that nobody hears ends the process.
  client.on("error", (error) => lost.abort(error));
  client.once("end", () => lost.abort(new Error("The connection was closed.")));
  return lost.signal;
}

function inTurn(client: pg.Client): Connection["query"] {
  let last: Promise<unknown> = Promise.resolve();
  return async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const answer = last.then(() => client.query<Row>(text, values));
    last = answer.catch(ignore);
    return (await answer).rows;
  };
}

function ignore(): void {
  // Told to whoever asked.
}
