import { stringify } from "csv-stringify/sync";
import { streamAnswer } from "./stream-answer";

type Cells = readonly string[];

/** A table as a file. A cell that a spreadsheet would take for a formula has an apostrophe before it. */
export function csvAnswer(name: string, head: Cells, parts: AsyncIterable<readonly Cells[]>): Response {
  return streamAnswer(name, "text/csv", csvText(head, parts));
}

/** The mark before it tells spreadsheets that it is UTF-8. */
async function* csvText(head: Cells, parts: AsyncIterable<readonly Cells[]>): AsyncGenerator<string, undefined> {
  yield `\uFEFF${lines([head])}`;
  for await (const part of parts) yield lines(part);
}

function lines(rows: readonly Cells[]): string {
  return stringify(
    rows.map((cells) => [...cells]),
    { escape_formulas: true, record_delimiter: "windows" },
  );
}
