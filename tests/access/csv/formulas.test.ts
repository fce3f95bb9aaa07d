/** Tables that leave here: to no spreadsheet a cell is a formula, and they are read back as they were. */
import { describe, expect, test } from "vitest";
import { guardFormulas, withoutGuards } from "@/access/csv/formula-guard";
import { type CsvRow, openTable } from "@/access/csv/read-csv";
import { csvLines } from "@/access/csv/write-csv";
import { type Random, randomFrom, randomText } from "@/tests/random";

const HEADING = ["Username", "Email", "Display Name", "Company", "Phone"];
const PIECES = [
  ...Array.from("=+-@＝＋－＠,;|\t\r\n\"' :.،؛"),
  ...["\r\n", "linus", "1", "''", '""', "=HYPERLINK(", "SUM(A1)", ")", "ü", "👩‍💻", "sep=", "#TYPE "],
];

/** How a spreadsheet may take a line apart: at any separators, and quotation marks count at the start of a field or never. */
function cellsOf(text: string, separators: string, quotes: boolean): string[] {
  const cells: string[] = [];
  let cell = "";
  let [quoted, start] = [false, true];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (quoted && letter === '"' && text[index + 1] === '"') {
      cell += letter;
      index += 1;
    } else if (quoted) {
      if (letter === '"') quoted = false;
      else cell += letter;
    } else if (quotes && start && letter === '"') {
      [quoted, start] = [true, false];
    } else if (separators.includes(letter) || letter === "\n" || letter === "\r") {
      cells.push(cell);
      [cell, start] = ["", true];
    } else {
      cell += letter;
      start = false;
    }
  }
  return [...cells, cell];
}

function formulasIn(text: string): string[] {
  const spreadsheets = [",", ";", "\t", ",;\t", "|"].flatMap((separators) =>
    [true, false].map((quotes) => cellsOf(text, separators, quotes)),
  );
  return spreadsheets.flat().filter((cell) => /^["\s]*[=+\-@\t＝＋－＠]/u.test(cell));
}

function randomRow(random: Random): string[] {
  return [`user-${random.below(1_000)}`, ...HEADING.slice(1).map(() => randomText(random, PIECES, 8))];
}

async function readBack(text: string): Promise<readonly (readonly string[])[]> {
  const table = await openTable([text], (cells) => cells.includes("Username"));
  const rows: CsvRow[] = [];
  for await (const row of table?.rows ?? []) rows.push(row);
  return rows.map(({ cells }) => cells.map(withoutGuards));
}

describe("a table that leaves here", () => {
  test("has no cell that is a formula, whichever separator splits it, and is read back exactly", async () => {
    const random = randomFrom(15);
    for (let round = 0; round < 120; round += 1) {
      const rows = Array.from({ length: 1 + random.below(6) }, () => randomRow(random));
      const text = csvLines([HEADING, ...rows]);
      expect(formulasIn(text), JSON.stringify(text)).toEqual([]);
      expect(await readBack(text)).toEqual(rows);
    }
  });

  test.each([
    ['Linus;=HYPERLINK("http://evil.example/")', `Linus;'=HYPERLINK("http://evil.example/")`],
    ["=1+1", "'=1+1"],
    ["a\t+1", "a\t'+1"],
    ["a,-1|@b", "a,'-1|'@b"],
    [' "=1', `' "=1`],
    ["'=1", "''=1"],
    ["＝1", "'＝1"],
    ["one\r\n=1", "one\r\n'=1"],
    ["\tone", "'\tone"],
    ["a-b, c@d; it's", "a-b, c@d; it's"],
  ])("has %j as %j", (cell, guarded) => {
    expect(guardFormulas(cell)).toBe(guarded);
    expect(withoutGuards(guarded)).toBe(cell);
  });
});
