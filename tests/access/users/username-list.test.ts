/** Lists of usernames as people bring them: what is read, and what is refused with which words. */
import { describe, expect, test } from "vitest";
import { makePackageKey } from "@/access/keys/package-key-format";
import { LARGEST_LIST, MOST_USERNAMES, readUsernameFile, readUsernames } from "@/access/users/username-list";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, "utf16le");
const bigEndian = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

async function problemOf(reading: ReturnType<typeof readUsernames>): Promise<string> {
  const read = await reading;
  return read.ok ? "" : read.problem;
}

describe("what is read", () => {
  test.each([
    ["lines of every kind of system", "linus\r\ndora\nwei\rada"],
    ["empty lines and spaces around names", "\n  linus \n\n\tdora\nwei\nada\n\n"],
    ["a byte order mark", "\uFEFFlinus\ndora\nwei\nada"],
    ["a heading", "Username\nlinus\ndora\nwei\nada"],
    ["a column of a table", 'Email,"Username"\na@example.com,linus\nb@example.com,dora\n,wei\nx,ada'],
    ["a table with semicolons", "Username;Email\nlinus;x\ndora;\nwei;y\nada;z"],
    ["a table with tabs", "Status\tUser name\nEnabled\tlinus\nEnabled\tdora\nWaiting\twei\nEnabled\tada"],
  ])("%s", async (_, text) => {
    expect(await readUsernames(text)).toEqual({
      ok: true,
      usernames: ["linus", "dora", "wei", "ada"],
      refusedRows: [],
    });
  });

  test.each([
    ["UTF-8", utf8],
    ["UTF-16, little-endian", utf16],
    ["UTF-16, big-endian", bigEndian],
  ])("a file in %s", async (_, encode) => {
    expect(await readUsernameFile(encode("göran\nمستخدم\n"))).toEqual({
      ok: true,
      usernames: ["göran", "مستخدم"],
      refusedRows: [],
    });
  });

  test("names with commas and quotation marks, where there is no table", async () => {
    const names = ["okafor, ada", '"the" linus', "=cmd", "'dora"];
    expect(await readUsernames(names.join("\n"))).toMatchObject({ usernames: names });
  });

  test("a table that left here, as it is: whether an apostrophe is a guard depends on who there is", async () => {
    expect(await readUsernames("Username,Email\n'=cmd,x\n'@dora,y\n'linus,z")).toMatchObject({
      usernames: ["'=cmd", "'@dora", "'linus"],
    });
  });

  test.each([
    ["a comma in another heading", '"Name (last, first)",Username,Manager\r\n"Doe, Jane",linus,boss\r\n'],
    ["a semicolon in another heading", '"Name; first";Username;Manager\n"Doe; Jane";linus;boss\n'],
    ["quotation marks in another heading", '"The ""real"" name",Username,Manager\n"D,""J""",linus,boss\n'],
    ["an end of line in a heading and in a cell", '"User\r\nname",Note\r\nlinus,"one\r\ntwo"\r\n'],
    ["ends of lines of several kinds", "Name,Username\r\nJane,linus\n\r"],
    ["what PowerShell writes", '#TYPE Microsoft.ADUser\r\n"Name","Username"\r\n"Jane","linus"\r\n'],
    ["what Excel writes", "sep=;\r\nName;Username\r\nJane;linus\r\n"],
    ["a separator that is said alone", "sep=:\r\nName:Username\r\nJane:linus\r\n"],
    ["titles above the heading", "Leavers in November\r\n\r\nName,Username\r\nJane,linus\r\n"],
    ["bars", "Name|Username\nJane|linus\n"],
    ["a German heading", "Name;Benutzername\nJane;linus\n"],
  ])("the right column of a table with %s", async (_, text) => {
    expect(await readUsernames(text)).toEqual({ ok: true, usernames: ["linus"], refusedRows: [] });
  });

  test("names with commas below a heading of one column", async () => {
    const names = ["Doe, Jane", "Roe; Rick"];
    expect(await readUsernames(`Username\n${names.join("\n")}`)).toMatchObject({ usernames: names });
  });

  test("rows that are no rows of the table, by their lines", async () => {
    const text =
      'x,y,z\nUsername,Manager,Note\nlinus,ada,"a\r\nb"\nboss\ndora,ada,x,y\n,ada,\n,,\nwei,ada,\n(3 rows)\n';
    expect(await readUsernames(text)).toEqual({
      ok: true,
      usernames: ["linus", "wei"],
      refusedRows: [
        { line: 1, text: "x y z", refusal: "above_heading" },
        { line: 5, text: "boss", refusal: "wrong_cell_count" },
        { line: 6, text: "dora ada x y", refusal: "wrong_cell_count" },
        { line: 7, text: "ada", refusal: "no_username" },
        { line: 10, text: "(3 rows)", refusal: "wrong_cell_count" },
      ],
    });
  });

  test("linus, who stands there three times, once", async () => {
    expect(await readUsernames("linus\ndora\nLINUS\nlinus")).toEqual({
      ok: true,
      usernames: ["linus", "dora"],
      refusedRows: [
        { line: 3, text: "LINUS", refusal: "repeated_name" },
        { line: 4, text: "linus", refusal: "repeated_name" },
      ],
    });
  });

  test("as many as may be", async () => {
    const text = Array.from({ length: MOST_USERNAMES }, (_, index) => `u${index}`).join("\n");
    expect(await readUsernames(text)).toMatchObject({ ok: true, refusedRows: [] });
  });
});

describe("what is refused", () => {
  test.each([
    ["a spreadsheet", Buffer.from("504b0304140006000800", "hex")],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex")],
    ["Latin-1", Buffer.from("göran\n", "latin1")],
    ["UTF-16 without a mark", Buffer.from("linus\ndora\n", "utf16le")],
    ["half of a character of UTF-16", Buffer.concat([utf16("linus"), Buffer.from([0])])],
  ])("%s is no text", async (_, bytes) => {
    expect(await problemOf(readUsernameFile(bytes))).toMatch(/^This is no plain text\./);
  });

  test.each([
    ["nothing", "", "There is no username in this list."],
    ["a heading alone", "Username\n\n", "There is no username in this list."],
    ["a name that nobody can have", `linus\n${"x".repeat(129)}`, "Line 2 is longer than any username."],
    ["a line of a table without heading", `linus\ndora\n${"a,b,".repeat(40)}`, "Line 3 is longer than any username."],
    [
      "an open quotation mark",
      'Username,Email\n"linus,x\ndora',
      "In the row on line 2 a quotation mark is not closed.",
    ],
    ["a quotation mark within a cell", 'Username,Email\nlin"us,x', "In the row on line 2 a quotation mark stands"],
    ["another heading", "Login,Name\nlinus,X\n", "This looks like a table"],
    ["another heading in quotation marks", '"SamAccountName"\r\n"linus"\r\n', "This looks like a table"],
    ["another heading of PowerShell", "#TYPE X\nSamAccountName\nlinus\n", "This looks like a table"],
    ["a table without heading", "Jane\tlinus\nRick\tdora\n", "This looks like a table"],
    ["names in one line", "linus, dora, wei", "This looks like a table"],
    ["two columns of usernames", "Username,User name\nlinus,boss\n", "The heading on line 1 has more than one column"],
    ["a heading of two separators", "Username,Name;Username\nlinus,x;boss\n", "The heading on line 1 can be read with"],
    ["a package key", `linus\n${makePackageKey("live")}`, "Line 2 has a package key in it."],
  ])("%s", async (_, text, sentence) => {
    expect(await problemOf(readUsernames(text))).toContain(sentence);
  });

  test("a million lines", async () => {
    const text = "u\n".repeat(1_000_000);
    expect(await problemOf(readUsernames(text))).toContain("This list has more than 100,000 usernames");
  });

  test("more bytes than are read", async () => {
    expect(await problemOf(readUsernameFile(new Uint8Array(LARGEST_LIST + 1)))).toContain("larger than 4 MB");
  });
});
