import { BYTE_ORDER_MARK, csvLines } from "@/access/csv/write-csv";
import { streamAnswer } from "./stream-answer";

type Cells = readonly string[];

/** A table as a file. No cell of it is a formula to a spreadsheet. */
export function csvAnswer(name: string, head: Cells, parts: AsyncIterable<readonly Cells[]>): Response {
  return streamAnswer(name, "text/csv", csvText(head, parts));
}

async function* csvText(head: Cells, parts: AsyncIterable<readonly Cells[]>): AsyncGenerator<string, undefined> {
  yield `${BYTE_ORDER_MARK}${csvLines([head])}`;
  for await (const part of parts) yield csvLines(part);
}
