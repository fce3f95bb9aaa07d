/**
 * What a backup holds: every table of this product but the history of migrations, which comes with the version, and the
 * queue, which jobs and schedules fill again. Guarantees that a row is named column by column, so that a backup fits the
 * version that made it and no other, and that whoever refers to a row comes behind it.
 */
import { z } from "zod";

/** Runs a statement and returns its rows, each value as text. */
export type Ask = (text: string, values?: unknown[]) => Promise<(string | null)[][]>;

export type BackedTable = {
  readonly name: string;
  /** Without those that the database computes. */
  readonly columns: readonly string[];
};

export type BackupHead = {
  readonly latchkey: "backup";
  readonly format: 1;
  readonly madeAt: string;
  readonly migrations: readonly string[];
  /** What each counter has given last, by the column that it is for. */
  readonly counters: readonly (readonly [table: string, column: string, last: string])[];
  readonly tables: readonly BackedTable[];
};

export const headSchema: z.ZodType<BackupHead> = z.object({
  latchkey: z.literal("backup"),
  format: z.literal(1),
  madeAt: z.string(),
  migrations: z.array(z.string()),
  counters: z.array(z.tuple([z.string(), z.string(), z.string()])),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
});

export async function backedTables(ask: Ask): Promise<BackedTable[]> {
  const columns = await ask(`
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY c.relname, a.attnum`);
  const names = [...new Set(columns.map(([table]) => table ?? ""))];
  const tables = names.map((name) => ({
    name,
    columns: columns.filter(([table]) => table === name).map(([, column]) => column ?? ""),
  }));
  return inOrder(tables, await references(ask));
}

/** Which table refers to which. */
async function references(ask: Ask): Promise<(string | null)[][]> {
  return ask(`
    SELECT child.relname, parent.relname FROM pg_constraint c
    JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid
    WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND c.conrelid <> c.confrelid`);
}

function inOrder(tables: readonly BackedTable[], references: (string | null)[][]): BackedTable[] {
  const ordered: BackedTable[] = [];
  while (ordered.length < tables.length) {
    const left = new Set(tables.filter((table) => !ordered.includes(table)).map(({ name }) => name));
    const isFree = ({ name }: BackedTable): boolean =>
      left.has(name) && !references.some(([child, parent]) => child === name && left.has(parent ?? ""));
    const free = tables.filter(isFree);
    if (free.length === 0) throw new Error("Tables refer to each other in a circle.");
    ordered.push(...free);
  }
  return ordered;
}

/** The counters, by the columns that take their values from them. */
export async function counters(ask: Ask): Promise<[table: string, column: string, last: string][]> {
  const found = await ask(`
    SELECT t.relname, a.attname, coalesce(pg_sequence_last_value(s.oid), 0) FROM pg_class s
    JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace ORDER BY 1, 2`);
  return found.map(([table, column, last]) => [table ?? "", column ?? "", last ?? "0"]);
}

/** Only for names that the database itself has told. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export async function appliedMigrations(ask: Ask): Promise<string[]> {
  const found = await ask(`
    SELECT migration_name FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`);
  return found.map(([name]) => name ?? "");
}
