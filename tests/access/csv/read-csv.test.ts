/** Tables from other programs: the column that is read is the one that the heading names, and every row has its line. */
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { decodeText } from "@/access/csv/decode-text";
import { CsvFault, type CsvRow, openTable } from "@/access/csv/read-csv";
import { readUsernameFile } from "@/access/users/username-list";
import { type Random, randomFrom, randomText } from "@/tests/random";

const PIECES = [...Array.from("abc,;|\t\"' =:-.éß"), "\r\n", "\n", "\r", "Username", "linus", "sep=;", '""'];
const LINE_ENDS = ["\r\n", "\n", "\r"];
const ENCODINGS = [
  (text: string): Buffer => Buffer.from(text),
  (text: string): Buffer => Buffer.from(`\uFEFF${text}`),
  (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le"),
  (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
];
const ABOVE: readonly ((separator: string) => string)[] = [
  () => "",
  (separator) => `sep=${separator}\r\n`,
  () => "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\r\n",
  () => "Leavers in November\n\n",
];

type Written = { readonly bytes: Buffer; readonly usernames: readonly string[] };

/** A table as another library writes it, with its column of usernames anywhere and rows that end in any way. */
function randomTable(random: Random, round: number): Written {
  const separator = random.pick([",", ";", "\t", "|"]);
  const columns = 2 + random.below(4);
  const column = random.below(columns);
  const title = random.pick(["Username", "username", "User name", "USER_NAME", "User\nname", "Benutzername"]);
  const row = (cell: string): string[] =>
    Array.from({ length: columns }, (_, index) => (index === column ? cell : randomText(random, PIECES, 5)));
  // A second heading of usernames is refused.
  const headings = row(title).map((cell, index) =>
    index === column ? cell : `Column ${index} ${cell.replaceAll("Username", "")}`,
  );
  const usernames = Array.from({ length: random.below(8) }, (_, index) => randomName(random, `${round}-${index}`));
  const quotes = (): boolean => random.below(3) === 0;
  const lines = [headings, ...usernames.map(row)].map((cells) =>
    Papa.unparse([cells], { delimiter: separator, quotes: quotes as unknown as boolean, newline: "\r\n" }),
  );
  const end = random.pick([...LINE_ENDS, null]);
  const ended = lines.map((line) => `${line}${end ?? random.pick(LINE_ENDS)}`).join("");
  const text = `${random.pick(ABOVE)(separator)}${ended}`;
  return { bytes: random.pick(ENCODINGS)(text), usernames };
}

/** Any that a user can have: no spaces around it, and one that differs from all others. */
function randomName(random: Random, mark: string): string {
  const piece = (): string => random.pick([...Array.from("abcé=+-@,;|\"' "), "Username", "''", "sep="]);
  const name = `${piece()}${piece()}${mark}${piece()}${piece()}`;
  return name.trim();
}

async function rowsOf(parts: readonly string[]): Promise<CsvRow[]> {
  const table = await openTable(parts, (cells) => cells.includes("a"));
  const rows: CsvRow[] = [];
  for await (const row of table?.rows ?? []) rows.push(row);
  return rows;
}

describe("a table of another program", () => {
  test("gives exactly the usernames that went in, whichever separator, quotation marks, ends of lines and encoding", async () => {
    const random = randomFrom(1);
    for (let round = 0; round < 300; round += 1) {
      const { bytes, usernames } = randomTable(random, round);
      const read = await readUsernameFile(bytes);
      const none = usernames.length === 0;
      if (none) expect(read).toMatchObject({ ok: false });
      else expect(read, JSON.stringify(bytes.toString())).toEqual({ ok: true, usernames, refusedRows: [] });
    }
  });

  test("is read the same in however many parts it comes", async () => {
    const text = 'a;b\r\n1;"x\r\ny"\r2;"é""👩"\n3;z\r\n\r\n4;w';
    const whole = await rowsOf([text]);
    expect(whole).toEqual([
      { line: 2, cells: ["1", "x\r\ny"] },
      { line: 4, cells: ["2", 'é"👩'] },
      { line: 5, cells: ["3", "z"] },
      { line: 6, cells: [""] },
      { line: 7, cells: ["4", "w"] },
    ]);
    expect(await rowsOf(Array.from(text))).toEqual(whole);
    for (const encoding of ["utf8", "utf16le"] as const) {
      const bytes = Buffer.from(`\uFEFF${text}`, encoding);
      for (const size of [2, 3, 7]) {
        const cut = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        let decoded = "";
        for await (const part of decodeText(cut)) decoded += part;
        expect(decoded).toBe(text);
      }
    }
  });

  test("says in which row a fault is, also behind cells of several lines", async () => {
    const above = 'a,b\r\n1,"x\r\ny\r\nz"\r\n2,w\r\n';
    const faults = [
      [`${above}3,"open\r\n4,v`, "quote_not_closed"],
      [`${above}3,q"uote\r\n`, "quote_misplaced"],
      [`${above}3,"quote"d\r\n`, "quote_misplaced"],
      [`${above}3,${"x".repeat(200_000)}\r\n`, "row_too_long"],
    ] as const;
    for (const [text, kind] of faults) {
      const fault: unknown = await rowsOf([text]).catch((error: unknown) => error);
      expect(fault).toBeInstanceOf(CsvFault);
      expect(fault).toMatchObject({ kind, line: 6 });
    }
  });

  test("is refused where its heading can be read in two ways", async () => {
    await expect(rowsOf(["a,b;a\n1,2;3\n"])).rejects.toMatchObject({ kind: "separator_unclear", line: 1 });
  });
});
