/**
 * Usernames as people bring them: a pasted text or a file, one name a line, or a table with a column of usernames.
 * Guarantees that what is no such list is refused with a sentence that says what to do, that every other row is accounted
 * for, as a name or by its line, and that no package key is read as a name.
 */
import { decodeText, NotText, requirePlainText } from "@/access/csv/decode-text";
import {
  CsvFault,
  type CsvRow,
  type CsvTable,
  isBlank,
  isDirective,
  openTable,
  readLines,
} from "@/access/csv/read-csv";
import { withoutKeys } from "@/access/keys/package-key-format";
import { texts } from "@/text/texts";
import { usernameKey } from "./username";

export const MOST_USERNAMES = 100_000;
export const LARGEST_LIST = 4 * 1024 * 1024;
const LONGEST_USERNAME = 128;

/** Why a row of a list names nobody who could be changed. */
export type RowRefusal = "repeated_name" | "wrong_cell_count" | "no_username" | "above_heading";

/** A row that was not taken: its line, and what stands there. */
export type RefusedRow = { readonly line: number; readonly text: string; readonly refusal: RowRefusal };

export type UsernameList = {
  /** Each once, in the order in which they came. */
  readonly usernames: readonly string[];
  /** All other rows, by their lines. */
  readonly refusedRows: readonly RefusedRow[];
};

export type ReadUsernames = ({ readonly ok: true } & UsernameList) | { readonly ok: false; readonly problem: string };

/** The usernames in the bytes of a file. */
export async function readUsernameFile(bytes: Uint8Array): Promise<ReadUsernames> {
  if (bytes.length > LARGEST_LIST) return problem(texts().fromFile.problems.tooLarge);
  return read(decodeText([bytes]));
}

/** The usernames in a text. */
export async function readUsernames(text: string): Promise<ReadUsernames> {
  return read([text]);
}

async function read(parts: AsyncIterable<string> | Iterable<string>): Promise<ReadUsernames> {
  const { noText, none, tooMany } = texts().fromFile.problems;
  try {
    let text = "";
    for await (const part of parts) text += requirePlainText(part);
    const rows = await rowsIn(text.replace(/^\uFEFF/, ""));
    if (typeof rows === "string") return problem(rows);
    if (rows === null) return problem(tooMany(MOST_USERNAMES));
    if (rows.named.length + rows.refused.length === 0) return problem(none);
    const wrong = rows.named.map(wrongName).find((sentence) => sentence !== null);
    return wrong === undefined ? { ok: true, ...eachOnce(rows) } : problem(wrong);
  } catch (error) {
    if (error instanceof NotText) return problem(noText);
    if (error instanceof CsvFault) return problem(faultSentence(error));
    throw error;
  }
}

function problem(sentence: string): ReadUsernames {
  return { ok: false, problem: sentence };
}

function faultSentence({ kind, line }: CsvFault): string {
  const { quoteNotClosed, quoteMisplaced, tooLong, separatorUnclear } = texts().fromFile.problems;
  const sentences = {
    quote_not_closed: quoteNotClosed,
    quote_misplaced: quoteMisplaced,
    row_too_long: tooLong,
    separator_unclear: separatorUnclear,
  };
  return sentences[kind](line);
}

type Named = { readonly line: number; readonly name: string };
type Rows = { readonly named: readonly Named[]; readonly refused: readonly RefusedRow[] };

/** All rows of a text, or what is wrong with it as a whole; null where there are too many. */
async function rowsIn(text: string): Promise<Rows | string | null> {
  const { noHeading, headingTwice } = texts().fromFile.problems;
  const table = await openTable([text], (cells) => cells.some(isUsernameTitle));
  if (table && table.heading.cells.filter(isUsernameTitle).length > 1) return headingTwice(table.heading.line);
  if (table) return rowsOfTable(table);
  const lines = await takeAll(readLines(text));
  if (lines === null) return null;
  if (looksLikeTable(lines)) return noHeading;
  return { named: lines.map(({ line, cells: [name = ""] }) => ({ line, name: name.trim() })), refused: [] };
}

/** All rows that have something in them; null where they are more than a list may have. */
async function takeAll(rows: AsyncIterable<CsvRow>): Promise<CsvRow[] | null> {
  const taken: CsvRow[] = [];
  for await (const row of rows) {
    if (!isBlank(row)) taken.push(row);
    if (taken.length > MOST_USERNAMES) return null;
  }
  return taken;
}

/** In any spelling, such as "User name", also in German. */
function isUsernameTitle(title: string): boolean {
  return ["username", "benutzername"].includes(title.toLowerCase().replaceAll(/[ \r\n\uFEFF_-]/gu, ""));
}

async function rowsOfTable({ heading, above, rows }: CsvTable): Promise<Rows | null> {
  const column = heading.cells.findIndex(isUsernameTitle);
  const taken = await takeAll(rows);
  if (taken === null) return null;
  const named: Named[] = [];
  const refused = above.map((row) => refusedRow(row, "above_heading"));
  for (const row of taken) {
    const name = (row.cells[column] ?? "").trim();
    if (row.cells.length !== heading.cells.length) refused.push(refusedRow(row, "wrong_cell_count"));
    else if (name === "") refused.push(refusedRow(row, "no_username"));
    else named.push({ line: row.line, name });
  }
  return { named, refused };
}

function refusedRow({ line, cells }: CsvRow, refusal: RowRefusal): RefusedRow {
  return { line, text: shortened(cells.map((cell) => cell.trim()).join(" ")), refusal };
}

function shortened(text: string): string {
  return withoutKeys(text).replaceAll(/\s+/gu, " ").trim().slice(0, LONGEST_USERNAME);
}

/** Whether at least half of the lines have a separator in them, or stand in quotation marks: names do so now and then. */
function looksLikeTable(lines: readonly CsvRow[]): boolean {
  const texts = lines.map(({ cells: [text = ""] }) => text.trim());
  const isMost = (is: (text: string) => boolean): boolean =>
    texts.length > 0 && texts.filter(is).length * 2 >= texts.length;
  return (
    lines.some(isDirective) ||
    isMost((text) => /^".*"$/.test(text)) ||
    [",", ";", "\t", "|"].some((separator) => isMost((text) => text.includes(separator)))
  );
}

function wrongName({ line, name }: Named): string | null {
  if (withoutKeys(name) !== name) return texts().fromFile.problems.packageKey(line);
  return Array.from(name).length > LONGEST_USERNAME ? texts().fromFile.problems.tooLong(line) : null;
}

function eachOnce({ named, refused }: Rows): UsernameList {
  const first = new Map<string, string>();
  const rows = [...refused];
  for (const { line, name } of named) {
    const key = usernameKey(name);
    if (first.has(key)) rows.push({ line, text: name, refusal: "repeated_name" });
    else first.set(key, name);
  }
  return { usernames: [...first.values()], refusedRows: rows.toSorted((one, other) => one.line - other.line) };
}
