/** The operator of the server is no exception: every command is known, and none changes a user of the platform. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { rowOf } from "@/tests/actors";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { command } from "@/tests/scripts/processes";
import { everything, givenEverybody, lastEntry, PLATFORM_USERS, type Scene, toldSince } from "./scene";
import { readText, texts } from "./sources";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Why a command changes no user; the two that are about one are tried below. */
const COMMANDS: Readonly<Record<string, string>> = {
  "admin:create": "is refused for users of the platform",
  "key:create": "makes a key for any user, and changes none",
  "scim:token": "makes a token",
  "db:migrate": "brings the tables up to date",
  start: "serves the pages, and makes the first people of an empty database",
  gate: "answers for keys, and writes when they were used",
  bench: "measures on a database of its own",
  postinstall: "is about the sources",
  test: "is about the sources",
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

  it("and none of them asks for a verb that changes a user, but one", () => {
    const changing =
      /\b(changeAccountStatus|changeAccessSettings|applyAccess|deleteUser|removeUser|editProfile|createUser|createAdministrator|\w+PlatformUser)\b/;
    const files = [...texts("scripts")].filter(([, text]) => changing.test(text)).map(([file]) => file);
    expect(files.filter((file) => !/^scripts\/bench/.test(file))).toEqual(["scripts/admin-create.ts"]);
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

  it("key:create makes a key, which is managed here, and changes nothing of her", async () => {
    const { user, key } = scene.subjects.petra;
    const parameters = ["--username", "petra", "--package", "Package of petra", "--plan", "Gold", "--json"];
    const running = command("key-create", settings, ...parameters);
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(JSON.parse(running.stdout())).toMatchObject({ username: "petra", package: "Package of petra" });
    expect(running.output()).toContain("It does not work yet.");
    expect(await rowOf(user)).toEqual(user);
    expect(key.ownerId).toBe(user.id);
  });
});
