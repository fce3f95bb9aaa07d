/** `npm run users -- import` as people and scripts meet it: local users from a CSV file, and a report of the others. */
import { once } from "node:events";
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BYTE_ORDER_MARK, csvLines } from "@/access/csv/write-csv";
import { database } from "@/access/database";
import { passwordMatches } from "@/access/sign-in/passwords";
import { checkFile, rowsOf } from "@/scripts/users/import-file";
import { entriesAbout, rowOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { randomFrom, randomText } from "@/tests/random";
import { en } from "@/text/en";
import { run } from "./processes";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let settings: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), "latchkey-import-"));

beforeAll(async () => {
  settings = { DATABASE_URL: await freshDatabase() };
});
beforeEach(emptyDatabase);
afterAll(() => rmSync(folder, { recursive: true }));

function importing(path: string, ...parameters: string[]): ReturnType<typeof run> {
  return run("users", settings, "import", path, ...parameters);
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a file of people", () => {
  const people = [
    "Username;Email;display name;First Name;company;STATUS;password",
    'li;li@example.com;"Li; the first";Li;Jade River;waiting;',
    "øyvind;oyvind@example.com;;Øyvind;;Enabled;a passphrase of my own",
  ].join("\r\n");

  it("becomes local users, Waiting or Enabled, each with an entry under the name of who ran it", async () => {
    const path = file("people.csv", `\uFEFF${people}`);
    const { code, output } = await importing(path);
    expect(output).toBe("✓ 2 users created.\n");
    expect(code).toBe(0);
    const [li, oyvind] = await database().user.findMany({ orderBy: { username: "asc" } });
    expect(li).toMatchObject({
      username: "li",
      displayName: "Li; the first",
      company: "Jade River",
      status: "WAITING",
    });
    expect(li).toMatchObject({ origin: "LOCAL", roles: [], passwordHash: null });
    expect(oyvind).toMatchObject({ username: "øyvind", displayName: "øyvind", firstName: "Øyvind", status: "ENABLED" });
    expect(await passwordMatches(oyvind?.passwordHash ?? null, "a passphrase of my own")).toBe(true);
    const entries = await entriesAbout();
    expect(entries.map(({ event, source, actorUsername, after }) => ({ event, source, actorUsername, after }))).toEqual(
      ["WAITING", "ENABLED"].map((status) => ({
        ...{ event: "user.created", source: "COMMAND_LINE", actorUsername: userInfo().username },
        after: { status, roles: [] },
      })),
    );
  });

  it("is left outside by a dry run, which says what would be created", async () => {
    const path = file("dry.csv", "username,email\nli,li@example.com\nLI,li@example.com\n");
    const { code, output } = await importing(path, "--dry-run");
    expect(code).toBe(3);
    expect(output).toContain("Nothing was changed. 1 user would be created.\nRefused: 1.\n");
    expect(await database().user.count()).toBe(0);
    expect(await entriesAbout()).toEqual([]);
  });

  it("may have rows that are refused, which the terminal and the report name with their lines", async () => {
    const { linus } = await givenPeople("linus");
    const rows = [
      "username,email,status,password,website",
      "LINUS,mallory@example.com,,,",
      "li,li@example.com,,,",
      "Li,li@example.com,,,",
      "no-mail,,,,",
      "suspended,s@example.com,Disabled,,",
      "short,s@example.com,,secret,",
      "=2+5,no address,,,",
      "zoe.bell,zoe@example.com,,Zoe.Bell.2026,",
      "too,few",
      ",nobody@example.com,,,",
      "script,s@example.com,,,javascript:alert(1)",
      "wei,wei@example.com,waiting,,",
    ];
    const report = join(folder, "report.csv");
    const { code, output, stdout } = await importing(file("mixed.csv", rows.join("\n")), "--report", report);
    expect(code).toBe(3);
    expect(stdout).toBe("✓ 2 users created.\nRefused: 10.\n");
    expect(output).toContain('✗ Line 2, "LINUS": This username is in use already.\n');
    const [heading, ...refused] = readFileSync(report, "utf8").trim().split("\r\n");
    expect(heading).toBe("line,username,why");
    expect(refused.toSorted((one, other) => parseInt(one) - parseInt(other))).toEqual([
      "2,LINUS,This username is in use already.",
      "4,Li,This username stands in the file before.",
      "5,no-mail,Enter an email address.",
      "6,suspended,Status must be Enabled or Waiting.",
      "7,short,A password must have at least 12 characters.",
      "8,'=2+5,Enter an email address like name@example.com.",
      `9,zoe.bell,"${en.fields.password.easy}"`,
      '10,too,"The row has 2 values, and the heading has 5."',
      "11,,Enter a username.",
      "12,script,Enter a web address that begins with https:// or http://.",
    ]);
    expect(await rowOf(linus)).toEqual(linus);
    expect((await database().user.findMany()).map(({ username }) => username).toSorted()).toEqual([
      "li",
      "linus",
      "wei",
    ]);
    expect(await database().auditEntry.count()).toBe(2);
  });

  it("tells of each row as an object, and imported again says that all are there", async () => {
    const path = file("again.csv", "username,email\nli,li@example.com\nwei,wei@example.com\n");
    const first = await importing(path, "--json");
    expect(first.code).toBe(0);
    const created = { outcome: "created", status: "ENABLED", dryRun: false };
    expect(
      first.stdout
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    ).toEqual([
      { line: 2, username: "li", ...created },
      { line: 3, username: "wei", ...created },
    ]);
    const second = await importing(path, "--json");
    expect(second.code).toBe(3);
    expect(second.stdout.match(/"refused"/g)).toHaveLength(2);
    expect(await database().auditEntry.count()).toBe(2);
  });
});

describe("a table that left here", () => {
  const heading = [
    ...["Username", "Email", "Display Name", "First Name", "Last Name", "Company", "Phone", "Country", "Managed by"],
    ...["Status", "Roles", "Keys", "Last sign-in", "Last key use", "Created", "Updated"],
  ];
  const row = (username: string, texts: readonly string[], managedBy: string, status: string): string[] => [
    ...[username, `${username}@example.com`, ...texts, managedBy, status],
    ...["Administrator", "3", "", "", "2026-11-30T10:00:00.000Z", "2026-11-30T10:00:00.000Z"],
  ];

  it("is read back exactly, also where a spreadsheet has saved it with another separator", async () => {
    const random = randomFrom(20);
    const pieces = [...Array.from("=+-@,;|\t\"' aé"), "\r\n", "\n", "SUM(A1)", "''", "1"];
    const people = Array.from({ length: 200 }, (_, index) => {
      const texts = Array.from({ length: 6 }, () => randomText(random, pieces, 6));
      return row(`+user-${index}`, texts, "API Management", "Enabled");
    });
    const written = csvLines([heading, ...people]);
    const cells = Papa.parse<string[]>(written, { delimiter: ",", newline: "\r\n", skipEmptyLines: true }).data;
    const saved = [",", ";", "\t"].map((delimiter) => Papa.unparse(cells, { delimiter }));
    for (const text of [`${BYTE_ORDER_MARK}${written}`, ...saved]) {
      const read: unknown[] = [];
      for await (const { values } of rowsOf(file("left.csv", text))) read.push(values);
      const names = ["username", "email", "displayName", "firstName", "lastName", "company", "phone", "country"];
      expect(read).toEqual(
        people.map((person) => ({
          ...Object.fromEntries(names.map((name, index) => [name, person[index]])),
          ...{ managedBy: "API Management", status: "Enabled" },
        })),
      );
    }
  });

  it("becomes users again, but for those of the platform, and says which columns are left out", async () => {
    const texts = ['Linus;=HYPERLINK("http://evil.example/")', "Linus", "Virtanen", "=1+1", "+49 1;@SUM(1)", "Finland"];
    const people = [
      row("+4917012345", texts, "API Management", "Enabled"),
      row("petra", texts, "Example Platform", "Enabled"),
      row("dora", texts, "API Management", "Disabled"),
    ];
    const { code, output } = await importing(file("again-here.csv", csvLines([heading, ...people])));
    expect(code).toBe(3);
    expect(output).toContain(
      "Columns that are not imported: Roles, Keys, Last sign-in, Last key use, Created, Updated.\n",
    );
    expect(output).toContain('✗ Line 3, "petra": The platform brings its users itself.\n');
    expect(output).toContain('✗ Line 4, "dora": Status must be Enabled or Waiting.\n');
    expect(await database().user.findMany()).toMatchObject([
      {
        ...{ username: "+4917012345", displayName: texts[0], company: "=1+1", phone: "+49 1;@SUM(1)" },
        ...{ roles: [], status: "ENABLED", origin: "LOCAL" },
      },
    ]);
  });

  it("keeps a password as it is, which is never a guard", async () => {
    const path = file(
      "password.csv",
      "username,email,company,password\nli,li@example.com,'=1,'=a passphrase of mine\n",
    );
    for await (const { values } of rowsOf(path)) {
      expect(values).toMatchObject({ company: "=1", password: "'=a passphrase of mine" });
    }
  });

  it("may be in UTF-16, in either order of its bytes", async () => {
    const text = "\uFEFFNote;Username\r\n";
    for (const bytes of [Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16()]) {
      await expect(checkFile(file("wide.csv", bytes))).rejects.toThrow('There is no column "Note".');
    }
    const good = Buffer.from('\uFEFFEmail;Username\r\n"a\r\nb";li\r\nalone\r\n', "utf16le");
    for (const bytes of [good, Buffer.from(good).swap16()]) {
      const rows = [];
      for await (const row of rowsOf(file("wide.csv", bytes))) rows.push(row);
      expect(rows).toEqual([
        { line: 2, username: "li", values: { email: "a\r\nb", username: "li" } },
        { line: 4, username: "", values: "The row has 1 value, and the heading has 2." },
      ]);
    }
  });
});

describe("a file that is none", () => {
  it("is refused in one sentence, and nobody of it is created", async () => {
    mkdirSync(join(folder, "a folder"), { recursive: true });
    const good = "username,email\nli,li@example.com\n";
    const files: [string, string][] = [
      [join(folder, "nowhere.csv"), "can't be read"],
      [join(folder, "a folder"), "can't be read"],
      [file("empty.csv", ""), "None of its first lines names the columns"],
      [file("book.csv", Buffer.from("PK\u0003\u0004\u0014\0\u0006\0")), "no plain text in UTF-8"],
      [file("latin.csv", Buffer.from(`${good}ren\xe9,rene@example.com\n`, "latin1")), "no plain text in UTF-8"],
      [file("utf16.csv", Buffer.from(good, "utf16le")), "no plain text in UTF-8"],
      [file("cut.csv", Buffer.concat([Buffer.from(good), Buffer.from([0xe2, 0x82])])), "no plain text in UTF-8"],
      [file("twice.csv", "username,email,Email\nli,li@example.com,x\n"), "The column email is there twice."],
      [file("unknown.csv", "username,email,shoe size\nli,li@example.com,44\n"), 'There is no column "shoe size".'],
      [file("missing.csv", "username,company\nli,Jade\n"), "The column email is missing."],
      [file("headless.csv", "li,li@example.com\n"), "None of its first lines names the columns"],
      [file("open.csv", `${good}"wei,wei@example.com\n`), "In the row on line 3 a quotation mark is not closed."],
      [
        file("quote.csv", `${good}w"ei,wei@example.com\n`),
        "In the row on line 3 a quotation mark stands where none can be",
      ],
      [
        file("long.csv", `${good}${"x".repeat(200_000)},wei@example.com\n`),
        "The row on line 3 is longer than any user's",
      ],
    ];
    for (const [path, why] of files) await expect(checkFile(path), path).rejects.toThrow(why);
    for (const path of [files[4]?.[0] ?? "", files[11]?.[0] ?? ""]) {
      const { code, output, stdout } = await importing(path);
      expect({ code, stdout }, output).toEqual({ code: 1, stdout: "" });
      expect(output).toMatch(/^✗ [^\n]+ Nothing was imported\.\n$/);
    }
    expect(await database().user.count()).toBe(0);
    expect(await entriesAbout()).toEqual([]);
  });

  it("is not overwritten by its own report, and a report that can't be written is told beforehand", async () => {
    const content = "username,email\nli,li@example.com\n";
    const path = file("precious.csv", content);
    for (const report of [path, join(folder, "no such folder", "report.csv")]) {
      const { code, output } = await importing(path, "--report", report);
      expect(code, output).toBe(1);
      expect(output).toMatch(/^✗ The report [^\n]+ can't be written: [^\n]+\n$/);
    }
    expect(readFileSync(path, "utf8")).toBe(content);
    expect(await database().user.count()).toBe(0);
  });

  it("may have a million rows and no more, and is read in little memory", async () => {
    const path = join(folder, "large.csv");
    const output = createWriteStream(path);
    output.write("username,email\n");
    for (let part = 0; part < 1_000; part += 1) {
      const rows = Array.from({ length: 1_000 }, (_, index) => `user-${part}-${index},user@example.com\n`);
      if (!output.write(rows.join(""))) await once(output, "drain");
    }
    output.end();
    await once(output, "close");
    const before = process.memoryUsage().rss;
    expect(await checkFile(path)).toMatchObject({ rows: 1_000_000 });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
    writeFileSync(path, "one-more,user@example.com\n", { flag: "a" });
    await expect(checkFile(path)).rejects.toThrow("It has more than 1,000,000 rows. Split it. Nothing was imported.");
  });
});
