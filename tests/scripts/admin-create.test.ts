/** `npm run admin:create` as an operator sees it. */
import { describe, expect, it } from "vitest";
import { en } from "@/text/en";
import { givenInstallation, sentence } from "./installation";
import { command, processesOf } from "./processes";

const { home, settings, given, query } = givenInstallation();

describe("npm run admin:create", () => {
  const ada = ["--username", "ada", "--email", "ada@example.com"];

  it("works beside a running console, with a password from elsewhere, and is audited", async () => {
    await given();
    await query("UPDATE users SET status = 'DISABLED' WHERE username = 'ada'");
    const making = command("admin-create", settings, ...ada, "--password-stdin");
    making.process.stdin?.end("correct horse battery staple\n");
    expect(await making.ended).toEqual({ code: 0, output: "✓ ada is an enabled administrator again.\n" });
    const entries = await query("SELECT event, source FROM audit_entries WHERE source = 'COMMAND_LINE' ORDER BY id");
    expect(entries).toContainEqual({ event: "user.enabled", source: "COMMAND_LINE" });
  });

  it("says that a code is asked for as well, and takes a lost second factor away", async () => {
    await given();
    await query(
      "INSERT INTO second_factors (user_id, sealed_secret, confirmed_at) SELECT id, '', now() FROM users WHERE username = 'ada'",
    );
    const first = await command("admin-create", settings, ...ada).ended;
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining("--remove-second-factor") as string });
    const second = await command("admin-create", settings, ...ada, "--remove-second-factor").ended;
    expect(second).toMatchObject({
      code: 0,
      output: expect.stringContaining("✓ The second factor was removed.") as string,
    });
    expect(await query("SELECT user_id FROM second_factors")).toEqual([]);
    const entries = await query("SELECT event, source FROM audit_entries ORDER BY id DESC LIMIT 1");
    expect(entries).toEqual([{ event: "second-factor.removed", source: "COMMAND_LINE" }]);
  });

  it("prints an enrolment code where administrators must have a second factor and have none", async () => {
    await given();
    const required = { ...settings, SECOND_FACTOR_ROLES: "ADMINISTRATOR" };
    const grace = ["--username", "grace", "--email", "grace@example.com"];
    const { code, output } = await command("admin-create", required, ...grace).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^Enrolment code: (?:[2-9a-z]{4}-){5}[2-9a-z]{4}$/m);
    expect(await query("SELECT expires_at > now() AS works FROM enrolment_codes")).toEqual([{ works: true }]);
    const users = await command("users", settings, "enrolment-code", "grace", "--json").ended;
    const { enrolmentCode } = JSON.parse(users.output) as { enrolmentCode: string };
    expect(output).not.toContain(enrolmentCode);
    expect(await query("SELECT user_id FROM enrolment_codes")).toHaveLength(1);
    const entries = await query("SELECT event, source FROM audit_entries ORDER BY id DESC LIMIT 1");
    expect(entries).toEqual([{ event: "second-factor.enrolment-code-created", source: "COMMAND_LINE" }]);
    expect(await command("users", settings, "enrolment-code", "pat").ended).toMatchObject({ code: 1 });
    expect(await command("users", settings, "enrolment-code").ended).toMatchObject({ code: 2 });
  });

  it("starts the embedded database by itself when no console runs, and stops it again", async () => {
    const { code, output } = await command("admin-create", settings, ...ada).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/^Password: /m);
    expect(processesOf(home)).toEqual([]);
  });

  it.each([
    ["a missing name", ["--email", "a@example.com"], "Enter a username."],
    ["a missing address", ["--username", "ada"], "Enter an email address."],
    ["an address that is none", ["--username", "ada", "--email", "ada"], "email address"],
    ["an unknown option", [...ada, "--role", "king"], "--role"],
    ["a user of the platform", ["--username", "pat", "--email", "pat@example.com"], "managed by the platform"],
  ])("refuses %s in one sentence", async (_, parameters, words) => {
    const { code, output } = await command("admin-create", settings, ...parameters).ended;
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).toContain(words);
  });

  it("refuses a password that is too short", async () => {
    const making = command("admin-create", settings, ...ada, "--password-stdin");
    making.process.stdin?.end("short\n");
    expect(await making.ended).toMatchObject({ code: 1, output: expect.stringMatching(sentence) as string });
  });

  it("refuses a password that is easy to guess for who knows the administrator, and changes nothing", async () => {
    await given();
    const before = await query("SELECT password_hash FROM users WHERE username = 'ada'");
    // The company stands in the database alone.
    await query("UPDATE users SET company = 'Kestrelworks' WHERE username = 'ada'");
    const making = command("admin-create", settings, ...ada, "--password-stdin");
    making.process.stdin?.end("Kestrelworks 2026\n");
    expect(await making.ended).toEqual({ code: 1, output: `✗ ${en.fields.password.easy}\n` });
    expect(await query("SELECT password_hash FROM users WHERE username = 'ada'")).toEqual(before);
    expect(en.fields.password.easy).toMatch(/longer .* several words/);
  });

  it("explains itself", async () => {
    const { code, output } = await command("admin-create", settings, "--help").ended;
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("--password-stdin") as string });
  });
});
