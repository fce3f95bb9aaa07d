/** `npm run key:create` as a script meets it: one JSON object, or one sentence and exit code 1. */
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { database } from "@/access/database";
import { hashPackageKey, isPackageKey } from "@/access/keys/package-key-format";
import { openHome } from "@/scripts/postgres/home";
import { migrateDatabase } from "@/scripts/postgres/migrations";
import { startPostgres } from "@/scripts/postgres/postgres";
import { claimFolder } from "@/scripts/server/single-instance";
import { entriesAbout } from "@/tests/actors";
import { emptyDatabase, freshDatabase, givenPeople } from "@/tests/database";
import { givenKey } from "@/tests/keys";
import { command, processesOf, removeHome, run, temporaryHome } from "./processes";

const sentence = /^✗ [^\n]+[.!]\n$/;

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let settings: Record<string, string>;

beforeAll(async () => {
  settings = { DATABASE_URL: await freshDatabase() };
});
beforeEach(emptyDatabase);

function create(...parameters: string[]): ReturnType<typeof run> {
  return run("key-create", settings, ...parameters);
}

describe("npm run key:create", () => {
  it("prints one JSON object and nothing else, and the key is stored nowhere", async () => {
    const { linus } = await givenPeople("linus");
    const { code, output, stdout } = await create("--username", "LINUS", "--json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\{[^\n]+\}\n$/);
    const made = JSON.parse(stdout) as Record<string, string>;
    expect(made).toEqual({
      ...{ id: expect.any(String), key: expect.stringMatching(/^lk_live_/), username: "linus", status: "ENABLED" },
      ...{ application: "Default", package: "Default", plan: "Default" },
    });
    expect(output.replace(stdout, "")).toBe(
      "There was no plan yet: the plan Default of the package Default was created.\n",
    );
    const { key = "" } = made;
    expect(isPackageKey(key)).toBe(true);
    const row = await database().packageKey.findUniqueOrThrow({ where: { hash: hashPackageKey(key) } });
    expect(row).toMatchObject({ id: made["id"], status: "ENABLED" });
    const entries = await entriesAbout();
    expect(entries.map(({ event, source }) => `${event} ${source}`)).toEqual([
      ...["package.created COMMAND_LINE", "plan.created COMMAND_LINE", "application.created COMMAND_LINE"],
      "package-key.created COMMAND_LINE",
    ]);
    expect(entries.at(-1)?.subjectId).toBe(linus.id);
    const stored = await database().$queryRaw<{ text: string }[]>`SELECT a::text AS text FROM audit_entries a`;
    expect(stored.filter(({ text }) => text.includes(key.slice(12, -4)))).toEqual([]);
  });

  it("says it in words to people, with the names that were given", async () => {
    const { linus } = await givenPeople("linus");
    await givenKey({ owner: linus, package: "Maps", plan: "Pro" });
    await givenKey({ owner: linus, package: "Weather", plan: "Plus" });
    const given = ["--application", "Kiosk Berlin", "--package", "Weather", "--plan", "Plus"];
    const environment = { ...settings, LATCHKEY_KEY_ENVIRONMENT: "test" };
    const running = command("key-create", environment, "--username", "linus", ...given);
    const { code, output } = await running.ended;
    expect(code).toBe(0);
    const [first, second, third] = output.split("\n");
    expect(first).toBe("✓ linus has a new package key of the application Kiosk Berlin, plan Plus of Weather.");
    expect(second).toMatch(/^Key: lk_test_\w{36}$/);
    expect(third).toBe("It is stored nowhere and will not be shown again.");
    const made = await database().packageKey.findMany({ where: { application: { name: "Kiosk Berlin" } } });
    expect(made).toHaveLength(1);
  });

  it("takes the first active plan where none is named", async () => {
    const { linus } = await givenPeople("linus");
    await givenKey({ owner: linus, package: "Atlas", plan: "Closed", planActive: false });
    await givenKey({ owner: linus, package: "Weather", plan: "Basic" });
    await givenKey({ owner: linus, package: "Maps", plan: "Pro" });
    const { stdout, output } = await create("--username", "linus", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ package: "Maps", plan: "Pro" });
    expect(output).toBe(stdout);
  });

  it("says beside the key why it does not work yet", async () => {
    const { dora } = await givenPeople("dora");
    const { code, stdout, output } = await create("--username", "dora", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ username: "dora", status: "ENABLED" });
    expect(output).toContain("It does not work yet. Blocked: user disabled.\n");
    expect((await entriesAbout(dora)).at(-1)).toMatchObject({ after: { block: "user_disabled" } });
  });

  it("refuses in one sentence, and creates nothing", async () => {
    const { linus } = await givenPeople("linus");
    await givenKey({ owner: linus, package: "Maps", plan: "Pro" });
    await givenKey({ owner: linus, package: "Atlas", plan: "Closed", planActive: false });
    const refused: [string[], string][] = [
      [[], "Say whose key it is, by --username. Try npm run key:create -- --help."],
      [["--username", "nobody"], "There is no user nobody."],
      [["--username", "linus", "--package", "Nope"], "There is no package Nope."],
      [["--username", "linus", "--plan", "Nope"], "No package has a plan Nope."],
      [["--username", "linus", "--package", "Maps", "--plan", "Nope"], "The package Maps has no plan Nope."],
      [["--username", "linus", "--package", "Atlas"], "The package Atlas has no active plan."],
      [["--username", "linus", "--application", " "], "Enter a name for the application."],
      [["--username", "linus", "--king"], "--king"],
    ];
    const answers = await Promise.all(refused.map(([parameters]) => create(...parameters, "--json")));
    answers.forEach(({ code, output, stdout }, index) => {
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(output).toMatch(sentence);
      expect(output).toContain(refused[index]?.[1]);
    });
    expect(await database().packageKey.count()).toBe(2);
    expect(await entriesAbout()).toEqual([]);
  });

  it("explains itself", async () => {
    const { code, output } = await create("--help");
    expect(code).toBe(0);
    expect(output).toContain("--application <name>");
  });
});

describe("with the embedded database", () => {
  const home = temporaryHome();

  afterAll(() => removeHome(home));

  it("works beside whoever runs it, and leaves it running", async () => {
    openHome(home);
    const release = await claimFolder(home);
    const server = await startPostgres(home);
    try {
      await migrateDatabase(server);
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query(`INSERT INTO users (username, username_key, email, display_name, origin, status)
                          VALUES ('linus', 'linus', 'linus@example.com', 'Linus', 'PLATFORM', 'ENABLED')`);
      const running = command("key-create", { LATCHKEY_HOME: home }, "--username", "linus", "--json");
      expect(await running.ended).toMatchObject({ code: 0 });
      expect(JSON.parse(running.stdout())).toMatchObject({ username: "linus", status: "ENABLED" });
      expect((await client.query("SELECT FROM package_keys")).rowCount).toBe(1);
      await client.end();
    } finally {
      await server.stop();
      await release?.();
    }
    expect(processesOf(home)).toEqual([]);
  });
});
