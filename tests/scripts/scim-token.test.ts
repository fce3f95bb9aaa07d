/** `npm run scim:token` as a script meets it: one JSON object, or one sentence and exit code 1. */
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Actor } from "@/access/actor";
import { database } from "@/access/database";
import { hashPackageKey, isPackageKey, makePackageKey } from "@/access/keys/package-key-format";
import { ADDRESS, entriesAbout } from "@/tests/actors";
import { emptyDatabase, freshDatabase } from "@/tests/database";
import { givenToken } from "@/tests/platform";
import { run } from "./processes";

const sentence = /^✗ [^\n]+[.!]\n$/;

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let settings: Record<string, string>;

beforeAll(async () => {
  settings = { DATABASE_URL: await freshDatabase() };
});
beforeEach(emptyDatabase);

function create(...parameters: string[]): ReturnType<typeof run> {
  return run("scim-token", settings, ...parameters);
}

describe("npm run scim:token", () => {
  it("prints one JSON object and nothing else, and the token is stored nowhere", async () => {
    const { code, output, stdout } = await create("--label", "Okta", "--json");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\{[^\n]+\}\n$/);
    expect(output).toBe(stdout);
    const made = JSON.parse(stdout) as Record<string, string>;
    expect(made).toEqual({ id: expect.any(String), label: "Okta", token: expect.stringMatching(/^lk_scim_/) });
    const { id = "", token = "" } = made;
    expect(isPackageKey(token)).toBe(true);
    expect(await database().platformToken.findUnique({ where: { hash: hashPackageKey(token) } })).toMatchObject({ id });
    expect(await Actor.ofPlatformToken(token, ADDRESS)).toMatchObject({ kind: "platform", username: "Okta" });
    expect(await entriesAbout()).toMatchObject([
      { event: "platform-token.created", source: "COMMAND_LINE", after: { token: "Okta", id } },
    ]);
    const stored = await database().$queryRaw<{ text: string }[]>`
      SELECT a::text AS text FROM audit_entries a UNION ALL SELECT p::text FROM platform_tokens p`;
    expect(stored.filter(({ text }) => text.includes(token.slice(8, -4)))).toEqual([]);
  });

  it("says it in words to people", async () => {
    const { code, output } = await create("--label", "  Entra ID ");
    expect(code).toBe(0);
    const [first, second, third] = output.split("\n");
    expect(first).toBe("✓ The identity platform has a new token, Entra ID.");
    expect(second).toMatch(/^Token: lk_scim_\w{36}$/);
    expect(third).toBe("It is stored nowhere and will not be shown again.");
    expect((await database().platformToken.findMany()).map(({ label }) => label)).toEqual(["Entra ID"]);
  });

  it("refuses in one sentence, and creates nothing", async () => {
    const refused: [string[], string][] = [
      [[], "Say what the token is called, by --label. Try npm run scim:token -- --help."],
      [["--label", " "], "Enter a label"],
      [["--label", "x".repeat(101)], "at most 100 characters"],
      [["--label", makePackageKey("live")], "package key"],
      [["--lable", "Okta"], "--lable"],
    ];
    const answers = await Promise.all(refused.map(([parameters]) => create(...parameters, "--json")));
    answers.forEach(({ code, output, stdout }, index) => {
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(output).toMatch(sentence);
      expect(output).toContain(refused[index]?.[1]);
    });
    expect(await database().platformToken.count()).toBe(0);
    expect(await entriesAbout()).toEqual([]);
  });

  it("makes no third token beside two that are in use", async () => {
    await givenToken("Okta");
    await givenToken("Okta, next");
    const { code, output, stdout } = await create("--label", "Okta, third", "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(output).toBe("✗ Two tokens are in use already. Revoke one before you create another.\n");
    expect(await database().platformToken.count()).toBe(2);
    expect(await entriesAbout()).toMatchObject([{ event: "platform-token.created", outcome: "REFUSED" }]);
  });

  it("explains itself", async () => {
    const { code, output } = await create("--help");
    expect(code).toBe(0);
    expect(output).toContain("--label <text>");
  });
});
