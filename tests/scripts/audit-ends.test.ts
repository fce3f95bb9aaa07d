/** The console notes the end of the audit in its log and, with the embedded database, in a file beside that. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { commandLineActor } from "@/access/actor";
import { findNewestLink } from "@/access/audit/audit-chain";
import { createPackage } from "@/access/keys/packages";
import { type LogFields, openLog } from "@/access/operation/log";
import { readSettings } from "@/access/operation/settings";
import { noteAuditEnd, readAuditEnds, startAuditEnds } from "@/scripts/audit-ends";
import { freshDatabase } from "@/tests/database";

let home: string;
let written: LogFields[];

beforeAll(freshDatabase);
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "latchkey-ends-"));
  written = [];
  openLog({ format: "json", write: (_level, fields) => void written.push(fields) });
});
afterEach(() => {
  globalThis.latchkeyLog = undefined;
  rmSync(home, { recursive: true });
});

const path = (): string => join(home, "audit-ends.log");

function settings(environment: Record<string, string> = {}): ReturnType<typeof readSettings> {
  return readSettings({ LATCHKEY_HOME: home, ...environment });
}

async function newest(): Promise<string> {
  const link = await findNewestLink(commandLineActor());
  return `${link?.position}:${link?.hash}`;
}

test("nothing where nothing has happened", async () => {
  await noteAuditEnd(home);
  expect(written).toEqual([]);
  expect(await readAuditEnds(settings(), [])).toEqual([]);
});

test("at once and again and again, as a line of the log that the doctor reads, and in a file for its user alone", async () => {
  const ends: string[] = [];
  const { stop } = startAuditEnds({ home, everyMs: 20 });
  for (const name of ["Maps", "Weather", "Payments"]) {
    await createPackage(commandLineActor(), { name });
    const end = await newest();
    ends.push(end);
    await vi.waitFor(() =>
      expect(written.at(-1)).toEqual({ event: "audit.end", message: `The audit ends at ${end}.` }),
    );
  }
  await stop();
  const read = (await readAuditEnds(settings(), [])).map(({ position, hash }) => `${position}:${hash}`);
  expect(new Set(read)).toEqual(new Set(ends));
  expect(statSync(path()).mode & 0o777).toBe(0o600);

  const log = join(home, "console.log");
  writeFileSync(log, written.map((fields) => `journal: ${JSON.stringify(fields)}\n`).join(""));
  const logged = await readAuditEnds(settings({ DATABASE_URL: "postgresql://db/x", NEXTAUTH_SECRET: "-".repeat(32) }), [
    log,
  ]);
  expect(new Set(logged.map(({ position, hash }) => `${position}:${hash}`))).toEqual(new Set(ends));
});

test("of the embedded database alone in the file, which does not grow without end", async () => {
  await noteAuditEnd(undefined);
  expect(written).toHaveLength(1);
  expect(() => statSync(path())).toThrow(/ENOENT/);
  await noteAuditEnd(home);
  const line = readFileSync(path(), "utf8");
  writeFileSync(path(), line.repeat(Math.ceil(1_000_000 / line.length)));
  await noteAuditEnd(home);
  expect(statSync(path()).size).toBeLessThan(600_000);
  expect(readFileSync(path(), "utf8").endsWith(`${await newest()}.\n`)).toBe(true);
});
