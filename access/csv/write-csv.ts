/** Every CSV that leaves here is written by this, so that no cell of it is a formula: RFC 4180, with guards. */
import { stringify } from "csv-stringify/sync";
import { guardFormulas } from "./formula-guard";

/** Tells spreadsheets that a file is UTF-8. It stands before the first line. */
export const BYTE_ORDER_MARK = "\uFEFF";

// Beside what RFC 4180 asks for: whatever a reader with another separator or other ends of lines would split at.
const QUOTED = /[\r\n\t;|]|^\s|\s$/u;

export function csvLines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((cells) => cells.map(guardFormulas)),
    { record_delimiter: "windows", quoted_match: QUOTED },
  );
}
