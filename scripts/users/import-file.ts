/**
 * A CSV file of users, read row by row: text without a fault in it, a heading that names its columns, at most a million
 * rows. Guarantees that a file which is no such file is refused before anything is made of it.
 */
import { createReadStream, statSync } from "node:fs";
import { decodeText, NotText } from "@/access/csv/decode-text";
import { withoutGuards } from "@/access/csv/formula-guard";
import { CsvFault, type CsvRow, type CsvTable, isBlank, openTable } from "@/access/csv/read-csv";
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
  "managedBy",
] as const;

/** What the export of users has beside them; roles are given on the page. */
const LEFT_OUT = ["roles", "keys", "lastsignin", "lastkeyuse", "created", "updated"];

type Column = (typeof COLUMNS)[number];

const MOST_ROWS = 1_000_000;
const LARGEST = 2 ** 30;

/** A row: on which line it begins, and what it says, or why it is no row of the table. */
export type Row = {
  readonly line: number;
  readonly username: string;
  readonly values: Partial<Record<Column, string>> | string;
};

export type CheckedFile = { readonly rows: number; readonly leftOut: readonly string[] };

/** How many rows there are, and which columns are not imported; a fault anywhere is thrown as a sentence. */
export async function checkFile(path: string): Promise<CheckedFile> {
  const { above, heading, rows } = await openFile(path);
  const columns = columnsOf(path, heading.cells);
  let count = above.length;
  for await (const row of inWords(path, rows)) {
    if (!isBlank(row)) count += 1;
    if (count > MOST_ROWS) throw problem(path, `It has more than ${MOST_ROWS.toLocaleString("en")} rows. Split it.`);
  }
  return { rows: count, leftOut: heading.cells.filter((_, index) => columns[index] === null) };
}

export async function* rowsOf(path: string): AsyncGenerator<Row> {
  const { above, heading, rows } = await openFile(path);
  const columns = columnsOf(path, heading.cells);
  for (const { line, cells } of above) {
    yield { line, username: cells[0] ?? "", values: "The row stands above the heading." };
  }
  for await (const row of inWords(path, rows)) if (!isBlank(row)) yield rowOf(columns, row);
}

async function openFile(path: string): Promise<CsvTable> {
  try {
    const text = decodeText(open(path));
    const table = await openTable(text, (cells) => cells.some((cell) => plainTitle(cell) === "username"));
    if (table) return table;
  } catch (error) {
    throw sentenceOf(path, error);
  }
  throw problem(path, "None of its first lines names the columns, username and email at least.");
}

async function* inWords(path: string, rows: AsyncIterable<CsvRow>): AsyncGenerator<CsvRow> {
  try {
    yield* rows;
  } catch (error) {
    throw sentenceOf(path, error);
  }
}

function rowOf(columns: readonly (Column | null)[], { line, cells }: CsvRow): Row {
  const username = withoutGuards(cells[columns.indexOf("username")] ?? "");
  if (cells.length !== columns.length) {
    const counted = cells.length === 1 ? "1 value" : `${cells.length} values`;
    const why = `The row has ${counted}, and the heading has ${columns.length}.`;
    return { line, username, values: why };
  }
  const values = columns.flatMap((column, index): [Column, string][] => {
    const cell = cells[index] ?? "";
    // A table that left here has no passwords, so what stands there is no guard against formulas.
    return column ? [[column, column === "password" ? cell : withoutGuards(cell)]] : [];
  });
  return { line, username, values: Object.fromEntries(values) };
}

function open(path: string): AsyncIterable<Buffer> {
  const { size } = statSync(path);
  if (size > LARGEST) throw problem(path, "It is larger than 1 GB. Split it.");
  return createReadStream(path, { highWaterMark: 2 ** 18 });
}

/** Whatever is wrong with a file, as one sentence. */
function sentenceOf(path: string, error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  if (error instanceof CsvFault) return problem(path, faultSentence(error));
  if (error instanceof NotText) return problem(path, NO_TEXT);
  return new CommandError(`${path} can't be read: ${causeOf(error)}.`);
}

const NO_TEXT = "It is no plain text in UTF-8, or in UTF-16 with a byte order mark. Save the table as CSV in UTF-8.";

/** As column names are compared, in any spelling. */
function plainTitle(title: string): string {
  return title.toLowerCase().replaceAll(/[\s_-]/g, "");
}

/** The column of each cell; null for one that is not imported. */
function columnsOf(path: string, titles: readonly string[]): (Column | null)[] {
  const columns = titles.map((title) => {
    const column = COLUMNS.find((name) => name.toLowerCase() === plainTitle(title));
    if (column) return column;
    if (LEFT_OUT.includes(plainTitle(title))) return null;
    throw problem(path, `There is no column ${JSON.stringify(title.slice(0, 50))}. Columns are ${COLUMNS.join(", ")}.`);
  });
  const twice = columns.find((column, index) => column !== null && columns.indexOf(column) !== index);
  if (twice) throw problem(path, `The column ${twice} is there twice.`);
  for (const column of ["username", "email"] as const) {
    if (!columns.includes(column)) throw problem(path, `The column ${column} is missing.`);
  }
  return columns;
}

function problem(path: string, sentence: string): CommandError {
  return new CommandError(`${path}: ${sentence} Nothing was imported.`);
}

function faultSentence({ kind, line }: CsvFault): string {
  const where = `In the row on line ${line.toLocaleString("en")}`;
  const sentences = {
    quote_not_closed: `${where} a quotation mark is not closed.`,
    quote_misplaced: `${where} a quotation mark stands where none can be.`,
    row_too_long: `The row on line ${line.toLocaleString("en")} is longer than any user's.`,
    separator_unclear: `The heading on line ${line.toLocaleString("en")} can be read with more than one separator.`,
  };
  return sentences[kind];
}
