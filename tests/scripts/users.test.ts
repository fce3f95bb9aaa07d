/** `npm run users -- list, show, disable, enable` as people and scripts meet it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import { makePackageKey } from "@/access/keys/package-key-format";
import { entriesAbout, rowOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople, givenPerson } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { run } from "./processes";
import { HAS_TERMINAL, runAtTerminal } from "./terminal";

const sentence = /^✗ [^\n]+[.!]\n$/;

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 90_000 });

let settings: Record<string, string>;
const folder = mkdtempSync(join(tmpdir(), "latchkey-users-"));

beforeAll(async () => {
  settings = { DATABASE_URL: await freshDatabase() };
});
beforeEach(emptyDatabase);
afterAll(() => rmSync(folder, { recursive: true }));

function users(...parameters: string[]): ReturnType<typeof run> {
  return run("users", settings, ...parameters);
}

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function objects(text: string): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("npm run users -- disable", () => {
  it("disables linus with his sessions and keys, and keeps the reason under the name of who ran it", async () => {
    const { linus } = await givenPeople("linus");
    await givenKey({ owner: linus, package: "Maps", plan: "Pro" });
    const session = { userId: linus.id, tokenHash: Buffer.from("a session") };
    await database().session.create({ data: session });
    const { code, output } = await users("disable", "LINUS", "--reason", "Contract ended.");
    expect(output).toBe("✓ 1 user became Disabled; sessions ended: 1, package keys stopped: 1.\n");
    expect(code).toBe(0);
    expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
    expect(await database().session.count({ where: { endedAt: null } })).toBe(0);
    const entries = await entriesAbout(linus);
    expect(entries.at(-1)).toMatchObject({
      ...{ event: "user.disabled", outcome: "DONE", source: "COMMAND_LINE", reason: "Contract ended." },
      ...{ actorId: null, actorUsername: userInfo().username },
    });
  });

  it("says of each user what became of them, one JSON object a line", async () => {
    await givenPeople("linus", "dora", "pat", "ada");
    const { code, stdout, output } = await users("disable", "linus", "dora", "pat", "ada", "nobody", "--json");
    expect(code).toBe(3);
    expect(output).toBe(stdout);
    const told = objects(stdout).map(({ username, outcome, refusal }) => [username, outcome, refusal]);
    expect(told.toSorted()).toEqual([
      ["ada", "refused", "last_administrator"],
      ["dora", "already", undefined],
      ["linus", "changed", undefined],
      ["nobody", "refused", "unknown_user"],
      ["pat", "refused", "platform_user"],
    ]);
    expect(objects(stdout).find(({ username }) => username === "nobody")).toMatchObject({
      why: "There is no user of this name.",
    });
  });

  it("leaves everything as it is in a dry run, which says the same", async () => {
    const given = await givenPeople("linus", "dora", "pat", "ada");
    const names = ["linus", "dora", "pat", "ada", "nobody"];
    const { code, stdout } = await users("disable", ...names, "--dry-run", "--json");
    expect(code).toBe(3);
    expect(objects(stdout)).toMatchObject([
      { username: "linus", outcome: "changed", dryRun: true },
      { username: "dora", outcome: "already" },
      { username: "pat", outcome: "refused", refusal: "platform_user" },
      { username: "ada", outcome: "refused", refusal: "last_administrator" },
      { username: "nobody", outcome: "refused", refusal: "unknown_user" },
    ]);
    for (const user of Object.values(given)) expect(await rowOf(user)).toEqual(user);
    expect(await entriesAbout()).toEqual([]);
    const inWords = await users("disable", "linus", "dora", "--dry-run");
    expect(inWords).toMatchObject({ code: 0 });
    expect(inWords.output).toBe("Nothing was changed. 1 user would become Disabled.\nDisabled already: 1.\n");
  });

  it("takes a file of usernames, each once, in more parts than one", async () => {
    const names = Array.from({ length: 1_203 }, (_, index) => `leaver-${index}`);
    await database().$executeRaw`
      INSERT INTO users (username, username_key, email, display_name, origin, status)
      SELECT name, name, name || '@example.com', name, 'LOCAL', 'ENABLED' FROM unnest(${names}::text[]) AS name`;
    await givenPeople("linus");
    const list = file("leavers.txt", `\uFEFF${names.join("\r\n")}\n\nLEAVER-7\nleaver-8\n`);
    const { code, output } = await users("disable", "--file", list, "--yes");
    expect(output).toContain("Would become Disabled: 1,203.");
    expect(output).toContain("Repeated: 2.\n  line 1205, LEAVER-7\n  line 1206, leaver-8\n");
    expect(output).toContain("✓ 1,203 users became Disabled;");
    expect(code).toBe(0);
    expect(await database().user.count({ where: { status: "DISABLED" } })).toBe(1_203);
    expect(await database().auditEntry.count({ where: { event: "user.disabled" } })).toBe(1_203);
    expect(await users("enable", "--file", list, "--yes")).toMatchObject({ code: 0 });
    expect(await database().user.count({ where: { status: "DISABLED" } })).toBe(0);
  });

  it("refuses files that are no list of usernames, in one sentence, and changes nobody", async () => {
    const { linus } = await givenPeople("linus");
    mkdirSync(join(folder, "a folder"), { recursive: true });
    const files: [string, string][] = [
      [join(folder, "nowhere.txt"), "can't be read"],
      [join(folder, "a folder"), "can't be read"],
      [file("empty.txt", ""), "no username"],
      [file("spreadsheet.xlsx", Buffer.from("PK\u0003\u0004\u0014\0\u0006\0linus")), "no plain text"],
      [file("latin.txt", Buffer.from("linus\nren\xe9\n", "latin1")), "no plain text"],
      [file("large.txt", "linus\n".repeat(1_000_000)), "larger than 4 MB"],
      [file("headless.csv", "Jane,linus\nRick,dora\n"), "looks like a table"],
      [file("open.csv", 'Username,Name\nlinus,"J\n'), "In the row on line 2 a quotation mark is not closed."],
      [file("key.txt", `linus\n${makePackageKey("live")}\n`), "Line 2 has a package key"],
    ];
    for (const [path, why] of files) {
      const { code, output, stdout } = await users("disable", "--file", path, "--yes");
      expect({ code, stdout }, output).toEqual({ code: 1, stdout: "" });
      expect(output).toMatch(sentence);
      expect(output).toContain(why);
    }
    expect(await rowOf(linus)).toEqual(linus);
    expect(await entriesAbout()).toEqual([]);
  });
});

describe("npm run users -- disable --file", () => {
  const table = [
    '"Name (last, first)",Username,Manager',
    '"Doe, Jane",linus,ada',
    "Dora,dora,ada",
    "Pat,pat,ada",
    "Nobody,nobody,ada",
    "linus",
    ",,ada",
    "Again,LINUS,ada",
  ].join("\r\n");

  it("shows what would become of every row, and changes nobody in a dry run", async () => {
    const given = await givenPeople("linus", "dora", "pat", "ada");
    await givenKey({ owner: given.linus, package: "Maps", plan: "Pro" });
    const list = file("review.csv", table);
    const { code, stdout } = await users("disable", "--file", list, "--dry-run");
    expect(stdout.split("\n")).toEqual([
      "Rows with somebody in them: 7.",
      "Would become Disabled: 1.",
      "  linus",
      "Open sessions that end: 0. Package keys that stop: 1.",
      "Disabled already: 1.",
      "  dora",
      "Refused: 4.",
      "  pat: This user is managed by the platform and can only be changed there.",
      "  nobody: There is no user of this name.",
      "  line 6, linus: A row with more or fewer cells than the heading.",
      "  line 7, ada: A row without a username.",
      "Repeated: 1.",
      "  line 8, LINUS",
      "Nothing was changed.",
      "",
    ]);
    expect(code).toBe(3);
    const inObjects = await users("disable", "--file", list, "--dry-run", "--json");
    expect(
      objects(inObjects.stdout)
        .map(({ outcome }) => outcome)
        .toSorted(),
    ).toEqual(["already", "changed", "refused", "refused", "refused", "refused", "repeated"]);
    for (const user of Object.values(given)) expect(await rowOf(user)).toMatchObject({ status: user.status });
    expect(await entriesAbout()).toEqual([]);
  });

  it("changes nobody without --yes where nobody can be asked, and with it whom the review names", async () => {
    const { linus, ada } = await givenPeople("linus", "dora", "pat", "ada");
    const list = file("leavers.csv", table);
    for (const options of [[], ["--json"]]) {
      const { code, output, stdout } = await users("disable", "--file", list, ...options);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(output).toContain("✗ Nothing was changed. --dry-run shows what the file would do, and --yes does it");
    }
    expect(await rowOf(linus)).toEqual(linus);
    expect(await entriesAbout()).toEqual([]);
    const { code, stdout } = await users("disable", "--file", list, "--yes", "--json");
    expect(code).toBe(3);
    expect(objects(stdout).find(({ outcome }) => outcome === "changed")).toMatchObject({ username: "linus" });
    expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
    expect(await rowOf(ada)).toEqual(ada);
    expect((await entriesAbout()).map(({ event, subjectUsername }) => [event, subjectUsername])).toEqual([
      ["user.disabled", "linus"],
    ]);
  });

  it.runIf(HAS_TERMINAL)("asks whoever sits at a terminal", async () => {
    const { linus } = await givenPeople("linus", "dora", "pat", "ada");
    const list = file("asked.csv", table);
    for (const answer of ["n", ""]) {
      const { code, output } = await atTerminal(answer, "disable", "--file", list);
      expect(output).toContain("Disable 1 user? [y/N]");
      expect(output).toContain("Nothing was changed.");
      expect(code).toBe(3);
      expect(await rowOf(linus)).toEqual(linus);
    }
    const { output } = await atTerminal("y", "disable", "--file", list);
    expect(output).toContain("✓ 1 user became Disabled;");
    expect(await rowOf(linus)).toMatchObject({ status: "DISABLED" });
  });
});

function atTerminal(answer: string, ...parameters: string[]): Promise<{ code: number | null; output: string }> {
  return runAtTerminal({ command: ["users", ...parameters], settings, question: "[y/N]", answer });
}

describe("npm run users -- list", () => {
  it("lists everybody by name, and by its filters whom they let through", async () => {
    await givenPeople("linus", "ada", "dora", "pat", "wei");
    const everybody = await users("list", "--json");
    expect(everybody.code).toBe(0);
    expect(objects(everybody.stdout).map(({ username }) => username)).toEqual(["ada", "dora", "linus", "pat", "wei"]);
    const of = async (...filters: string[]): Promise<unknown[]> =>
      objects((await users("list", "--json", ...filters)).stdout).map(({ username }) => username);
    expect(await of("--status", "disabled")).toEqual(["dora"]);
    expect(await of("--status", "Enabled", "--origin", "local", "--sort=-username")).toEqual(["linus", "ada"]);
    expect(await of("--access", "control-center")).toEqual(["ada"]);
    expect(await of("--q", "harbour")).toEqual(["linus"]);
    expect(await of("--role", "administrator", "--signin=-90d", "--created=7d", "--keys", "no")).toEqual(["ada"]);
    expect(await of("--signin", "never", "--stale", "30")).toEqual([]);
    expect(await of("--limit", "2")).toEqual(["ada", "dora"]);
    const inWords = await users("list", "--status", "waiting");
    expect(inWords.output).toMatch(/^wei {29} {2}Waiting {3}API Management .*wei@jade-river-logistics\.example\.com/);
  });

  it("goes on behind the first hundred, with everybody once", async () => {
    const names = Array.from({ length: 250 }, (_, index) => `user-${String(index).padStart(3, "0")}`);
    await Promise.all(names.map((username) => givenPerson({ username })));
    const { stdout } = await users("list", "--json");
    expect(objects(stdout).map(({ username }) => username)).toEqual(names);
    const limited = await users("list", "--json", "--limit", "120", "--sort=-username");
    expect(objects(limited.stdout).map(({ username }) => username)).toEqual(names.toReversed().slice(0, 120));
  });

  it("prints nothing where nobody is found", async () => {
    expect(await users("list", "--q", "nobody")).toMatchObject({ code: 0, output: "" });
  });
});

describe("npm run users -- show", () => {
  it("shows linus by any spelling, and never a password", async () => {
    const { linus } = await givenPeople("linus");
    await givenKey({ owner: linus, package: "Maps", plan: "Pro" });
    const { code, stdout } = await users("show", "Linus", "--json");
    expect(code).toBe(0);
    const [shown] = objects(stdout);
    expect(shown).toMatchObject({ username: "linus", status: "ENABLED", workingKeys: 1, openSessions: 0 });
    expect(stdout).not.toMatch(/argon2|password/i);
    const inWords = await users("show", "linus");
    expect(inWords.output).toContain("Account status  Enabled\n");
    expect(inWords.output).toContain("Email           linus@harbour-analytics.example.com\n");
  });

  it("says that there is nobody of that name", async () => {
    expect(await users("show", "nobody")).toMatchObject({ code: 1, output: "✗ There is no user nobody.\n" });
  });
});

describe("npm run users -- unlock", () => {
  it("lets linus in again, and says of others why not", async () => {
    const { linus } = await givenPeople("linus", "pat");
    const later = BigInt(Date.now() + 3_600_000);
    await database().signInAttempt.create({ data: { key: `password:${linus.id}:x`, points: 5, expire: later } });
    expect((await users("show", "linus")).output).toContain("Sign-in         locked until ");
    const { code, stdout, output } = await users("unlock", "LINUS", "pat", "nobody");
    expect({ code, stdout }).toEqual({ code: 3, stdout: "✓ LINUS is unlocked.\n" });
    expect(output).toContain("✗ pat: ");
    expect(output).toContain("✗ nobody: There is no user of this name.");
    expect((await users("show", "linus")).output).not.toContain("locked");
    const entries = await entriesAbout(linus);
    expect(entries).toMatchObject([{ event: "user.unlocked", source: "COMMAND_LINE", outcome: "DONE" }]);
  });
});

describe("npm run users", () => {
  it("tells wrong usage apart by its exit code, before it touches a database", async () => {
    const nowhere = { DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:1/none", NEXTAUTH_SECRET: "-".repeat(32) };
    const wrong: [string[], string][] = [
      [[], "Say what to do: list, show, disable, enable, unlock, import or enrolment-code."],
      [["suspend", "linus"], "There is no suspend"],
      [["constructor"], "There is no constructor"],
      [["disable"], "Name somebody to disable"],
      [["enable", "--status", "disabled"], "users enable has no option --status"],
      [["disable", "linus", "--reason", "x".repeat(501)], "Reason can have at most 500 characters."],
      [["list", "linus"], "users list takes no names: try --q linus."],
      [["list", "--status", "suspended"], "--status can't be"],
      [["list", "--signin", "sometimes"], '--signin can\'t be "sometimes".'],
      [["list", "--sort", "shoe size"], "--sort can't be"],
      [["list", "--limit", "0"], "--limit must be a whole number"],
      [["list", "--file", "x"], "users list has no option --file"],
      [["show"], "Name one user"],
      [["show", "linus", "ada"], "Name one user"],
      [["unlock"], "Name somebody to unlock"],
      [["unlock", "linus", "--reason", "x"], "users unlock has no option --reason"],
      [["import"], "Name one CSV file"],
      [["list", "--king"], "--king"],
      [["disable", "linus", "--", "--dry-run"], '"--dry-run" is taken for a word here, and looks like an option.'],
      [["enable", "--", "linus", "-h"], '"-h" is taken for a word here'],
      [["disable", "linus", "–dry-run"], '"–dry-run" is taken for a word here'],
      [["disable", "linus", "—dry-run"], '"—dry-run" is taken for a word here'],
    ];
    const answers = await Promise.all(wrong.map(([parameters]) => run("users", nowhere, ...parameters)));
    answers.forEach(({ code, output, stdout }, index) => {
      expect({ code, stdout }, output).toEqual({ code: 2, stdout: "" });
      expect(output).toMatch(sentence);
      expect(output).toContain(wrong[index]?.[1]);
    });
    expect(await run("users", nowhere, "list")).toMatchObject({
      code: 1,
      output: expect.stringContaining("can't be used"),
    });
  });

  it("explains itself", async () => {
    const { code, output } = await users("--help");
    expect(code).toBe(0);
    expect(output).toContain("Exit codes: 0 all done, 1 failed, 2 wrong usage, 3 some refused.");
  });
});
