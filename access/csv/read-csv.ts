/**
 * Tables that people bring. The heading and the rows are read by one parser with the same separator, so that a column
 * is the same column in both. Lines may end in any way, also in several; a cell may have separators, quotation marks and
 * ends of lines in it. Above the heading there may be what spreadsheets and PowerShell write there (`sep=;`, `#TYPE …`),
 * and titles.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type CsvError, type Options, parse } from "csv-parse";
import { parse as parseAtOnce } from "csv-parse/sync";

/** A row, and the line of the file on which it begins. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] };

export type CsvTable = {
  readonly heading: CsvRow;
  /** Rows that stand above the heading and may have been meant as rows of the table. */
  readonly above: readonly CsvRow[];
  readonly rows: AsyncIterable<CsvRow>;
};

type Text = AsyncIterable<string> | Iterable<string>;

/** What is wrong with a table, in the row that begins on this line. */
export class CsvFault extends Error {
  constructor(
    readonly kind: "quote_not_closed" | "quote_misplaced" | "row_too_long" | "separator_unclear",
    readonly line: number,
  ) {
    super(`${kind} on line ${line}`);
  }
}

/** Of whole lines: text never has this character (decode-text.ts). */
const NO_SEPARATOR = "\0";
const SEPARATORS = [",", ";", "\t", "|", NO_SEPARATOR];
/** The heading is looked for among so many rows, in so many characters. */
const ROWS_TO_HEADING = 20;
const BEGINNING = 2 ** 16;
const LONGEST_ROW = 100_000;

/** The table whose heading is recognized; null where there is none. */
export async function openTable(
  text: Text,
  isHeading: (cells: readonly string[]) => boolean,
): Promise<CsvTable | null> {
  const parts = partsOf(text);
  const beginning = await takeBeginning(parts);
  const found = findHeading(beginning, isHeading);
  if (!found) return null;
  const { separator, heading, above } = found;
  return { heading, above: above.filter((row) => mayBeRow(row, heading)), rows: rowsBelow(heading) };

  async function* rowsBelow({ line }: CsvRow): AsyncGenerator<CsvRow, void> {
    for await (const row of readRows(joined(beginning, parts), separator)) if (row.line > line) yield row;
  }
}

/** Each line of a text as a row with one cell, with nothing taken apart. */
export function readLines(text: string): AsyncIterable<CsvRow> {
  return readRows(partsOf([text]), NO_SEPARATOR, false);
}

export function isBlank({ cells }: CsvRow): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** Whether a line says how to read the table rather than being a row of it. */
export function isDirective({ cells: [first = ""] }: CsvRow): boolean {
  return /^"?sep=/i.test(first) || first.startsWith("#TYPE ");
}

async function* partsOf(text: Text): AsyncGenerator<string, void> {
  yield* text;
}

async function takeBeginning(parts: AsyncIterator<string, void>): Promise<string> {
  let beginning = "";
  while (beginning.length < BEGINNING) {
    const part = await parts.next();
    if (part.done) break;
    beginning += part.value;
  }
  return beginning;
}

async function* joined(beginning: string, parts: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield beginning;
  yield* parts;
}

type Found = { readonly separator: string; readonly heading: CsvRow; readonly above: readonly CsvRow[] };

/**
 * By each separator the first rows are read as all of them would be. The heading that stands first is taken. One that has
 * no separator in it is a single column, and then its rows have none either.
 */
function findHeading(beginning: string, isHeading: (cells: readonly string[]) => boolean): Found | null {
  const said = separatorSaid(beginning);
  const found = (said === null ? SEPARATORS : [said]).flatMap((separator): Found[] => {
    const rows = firstRows(beginning, separator).filter((row) => !isDirective(row));
    const at = rows.findIndex(({ cells }) => isHeading(cells));
    const heading = rows[at];
    if (!heading || (heading.cells.length === 1 && separator !== NO_SEPARATOR && said === null)) return [];
    return [{ separator, heading, above: rows.slice(0, at) }];
  });
  const [first, second] = found.toSorted((one, other) => one.heading.line - other.heading.line);
  if (first && first.heading.line === second?.heading.line) throw new CsvFault("separator_unclear", first.heading.line);
  return first ?? null;
}

/** The separator that the first line names, as Excel writes it. */
function separatorSaid(beginning: string): string | null {
  const [first] = firstRows(beginning, NO_SEPARATOR, false);
  return /^"?sep=(.)"?$/iu.exec(first?.cells[0] ?? "")?.[1] ?? null;
}

function firstRows(text: string, separator: string, quotes = true): CsvRow[] {
  // The beginning may end within a cell. What is wrong with the file is said when all of it is read.
  const faults: CsvError[] = [];
  const options = parserOptions(separator, quotes, (fault) => void faults.push(fault));
  const records = parseAtOnce(text.slice(0, BEGINNING), { ...options, to: ROWS_TO_HEADING });
  const lines = new Lines();
  const rows = records.slice(0, Number(faults[0]?.["records"] ?? records.length)).map((record) => lines.take(record));
  return text.length >= BEGINNING && rows.length < ROWS_TO_HEADING ? rows.slice(0, -1) : rows;
}

/** A title has one cell, and the table several. */
function mayBeRow(row: CsvRow, heading: CsvRow): boolean {
  return !isBlank(row) && (row.cells.length > 1 || heading.cells.length === 1);
}

async function* readRows(text: AsyncIterable<string>, separator: string, quotes = true): AsyncGenerator<CsvRow, void> {
  const faults: CsvError[] = [];
  const parser = parse(parserOptions(separator, quotes, (fault) => void faults.push(fault)));
  const records: AsyncIterable<unknown> = parser;
  // What goes wrong with the text ends the rows, and whoever reads them hears of it.
  pipeline(Readable.from(text), parser).catch(() => undefined);
  const lines = new Lines();
  let taken = 0;
  for await (const record of records) {
    // The parser is ahead of whoever reads: the fault is theirs once they have all rows before it.
    if (faults[0] && taken >= Number(faults[0]["records"])) break;
    taken += 1;
    yield lines.take(record);
  }
  if (faults[0]) throw faultOf(faults[0], lines.next);
}

function parserOptions(separator: string, quotes: boolean, onFault: (fault: CsvError) => void): Options {
  return {
    delimiter: separator,
    ...(!quotes && { quote: false }),
    // All of them, or the parser would take the first one that it meets for that of all lines.
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    max_record_size: LONGEST_ROW,
    skip_records_with_error: true,
    on_skip: (fault) => {
      if (fault) onFault(fault);
      return undefined;
    },
  };
}

/** Counts lines: the parser takes the end of a line of Windows for two where it stands in a cell. */
class Lines {
  /** The line on which the next row begins. */
  next = 1;

  take(record: unknown): CsvRow {
    const line = this.next;
    const cells = Array.isArray(record) ? record.map(String) : [];
    this.next += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    return { line, cells };
  }
}

function faultOf({ code }: CsvError, line: number): CsvFault {
  if (code === "CSV_QUOTE_NOT_CLOSED") return new CsvFault("quote_not_closed", line);
  return new CsvFault(code === "CSV_MAX_RECORD_SIZE" ? "row_too_long" : "quote_misplaced", line);
}
