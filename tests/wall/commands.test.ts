/** The operator of the server is no exception: every command is known, and none changes a user of the platform. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rowOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { command } from "@/tests/scripts/processes";
import { everything, givenEverybody, lastEntry, PLATFORM_USERS, type Scene, toldSince } from "./scene";
import { readText, texts } from "./sources";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Why a command changes no user; those that are about one are tried below. */
const COMMANDS: Readonly<Record<string, string>> = {
  "admin:create": "is refused for users of the platform",
  "key:create": "makes a key for any user, and changes none",
  "scim:token": "makes a token",
  users: "is refused for users of the platform",
  sample: "adds people who are made up, and changes none",
  "audit:verify": "reads the audit",
  "audit:archive": "moves old entries of the audit to a file",
  doctor: "reads everything",
  backup: "reads everything",
  restore: "puts everything back as it was, users of the platform as well, which is for the operator of the server",
  "db:migrate": "brings the tables up to date",
  start: "serves the pages, and makes the first people of an empty database",
  gate: "answers for keys, and writes when they were used",
  bench: "measures on a database of its own",
  build: "is about the sources",
  screenshots: "takes pictures of a console of its own",
  sbom: "is about the packages",
  postinstall: "is about the sources",
  test: "is about the sources",
  "test:faults": "breaks databases of its own",
  soak: "works on a database of its own",
  check: "is about the sources",
  types: "is about the sources",
  lint: "is about the sources",
  format: "is about the sources",
  "format:check": "is about the sources",
};

describe("every command is known", () => {
  it("to npm", () => {
    const { scripts } = JSON.parse(readText("package.json")) as { scripts: Record<string, string> };
    expect(Object.keys(scripts).toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
  });

  it("and none of them asks for a verb that changes a user, but those that are tried below", () => {
    const changing =
      /\b(changeAccountStatus|changeAccountStatuses|importUsers|changeAccessSettings|applyAccess|deleteUser|removeUser|editProfile|createUser|createAdministrator|\w+PlatformUser)\b/;
    const files = [...texts("scripts")].filter(([, text]) => changing.test(text)).map(([file]) => file);
    expect(files.filter((file) => !/^scripts\/bench\//.test(file))).toEqual([
      "scripts/admin-create.ts",
      "scripts/users/import.ts",
      "scripts/users/status.ts",
    ]);
  });
});

describe("about a user of the platform", () => {
  let settings: Record<string, string>;
  let scene: Scene;

  beforeAll(async () => {
    settings = { DATABASE_URL: await freshDatabase() };
  });
  beforeEach(async () => {
    await emptyDatabase();
    scene = await givenEverybody();
  });

  it("admin:create is refused in one sentence, and changes nothing", async () => {
    for (const name of PLATFORM_USERS) {
      const spelling = name === "petra" ? "PETRA" : name;
      const [before, told] = [await everything(), await lastEntry()];
      const { user } = scene.subjects[name];
      const parameters = ["--username", spelling, "--email", user.email, "--display-name", user.displayName];
      const { code, output } = await command("admin-create", settings, ...parameters).ended;
      expect(code, output).toBe(1);
      expect(output).toMatch(new RegExp(`^✗ ${spelling}: [^\\n]*platform[^\\n]*\\.\\n$`, "i"));
      expect(await everything()).toEqual(before);
      expect(await toldSince(told)).toMatchObject([
        { event: "user.enabled", outcome: "REFUSED", refusal: "platform_user", subjectUsername: name },
      ]);
    }
  });

  it("users disables, enables and imports nobody of theirs", async () => {
    for (const name of PLATFORM_USERS) {
      for (const verb of ["disable", "enable"]) {
        const [before, told] = [await everything(), await lastEntry()];
        const { code, output } = await command("users", settings, verb, name.toUpperCase(), "--reason", "Because.")
          .ended;
        expect(code, output).toBe(3);
        expect(output).toContain(`✗ ${name}: This user is managed by the platform and can only be changed there.\n`);
        expect(await everything()).toEqual(before);
        const event = verb === "disable" ? "user.disabled" : "user.enabled";
        expect(await toldSince(told)).toMatchObject([
          { event, outcome: "REFUSED", refusal: "platform_user", subjectUsername: name },
        ]);
      }
    }
    const folder = mkdtempSync(join(tmpdir(), "latchkey-wall-"));
    const file = join(folder, "people.csv");
    writeFileSync(file, ["username,email", ...PLATFORM_USERS.map((name) => `${name},m@example.com`)].join("\n"));
    const before = await everything();
    const { code, output } = await command("users", settings, "import", file).ended;
    rmSync(folder, { recursive: true });
    expect(code, output).toBe(3);
    expect(output.match(/This username is in use already\./g)).toHaveLength(PLATFORM_USERS.length);
    expect(await everything()).toEqual(before);
  });

  it("key:create makes a key, which is managed here, and changes nothing of her", async () => {
    const { user, key } = scene.subjects.petra;
    const parameters = ["--username", "petra", "--package", "Package of petra", "--plan", "Gold", "--json"];
    const running = command("key-create", settings, ...parameters);
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(running.stdout())).toMatchObject({ username: "petra", package: "Package of petra" });
    expect(running.output()).toContain("It does not work yet.");
    // That she has keys, and how many, are numbers that the database keeps of them.
    const numbers = { keyCount: 2, facets: expect.any(Number) };
    expect(await rowOf(user)).toEqual({ ...user, ...numbers });
    expect(key.ownerId).toBe(user.id);
  });
});
