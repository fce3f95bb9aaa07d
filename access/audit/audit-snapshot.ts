/**
 * The audit as it stood at one moment, with its chain, column by column as PostgreSQL writes values out. Asks no function
 * of the database and none of its operators but those that come with it.
 */
import type pg from "pg";
import { databasePool } from "@/access/database";
import { BEFORE_THE_FIRST, CHAINED_COLUMNS, type ChainedFields, type Link } from "./audit-chain";

/** A link, and the entry that it is of; null where there is none of that number any more. */
export type ChainedEntry = Link & { readonly entryId: string; readonly fields: ChainedFields | null };

/** A file on record. */
export type ArchiveRecord = {
  readonly first: bigint;
  readonly last: bigint;
  readonly lastHash: Buffer;
  readonly file: string;
  readonly fileHash: Buffer;
};

export type Snapshot = { readonly rows: (text: string, values?: unknown[]) => Promise<(string | null)[][]> };

/** As long as a timer can last: the driver knows no other way to say without limit. */
const ITS_TIME_MS = 2 ** 31 - 1;

/** Asks on one connection, in one transaction that changes nothing and may take its time. */
export async function atOneMoment<Result>(work: (snapshot: Snapshot) => Promise<Result>): Promise<Result> {
  const client = await databasePool().connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query(`SET LOCAL search_path = pg_catalog, public; SET LOCAL TimeZone = 'UTC';
      SET LOCAL DateStyle = 'ISO'; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0;
      SET LOCAL idle_in_transaction_session_timeout = 0`);
    const result = await work({ rows: (text, values) => bareRows(client, text, values) });
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

const asWritten = { getTypeParser: () => (value: string) => value };

async function bareRows(client: pg.PoolClient, text: string, values: unknown[] = []): Promise<(string | null)[][]> {
  const question = { text, values, rowMode: "array", types: asWritten, query_timeout: ITS_TIME_MS } as const;
  const { rows } = await client.query<(string | null)[]>(question);
  return rows;
}

const ENTRY_COLUMNS = CHAINED_COLUMNS.map((column) => `e.${column}`).join(", ");
const AT = CHAINED_COLUMNS.indexOf("at");

/** The entries behind a position, in the order of the chain; the next ones are asked for while the caller computes. */
export async function* chainedEntries(
  snapshot: Snapshot,
  after: bigint,
  batch: number,
): AsyncGenerator<readonly ChainedEntry[]> {
  let coming = selectChained(snapshot, after, batch);
  for (;;) {
    const found = await coming;
    const last = found.at(-1);
    if (!last) return;
    if (found.length < batch) {
      yield found;
      return;
    }
    coming = selectChained(snapshot, last.position, batch);
    // Whoever stops in between hears of no failure of what is not wanted any more.
    coming.catch(() => undefined);
    yield found;
  }
}

async function selectChained(snapshot: Snapshot, after: bigint, batch: number): Promise<ChainedEntry[]> {
  const found = await snapshot.rows(
    `SELECT l.position, l.hash, l.entry_id, ${ENTRY_COLUMNS}
     FROM public.audit_links l LEFT JOIN public.audit_entries e ON e.id = l.entry_id
     WHERE l.position > $1 ORDER BY l.position LIMIT $2`,
    [after, batch],
  );
  return found.map(([position, hash, entryId, ...fields]) => ({
    position: BigInt(position ?? 0),
    hash: bytes(hash),
    entryId: entryId ?? "",
    fields: fields[0] === null ? null : fields.map((field, index) => (index === AT ? inMilliseconds(field) : field)),
  }));
}

/** "2026-11-23 23:19:31.123+00" is what PostgreSQL writes. */
function inMilliseconds(at: string | null | undefined): string | null {
  return at ? `${Date.parse(`${at.replace(" ", "T")}:00`)}` : null;
}

/** "\x0a1b" */
export function bytes(written: string | null | undefined): Buffer {
  return written ? Buffer.from(written.slice(2), "hex") : BEFORE_THE_FIRST.hash;
}

export async function archiveRecords(snapshot: Snapshot): Promise<ArchiveRecord[]> {
  const found = await snapshot.rows(
    "SELECT first_position, last_position, last_hash, file, file_hash FROM public.audit_archives ORDER BY first_position",
  );
  return found.map(([first, last, lastHash, file, fileHash]) => ({
    first: BigInt(first ?? 0),
    last: BigInt(last ?? 0),
    lastHash: bytes(lastHash),
    file: file ?? "",
    fileHash: bytes(fileHash),
  }));
}

/** How many entries the table has, and how many links. */
export async function countChained(snapshot: Snapshot): Promise<{ entries: number; links: number }> {
  const [found] = await snapshot.rows(
    "SELECT (SELECT count(*) FROM public.audit_entries), (SELECT count(*) FROM public.audit_links)",
  );
  return { entries: Number(found?.[0]), links: Number(found?.[1]) };
}

/** The first of the entries that no link is of. */
export async function unlinkedEntries(snapshot: Snapshot, limit: number): Promise<string[]> {
  const found = await snapshot.rows(
    `SELECT e.id FROM public.audit_entries e LEFT JOIN public.audit_links l ON l.entry_id = e.id
     WHERE l.entry_id IS NULL ORDER BY e.id LIMIT $1`,
    [limit],
  );
  return found.map(([id]) => id ?? "");
}
