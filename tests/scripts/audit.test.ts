/** `npm run audit:verify` and `audit:archive` as an operator meets them: what they print, and how they end. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { findNewestLink } from "@/access/audit/audit-chain";
import { createPackage } from "@/access/keys/packages";
import { ageAudit, freshDatabase } from "@/tests/database";
import { run } from "./processes";

// Each test waits for processes, which on a busy machine take their time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const folder = mkdtempSync(join(tmpdir(), "latchkey-archive-"));
afterAll(() => rmSync(folder, { recursive: true }));

let settings: Record<string, string>;
let noted: string;

beforeAll(async () => {
  settings = { DATABASE_URL: await freshDatabase(), AUDIT_ARCHIVE_FOLDER: folder };
  for (const name of ["Maps", "Payments", "Weather"]) await createPackage(commandLineActor(), { name });
  noted = await newest();
});

async function newest(): Promise<string> {
  const link = await findNewestLink(commandLineActor());
  return `${link?.position}:${link?.hash}`;
}

function verify(...parameters: string[]): ReturnType<typeof run> {
  return run("audit-verify", settings, ...parameters);
}

/** As a console has it in its log, whatever a service manager puts before it. */
function givenLog(...ends: string[]): string {
  const path = join(folder, "console.log");
  const lines = ends.map(
    (end) => `{"level":"info","process":"console","event":"audit.end","message":"The audit ends at ${end}."}`,
  );
  writeFileSync(
    path,
    ["Dec 01 03:17:42 host latchkey[1]: ✓ Console started", ...lines, "not a line of ours", ""].join("\n"),
  );
  return path;
}

describe("npm run doctor", () => {
  test("finds by the log of the console that the chain is not the one of then, and nothing where it is", async () => {
    const [position = "", hash = ""] = noted.split(":");
    const good = await run("doctor", settings, "--json", "--log", givenLog(noted));
    expect(good.stdout).toContain('"audit-noted"');
    expect(JSON.parse(good.stdout)).toMatchObject({ findings: [{ check: "administrator" }] });
    const other = `${position}:${hash.replace(/./g, "0")}`;
    const { code, output } = await run("doctor", settings, "--log", givenLog(noted, other));
    expect(code).toBe(3);
    expect(output).toContain(`✗ audit-noted: Position ${position} of the audit has another hash than was noted`);
    expect(await verify("--log", givenLog(noted, other))).toMatchObject({ code: 3 });
  });

  test("says where a log has nothing to compare, or can't be read", async () => {
    const { code, output } = await run("doctor", settings, "--log", givenLog());
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^✗ In [^\n]+ no line of a console says where the audit ends\.\n$/),
    ]);
    expect(await run("doctor", settings, "--log", join(folder, "nowhere"))).toMatchObject({ code: 1 });
  });
});

describe("npm run audit:verify", () => {
  test("ends with 0 where nothing was tampered with, and knows what was noted", async () => {
    const { code, stdout } = await verify("--json", "--seen", noted);
    expect(JSON.parse(stdout)).toMatchObject({ intact: true, entries: 3, findings: [] });
    expect(code).toBe(0);
  });

  test("refuses what nobody can have noted in one sentence", async () => {
    const { code, output } = await verify("--seen", "yesterday");
    expect(output).toMatch(/^✗ What was seen is a position and a hash[^\n]+\n$/);
    expect(code).toBe(1);
  });

  test("goes on in the files, finds by what was noted that all was computed anew, and names a file that is broken", async () => {
    const archived = await run("audit-archive", { ...settings, AUDIT_RETENTION_DAYS: "1" }, "--json");
    expect(archived.code).toBe(0);
    expect(JSON.parse(archived.stdout)).toMatchObject({ entries: 0 });
    await ageAudit(7);
    await createPackage(commandLineActor(), { name: "News" });
    const later = await run("audit-archive", { ...settings, AUDIT_RETENTION_DAYS: "1" });
    expect(later).toMatchObject({ code: 0, output: expect.stringContaining("3 entries have left for") });
    expect(await verify("--seen", await newest())).toMatchObject({ code: 0 });
    expect(await verify("--seen", noted)).toMatchObject({ code: 3 });
    const [logged, now] = [await verify("--log", givenLog(noted)), await newest()];
    expect(logged).toMatchObject({ code: 3, output: expect.stringContaining("another hash was seen") });
    expect(await verify("--log", givenLog(now))).toMatchObject({ code: 0 });
    rmSync(join(folder, "console.log"));

    const [file = ""] = readdirSync(folder);
    writeFileSync(join(folder, file), "nothing");
    const { code, output } = await verify();
    expect(code).toBe(3);
    expect(output).toContain(file);
  });
});
