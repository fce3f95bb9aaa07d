/**
 * Usernames as people bring them: a pasted text or a file, one name a line, or a table with a column of usernames. Guarantees
 * that what is no such list is refused with a sentence that says what to do, and that no package key is read as a name.
 */
import { parse } from "csv-parse/sync";
import { withoutKeys } from "@/access/keys/package-key-format";
import { texts } from "@/text/texts";
import { usernameKey } from "./username";

export const MOST_USERNAMES = 100_000;
export const LARGEST_LIST = 4 * 1024 * 1024;
const LONGEST_USERNAME = 128;

export type UsernameList = {
  /** Each once, in the order in which they came. */
  readonly usernames: readonly string[];
  /** How many lines named somebody who stood above already. */
  readonly repeated: number;
};

export type ReadUsernames = ({ readonly ok: true } & UsernameList) | { readonly ok: false; readonly problem: string };

/** The usernames in the bytes of a file. */
export function readUsernameFile(bytes: Uint8Array): ReadUsernames {
  const { tooLarge, noText } = texts().fromFile.problems;
  if (bytes.length > LARGEST_LIST) return problem(tooLarge);
  const text = decoded(bytes);
  return text === null ? problem(noText) : readUsernames(text);
}

/** The usernames in a text. */
export function readUsernames(text: string): ReadUsernames {
  const { noText, none, tooMany } = texts().fromFile.problems;
  // Spreadsheets, pictures and archives have such characters in their first bytes.
  if (/[^\P{Cc}\t\r\n]/u.test(text)) return problem(noText);
  const names = namesIn(text);
  if (typeof names === "string") return problem(names);
  if (names.length === 0) return problem(none);
  if (names.length > MOST_USERNAMES) return problem(tooMany(names.length, MOST_USERNAMES));
  const wrong = names.map(wrongName).find((sentence) => sentence !== null);
  return wrong === undefined ? { ok: true, ...eachOnce(names.map(({ name }) => name)) } : problem(wrong);
}

function problem(sentence: string): ReadUsernames {
  return { ok: false, problem: sentence };
}

/** UTF-8, or UTF-16 where a byte order mark says so; null for anything else. */
function decoded(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

type Named = { readonly line: number; readonly name: string };

/** The names with their lines, or what is wrong with the table that they stand in. */
function namesIn(text: string): Named[] | string {
  const [heading = ""] = text.split(/\r\n|\r|\n/, 1);
  const delimiter = [",", ";", "\t"].find((mark) => columnOf(heading, mark) !== null);
  if (delimiter === undefined) return named(text.split(/\r\n|\r|\n/));
  try {
    const rows = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: false });
    const column = columnOf(heading, delimiter) ?? 0;
    return named(rows.map((row) => withoutGuard(row[column] ?? "")).with(0, ""));
  } catch {
    return texts().fromFile.problems.noTable;
  }
}

function named(lines: readonly string[]): Named[] {
  return lines
    .map((text, index) => ({ line: index + 1, name: text.replace(/^\uFEFF/, "").trim() }))
    .filter(({ name }) => name !== "");
}

/** In which column of a table the usernames stand, by its heading; null where it has none. */
function columnOf(heading: string, delimiter: string): number | null {
  const titles = heading.replace(/^\uFEFF/, "").split(delimiter);
  const column = titles.findIndex((title) => /^"?\s{0,20}user\s?name\s{0,20}"?$/i.test(title.trim()));
  return column === -1 ? null : column;
}

/** Tables that leave here have an apostrophe before what a spreadsheet would take for a formula. */
function withoutGuard(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r])/, "");
}

function wrongName({ line, name }: Named): string | null {
  if (withoutKeys(name) !== name) return texts().fromFile.problems.packageKey(line);
  return Array.from(name).length > LONGEST_USERNAME ? texts().fromFile.problems.tooLong(line) : null;
}

function eachOnce(names: readonly string[]): UsernameList {
  const first = new Map<string, string>();
  for (const name of names) {
    const key = usernameKey(name);
    if (!first.has(key)) first.set(key, name);
  }
  return { usernames: [...first.values()], repeated: names.length - first.size };
}
