/**
 * Hands over all that the database holds, as lines of text. Guarantees that it is the state of one moment, whatever is
 * changed meanwhile, and that whoever reads it knows whether it is whole: the last line says how many rows there are.
 */
import type { Actor } from "@/access/actor";
import { type Snapshot, atOneMoment } from "@/access/audit/audit-snapshot";
import { mayMoveDatabase } from "@/access/rules";
import { type BackedTable, type BackupHead, appliedMigrations, backedTables, counters, quoted } from "./backup-tables";

/** So many rows are read at once. */
const PART = 2_000;

export type BackedUp = { readonly tables: number; readonly rows: number };

/** Calls `write` with the lines, some at a time, and waits for it. Null for who may not. */
export async function backUp(
  actor: Actor,
  write: (lines: string) => Promise<void>,
  onProgress?: (done: number, of: number) => void,
): Promise<BackedUp | null> {
  if (!mayMoveDatabase(actor).allowed) return null;
  return atOneMoment(async (snapshot) => {
    const head = await headOf(snapshot);
    await write(marked(head));
    let rows = 0;
    for (const [index, table] of head.tables.entries()) {
      onProgress?.(index, head.tables.length);
      rows += await writeTable(snapshot, table, write);
    }
    await write(marked({ end: rows }));
    return { tables: head.tables.length, rows };
  });
}

async function headOf({ rows }: Snapshot): Promise<BackupHead> {
  return {
    latchkey: "backup",
    format: 1,
    madeAt: new Date().toISOString(),
    migrations: await appliedMigrations(rows),
    counters: await counters(rows),
    tables: await backedTables(rows),
  };
}

/** A line that is no row. */
function marked(line: object): string {
  return `#${JSON.stringify(line)}\n`;
}

async function writeTable(
  { rows }: Snapshot,
  { name, columns }: BackedTable,
  write: (lines: string) => Promise<void>,
): Promise<number> {
  await write(marked({ table: name }));
  await rows(`
    DECLARE backup NO SCROLL CURSOR FOR SELECT row_to_json(r) FROM
      (SELECT ${columns.map(quoted).join(", ")} FROM public.${quoted(name)}) AS r`);
  let count = 0;
  for (;;) {
    const part = await rows(`FETCH ${PART} FROM backup`);
    if (part.length > 0) await write(part.map(([row]) => `${row ?? ""}\n`).join(""));
    count += part.length;
    if (part.length < PART) break;
  }
  await rows("CLOSE backup");
  return count;
}
