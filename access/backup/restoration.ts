/**
 * Puts a backup in the place of all that the database holds. Guarantees that it is done whole or not at all, only with a
 * backup of this version that is whole, and over nothing that somebody may want unless they said so; that afterwards no
 * session is open, so that none lives again which was ended after the backup, and no gate goes by what it remembers; and that
 * nobody gets access back which was taken after the backup unless somebody has decided so.
 */
import type { Actor } from "@/access/actor";
import { record } from "@/access/audit/audit";
import { type Tx, transaction } from "@/access/database";
import { mayMoveDatabase } from "@/access/rules";
import { Prisma } from "@/generated/prisma/client";
import { NotRestored, headOf, load, nextLine } from "./backup-reader";
import { type Ask, type BackupHead, appliedMigrations, backedTables, quoted } from "./backup-tables";
import { type Revived, findRevivedAccess, keepTakenAccess, noteTakenAccess } from "./revived-access";

export type Restored = {
  readonly rows: number;
  readonly sessionsEnded: number;
  /** When the backup was made. */
  readonly madeAt: string;
  /** What the backup would bring back, and what was decided about it. */
  readonly revived: readonly Revived[];
  readonly decision: Decision;
};

/** Whether access that was taken after the backup stays taken, or comes back as it is in the file. */
export type Decision = "keep" | "revive";

type Restoration = {
  /** The lines of a backup, without their ends. */
  readonly lines: AsyncIterable<string>;
  /** Whether what is there may go. */
  readonly replace: boolean;
  /** Asked where the backup would bring access back; what it throws stops the restoration. */
  readonly decide: (revived: readonly Revived[]) => Promise<Decision>;
  readonly onProgress?: (done: number, of: number) => void;
};

/** One statement has two thousand rows at most; the longest wait is for a table that somebody uses. */
const STATEMENT_MS = 300_000;

/** Null for who may not. What stops it is thrown, and nothing was changed then. */
export async function restore(
  actor: Actor,
  { lines, replace, decide, onProgress }: Restoration,
): Promise<Restored | null> {
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
    const revived = await findRevivedAccess(tx);
    const decision = revived.length > 0 ? await decide(revived) : "keep";
    if (decision === "keep") await keepTakenAccess(tx, actor);
    const sessionsEnded = await begin(tx, actor, head, { revived, decision });
    return { rows, madeAt: head.madeAt, sessionsEnded, revived, decision };
  }, STATEMENT_MS);
}

type Aside = { readonly table: string; readonly trigger: string; readonly state: string };

/** Makes room: whatever would answer each row stands aside, which comes with the rows. */
async function clear(tx: Tx, head: BackupHead, replace: boolean): Promise<readonly Aside[]> {
  const tables = await fittingTables(tx, head);
  await run(tx, `LOCK TABLE ${tables.join(", ")} IN ACCESS EXCLUSIVE MODE`);
  if (!replace) await requireEmpty(tx, head);
  await noteTakenAccess(tx);
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

type Review = Pick<Restored, "revived" | "decision">;

/** Nothing of before goes on: sessions end, what was begun or good for once is void, gates begin anew, and the audit says so. */
async function begin(tx: Tx, actor: Actor, { madeAt }: BackupHead, { revived, decision }: Review): Promise<number> {
  const ended = await tx.rows`
    UPDATE sessions SET ended_at = now(), "end" = 'SIGNED_OUT_ELSEWHERE' WHERE ended_at IS NULL RETURNING id`;
  for (const table of ["unfinished_sign_ins", "second_factor_set_ups", "enrolment_codes"]) {
    await run(tx, `DELETE FROM public.${table}`);
  }
  await tx.rows`UPDATE gates SET stopped_at = now() WHERE stopped_at IS NULL`;
  await tx.rows`
    WITH change AS (
      INSERT INTO access_changes (xact, kind) VALUES (pg_current_xact_id()::text::bigint, 'EVERYTHING') RETURNING id)
    SELECT pg_notify('latchkey_access_changes', concat_ws(' ', id, 'EVERYTHING')) FROM change`;
  const counts = Object.fromEntries(revived.map(({ kind, count }) => [kind, count]));
  const review = revived.length === 0 ? {} : { [decision === "keep" ? "kept" : "revived"]: counts };
  const effects = { sessionsEnded: ended.length };
  await record(tx, actor, { event: "database.restored", subject: null, after: { madeAt, ...review }, effects });
  return ended.length;
}

async function run(tx: Tx, statement: string): Promise<void> {
  await tx.rows`${Prisma.raw(statement)}`;
}
