/**
 * A CSV file of users, read row by row: UTF-8 without a fault in it, a heading that names its columns, at most a million
 * rows. Guarantees that a file which is no such file is refused before anything is made of it.
 */
import { createReadStream, statSync } from "node:fs";
import { CsvError, type Info, parse } from "csv-parse";
import { causeOf, CommandError } from "@/scripts/terminal/command";

const COLUMNS = [
  "username",
  "email",
  "displayName",
  "firstName",
  "lastName",
  "company",
  "phone",
  "website",
  "locality",
  "region",
  "postalCode",
  "country",
  "status",
  "password",
] as const;

type Column = (typeof COLUMNS)[number];

const MOST_ROWS = 1_000_000;
const LARGEST = 2 ** 30;
const LONGEST_ROW = 100_000;

/** A row: on which line it ends, and what it says; null where it has more or fewer values than the heading. */
export type Row = {
  readonly line: number;
  readonly username: string;
  readonly values: Partial<Record<Column, string>> | null;
};

/** How many rows there are; a fault anywhere is thrown as a sentence. */
export async function checkFile(path: string): Promise<number> {
  let rows = 0;
  for await (const _ of rowsOf(path)) {
    rows += 1;
    if (rows > MOST_ROWS) throw problem(path, `It has more than ${MOST_ROWS.toLocaleString("en")} rows. Split it.`);
  }
  return rows;
}

export async function* rowsOf(path: string): AsyncGenerator<Row> {
  try {
    yield* readRows(path);
  } catch (error) {
    throw error instanceof CsvError ? problem(path, fault(error)) : error;
  }
}

type Record_ = { readonly record: string[]; readonly info: Pick<Info, "lines"> };

async function* readRows(path: string): AsyncGenerator<Row> {
  const text = textOf(path);
  const first = await text.next();
  const beginning = first.done ? "" : first.value;
  const parser = parse({
    delimiter: delimiterOf(beginning),
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    info: true,
  });
  feed(parser, beginning, text);
  let heading: Column[] | null = null;
  const records: AsyncIterable<Record_> = parser;
  for await (const { record, info } of records) {
    const username = record[heading?.indexOf("username") ?? -1] ?? "";
    if (heading) yield { line: info.lines, username, values: valuesOf(heading, record) };
    else heading = headingOf(path, record);
  }
  if (!heading)
    throw problem(path, "It is empty: its first line has to name the columns, username and email at least.");
}

/** Goes on when the parser has room again, and hands a fault in the text to whoever reads the rows. */
function feed(parser: ReturnType<typeof parse>, beginning: string, text: AsyncIterable<string>): void {
  void (async () => {
    try {
      parser.write(beginning);
      for await (const part of text) {
        if (!parser.write(part)) await new Promise((resolve) => parser.once("drain", resolve));
      }
      parser.end();
    } catch (error) {
      parser.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
}

async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const bytes: AsyncIterable<Buffer> = open(path);
  try {
    for await (const part of bytes) yield plain(decoder.decode(part, { stream: true }));
    yield decoder.decode();
  } catch (error) {
    if (error instanceof NotText || error instanceof TypeError) throw problem(path, NO_TEXT);
    throw new CommandError(`${path} can't be read: ${causeOf(error)}.`);
  }
}

const NO_TEXT = "It is no plain text in UTF-8. Save the table as CSV in UTF-8.";

class NotText extends Error {}

/** Spreadsheets, pictures and archives have such characters, and no table of people has. */
function plain(text: string): string {
  if (/[^\P{Cc}\t\r\n]/u.test(text)) throw new NotText();
  return text;
}

function open(path: string): AsyncIterable<Buffer> {
  try {
    const { size } = statSync(path);
    if (size > LARGEST) throw problem(path, "It is larger than 1 GB. Split it.");
    return createReadStream(path, { highWaterMark: 2 ** 18 });
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${path} can't be read: ${causeOf(error)}.`);
  }
}

/** What stands between the columns of the heading: spreadsheets in many countries write a semicolon. */
function delimiterOf(beginning: string): string {
  const [heading = ""] = beginning.split(/\r\n|\r|\n/, 1);
  const count = (mark: string): number => heading.split(mark).length;
  return [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function headingOf(path: string, titles: readonly string[]): Column[] {
  const columns = titles.map((title) => {
    const plainTitle = title.toLowerCase().replaceAll(/[\s_-]/g, "");
    const column = COLUMNS.find((name) => name.toLowerCase() === plainTitle);
    if (column) return column;
    throw problem(path, `There is no column ${JSON.stringify(title.slice(0, 50))}. Columns are ${COLUMNS.join(", ")}.`);
  });
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice) throw problem(path, `The column ${twice} is there twice.`);
  for (const column of ["username", "email"] as const) {
    if (!columns.includes(column)) throw problem(path, `The column ${column} is missing.`);
  }
  return columns;
}

function valuesOf(heading: readonly Column[], record: readonly string[]): Row["values"] {
  if (record.length !== heading.length) return null;
  return Object.fromEntries(heading.map((column, index) => [column, record[index] ?? ""]));
}

function problem(path: string, sentence: string): CommandError {
  return new CommandError(`${path}: ${sentence} Nothing was imported.`);
}

function fault(error: CsvError): string {
  const line = Number(error["lines"]);
  const where = Number.isFinite(line) ? `On line ${line.toLocaleString("en")}` : "Somewhere";
  if (error.code === "CSV_QUOTE_NOT_CLOSED") return "A quotation mark is not closed.";
  if (error.code === "CSV_MAX_RECORD_SIZE") return `${where} a row is longer than any user's.`;
  return `${where} a quotation mark stands where none can be.`;
}
