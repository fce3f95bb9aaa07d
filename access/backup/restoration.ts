/**
 * Puts a backup in the place of all that the database holds. Guarantees that it is done whole or not at all, only with a
 * backup of this version that is whole, and over nothing that somebody may want unless they said so; and that afterwards no
 * session is open, so that none lives again which was ended after the backup, and no gate goes by what it remembers.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Tx, transaction } from "@/access/database";
import { mayMoveDatabase } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { type BackupHead, type Ask, appliedMigrations, backedTables, headSchema, quoted } from "./backup-tables";

export type Restored = {
  readonly rows: number;
  readonly sessionsEnded: number;
  /** When the backup was made. */
  readonly madeAt: string;
};

/** Why nothing was restored. The message is a whole sentence, fit for printing as it is. */
export class NotRestored extends Error {
  override readonly name = "NotRestored";
}

type Restoration = {
  /** The lines of a backup, without their ends. */
  readonly lines: AsyncIterable<string>;
  /** Whether what is there may go. */
  readonly replace: boolean;
  readonly onProgress?: (done: number, of: number) => void;
};

/** One statement has two thousand rows at most; the longest wait is for a table that somebody uses. */
const STATEMENT_MS = 300_000;

/** Null for who may not. What stops it is thrown, and nothing was changed then. */
export async function restore(actor: Actor, { lines, replace, onProgress }: Restoration): Promise<Restored | null> {
  if (!mayMoveDatabase(actor).allowed) return null;
  const reader = lines[Symbol.asyncIterator]();
  const head = headOf(await nextLine(reader));
  return transaction(async (tx) => {
    await tx.rows`
      SELECT set_config('lock_timeout', '60s', true), set_config('idle_in_transaction_session_timeout', '0', true)`;
    const aside = await clear(tx, head, replace);
    const rows = await load(tx, head, reader, onProgress);
    await bringBack(tx, aside);
    await setCounters(tx, head);
    return { rows, madeAt: head.madeAt, sessionsEnded: await begin(tx, actor, head) };
  }, STATEMENT_MS);
}

async function nextLine(reader: AsyncIterator<string>): Promise<string> {
  const next = await reader.next();
  if (next.done) throw new NotRestored("The backup is not whole: it ends before its end. Nothing was restored.");
  return next.value;
}

function headOf(line: string): BackupHead {
  const head = headSchema.safeParse(markIn(line));
  if (head.success) return head.data;
  throw new NotRestored("This file is no backup of Latchkey. Nothing was restored.");
}

/** What a line says that is no row; null for a row. */
function markIn(line: string): unknown {
  if (!line.startsWith("#")) return null;
  try {
    return JSON.parse(line.slice(1));
  } catch {
    throw new NotRestored("The backup was changed: a line of it can't be read. Nothing was restored.");
  }
}

type Aside = { readonly table: string; readonly trigger: string; readonly state: string };

/** Makes room: whatever would answer each row stands aside, which comes with the rows. */
async function clear(tx: Tx, head: BackupHead, replace: boolean): Promise<readonly Aside[]> {
  const tables = await fittingTables(tx, head);
  await run(tx, `LOCK TABLE ${tables.join(", ")} IN ACCESS EXCLUSIVE MODE`);
  if (!replace) await requireEmpty(tx, head);
  const aside = await tx.rows<Aside>`
    SELECT c.relname AS "table", t.tgname AS "trigger", t.tgenabled::text AS state FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relname = ANY (${head.tables.map(({ name }) => name)}) AND c.relnamespace = 'public'::regnamespace`;
  for (const table of tables) await run(tx, `ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await run(tx, `TRUNCATE ${tables.join(", ")}`);
  // What is queued is about what was there. Whatever the backup has to do is queued again by the consoles.
  await tx.rows`DELETE FROM graphile_worker._private_jobs`;
  return aside;
}

async function fittingTables(tx: Tx, head: BackupHead): Promise<string[]> {
  const ask = asking(tx);
  const present = { migrations: await appliedMigrations(ask), tables: await backedTables(ask) };
  if (JSON.stringify([head.migrations, head.tables]) !== JSON.stringify([present.migrations, present.tables])) {
    throw new NotRestored(
      `The backup is of another version of Latchkey (its last migration is ${head.migrations.at(-1) ?? "none"}): restore it by ` +
        "that version and go on from there by `npm run db:migrate`. Nothing was restored.",
    );
  }
  return head.tables.map(({ name }) => `public.${quoted(name)}`);
}

function asking(tx: Tx): Ask {
  return async (text) => {
    const rows = await tx.rows<{ row: (string | null)[] }>`
      SELECT to_json(array(SELECT value FROM json_each_text(row_to_json(r)))) AS row FROM (${Prisma.raw(text)}) AS r`;
    return rows.map(({ row }) => row);
  };
}

/** What gates leave in any database is nobody's. */
const OF_GATES = ["gates", "gate_acknowledgements", "access_changes", "call_counters", "key_calls"];

async function requireEmpty(tx: Tx, head: BackupHead): Promise<void> {
  for (const { name } of head.tables.filter((table) => !OF_GATES.includes(table.name))) {
    const found = await tx.rows`SELECT FROM ${Prisma.raw(quoted(name))} LIMIT 1`;
    if (found.length === 0) continue;
    throw new NotRestored(
      `The database is not empty (${name} has rows): --replace puts the backup in the place of all that is there. Nothing was restored.`,
    );
  }
}

/** So many rows are written by one statement. */
const PART = 2_000;

async function load(
  tx: Tx,
  head: BackupHead,
  reader: AsyncIterator<string>,
  onProgress: Restoration["onProgress"],
): Promise<number> {
  let count = 0;
  let table: BackupHead["tables"][number] | undefined;
  let part: string[] = [];
  const flush = async (): Promise<void> => {
    if (table && part.length > 0) await insert(tx, table, part);
    count += part.length;
    part = [];
  };
  for (;;) {
    const line = await nextLine(reader);
    if (!line.startsWith("#")) {
      part.push(line);
      if (part.length === PART) await flush();
      continue;
    }
    await flush();
    const mark = markIn(line);
    if (isEnd(mark)) {
      if (mark.end === count) return count;
      throw new NotRestored(`The backup was changed: it has ${count} rows and says ${mark.end}. Nothing was restored.`);
    }
    const at = head.tables.findIndex(({ name }) => isTable(mark) && name === mark.table);
    table = head.tables[at];
    if (!table) throw new NotRestored("The backup was changed: it has a table that is none. Nothing was restored.");
    onProgress?.(at, head.tables.length);
  }
}

function isEnd(mark: unknown): mark is { end: number } {
  return typeof mark === "object" && mark !== null && "end" in mark && typeof mark.end === "number";
}

function isTable(mark: unknown): mark is { table: string } {
  return typeof mark === "object" && mark !== null && "table" in mark && typeof mark.table === "string";
}

async function insert(tx: Tx, { name, columns }: BackupHead["tables"][number], rows: readonly string[]): Promise<void> {
  const [table, listed] = [Prisma.raw(`public.${quoted(name)}`), Prisma.raw(columns.map(quoted).join(", "))];
  await tx.rows`
    INSERT INTO ${table} (${listed}) SELECT ${listed} FROM json_populate_recordset(NULL::${table}, ${`[${rows.join(",")}]`}::json)`;
}

const STATES: Readonly<Record<string, string>> = {
  O: "ENABLE",
  A: "ENABLE ALWAYS",
  R: "ENABLE REPLICA",
  D: "DISABLE",
};

async function bringBack(tx: Tx, aside: readonly Aside[]): Promise<void> {
  for (const { table, trigger, state } of aside) {
    await run(tx, `ALTER TABLE public.${quoted(table)} ${STATES[state] ?? "ENABLE"} TRIGGER ${quoted(trigger)}`);
  }
}

/** Behind what the backup had given, and behind what was given here: gates have heard of those numbers. */
async function setCounters(tx: Tx, { counters }: BackupHead): Promise<void> {
  for (const [table, column, last] of counters) {
    await tx.rows`
      SELECT setval(s.name, greatest(${last}::bigint, pg_sequence_last_value(s.name), 1))
      FROM (SELECT pg_get_serial_sequence('public.' || quote_ident(${table}), ${column})::regclass AS name) AS s`;
  }
}

/** Nothing of before goes on: sessions end, gates begin anew, and the audit says so. */
async function begin(tx: Tx, actor: Actor, { madeAt }: BackupHead): Promise<number> {
  const ended = await tx.rows`
    UPDATE sessions SET ended_at = now(), "end" = 'SIGNED_OUT_ELSEWHERE' WHERE ended_at IS NULL RETURNING id`;
  await tx.rows`UPDATE gates SET stopped_at = now() WHERE stopped_at IS NULL`;
  await tx.rows`
    WITH change AS (
      INSERT INTO access_changes (xact, kind) VALUES (pg_current_xact_id()::text::bigint, 'EVERYTHING') RETURNING id)
    SELECT pg_notify('latchkey_access_changes', concat_ws(' ', id, 'EVERYTHING')) FROM change`;
  const effects = { sessionsEnded: ended.length };
  await record(tx, actor, { event: "database.restored", subject: null, after: { madeAt }, effects });
  return ended.length;
}

async function run(tx: Tx, statement: string): Promise<void> {
  await tx.rows`${Prisma.raw(statement)}`;
}
