/**
 * Reads the lines of a backup into the tables. Guarantees that a file which is cut short, changed or something else is refused
 * by one sentence.
 */
import type { Tx } from "@/access/database";
import { Prisma } from "@/generated/prisma/client";
import { type BackupHead, headSchema, quoted } from "./backup-tables";

/** Why nothing was restored. The message is a whole sentence, fit for printing as it is. */
export class NotRestored extends Error {
  override readonly name = "NotRestored";
}

/** The next line, where there has to be one. */
export async function nextLine(reader: AsyncIterator<string>): Promise<string> {
  const next = await reader.next();
  if (next.done) throw new NotRestored("The backup is not whole: it ends before its end. Nothing was restored.");
  return next.value;
}

/** What the first line says. */
export function headOf(line: string): BackupHead {
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

/** So many rows are written by one statement. */
const PART = 2_000;

/** Inserts all rows behind the first line, and says how many there are. */
export async function load(
  tx: Tx,
  head: BackupHead,
  reader: AsyncIterator<string>,
  onProgress?: (done: number, of: number) => void,
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
