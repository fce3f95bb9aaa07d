/** Lists of usernames as people bring them: what is read, and what is refused with which words. */
import { describe, expect, test } from "vitest";
import { makePackageKey } from "@/access/keys/package-key-format";
import { LARGEST_LIST, MOST_USERNAMES, readUsernameFile, readUsernames } from "@/access/users/username-list";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, "utf16le");
const bigEndian = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

function problemOf(read: ReturnType<typeof readUsernames>): string {
  return read.ok ? "" : read.problem;
}

describe("what is read", () => {
  test.each([
    ["lines of every kind of system", "linus\r\ndora\nwei\rada"],
    ["empty lines and spaces around names", "\n  linus \n\n\tdora\nwei\nada\n\n"],
    ["a byte order mark", "\uFEFFlinus\ndora\nwei\nada"],
    ["a heading", "Username\nlinus\ndora\nwei\nada"],
    ["a column of a table", 'Email,"Username"\na@example.com,linus\nb@example.com,dora\n,wei\nx,ada'],
    ["a table with semicolons", "Username;Email\nlinus;x\ndora\nwei;y\nada;z"],
    ["a table with tabs", "Status\tUser name\nEnabled\tlinus\nEnabled\tdora\nWaiting\twei\nEnabled\tada"],
  ])("%s", (_, text) => {
    expect(readUsernames(text)).toEqual({ ok: true, usernames: ["linus", "dora", "wei", "ada"], repeated: 0 });
  });

  test.each([
    ["UTF-8", utf8],
    ["UTF-16, little-endian", utf16],
    ["UTF-16, big-endian", bigEndian],
  ])("a file in %s", (_, encode) => {
    expect(readUsernameFile(encode("göran\nمستخدم\n"))).toEqual({
      ok: true,
      usernames: ["göran", "مستخدم"],
      repeated: 0,
    });
  });

  test("names with commas and quotation marks, where there is no table", () => {
    const names = ["okafor, ada", '"the" linus', "=cmd", "'dora"];
    expect(readUsernames(names.join("\n"))).toMatchObject({ usernames: names });
  });

  test("a table that left here, without the guards against formulas", () => {
    expect(readUsernames("Username,Email\n'=cmd,x\n'@dora,y\n'linus,z")).toMatchObject({
      usernames: ["=cmd", "@dora", "'linus"],
    });
  });

  test("linus, who stands there three times, once", () => {
    expect(readUsernames("linus\ndora\nLINUS\nlinus")).toEqual({ ok: true, usernames: ["linus", "dora"], repeated: 2 });
  });

  test("as many as may be", () => {
    const text = Array.from({ length: MOST_USERNAMES }, (_, index) => `u${index}`).join("\n");
    expect(readUsernames(text)).toMatchObject({ ok: true, repeated: 0 });
  });
});

describe("what is refused", () => {
  test.each([
    ["a spreadsheet", Buffer.from("504b0304140006000800", "hex")],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d", "hex")],
    ["Latin-1", Buffer.from("göran\n", "latin1")],
    ["UTF-16 without a mark", Buffer.from("linus\ndora\n", "utf16le")],
    ["half of a character of UTF-16", Buffer.concat([utf16("linus"), Buffer.from([0])])],
  ])("%s is no text", (_, bytes) => {
    expect(problemOf(readUsernameFile(bytes))).toMatch(/^This is no plain text\./);
  });

  test.each([
    ["nothing", "", "There is no username in this list."],
    ["a heading alone", "Username\n\n", "There is no username in this list."],
    ["a name that nobody can have", `linus\n${"x".repeat(129)}`, "Line 2 is longer than any username."],
    ["a line of a table without heading", `linus\ndora\n${"a,b,".repeat(40)}`, "Line 3 is longer than any username."],
    ["an open quotation mark", 'Username,Email\n"linus,x\ndora', "This table can't be read"],
    ["a package key", `linus\n${makePackageKey("live")}`, "Line 2 has a package key in it."],
  ])("%s", (_, text, sentence) => {
    expect(problemOf(readUsernames(text))).toContain(sentence);
  });

  test("a million lines", () => {
    const text = "u\n".repeat(1_000_000);
    expect(problemOf(readUsernames(text))).toContain("This list has 1,000,000 usernames. 100,000 at most");
  });

  test("more bytes than are read", () => {
    expect(problemOf(readUsernameFile(new Uint8Array(LARGEST_LIST + 1)))).toContain("larger than 4 MB");
  });
});
