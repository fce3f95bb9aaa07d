/**
 * Where the console notes the end of the audit each hour: in its log and, with the embedded database, in a file beside it.
 * The doctor and audit:verify compare what was noted with what is there.
 */
import { appendFileSync, createReadStream, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout as delay } from "node:timers/promises";
import { commandLineActor } from "@/access/actor";
import { findNewestLink, type ShownLink } from "@/access/audit/audit-chain";
import { describeAuditEnd, findAuditEnds } from "@/access/audit/audit-end";
import { logFailure, tell } from "@/access/operation/log";
import type { Settings } from "@/access/operation/settings";
import { auditEndsName } from "./postgres/postgres-files";
import { causeOf, CommandError, errorCode } from "./terminal/command";

const EVERY_MS = 3_600_000;
/** About ten thousand of them: more than a year. The older half goes then. */
const LARGEST_FILE = 1_000_000;

type Options = {
  /** Absent where the database is not in this folder: another one may be used with it next time. */
  readonly home: string | undefined;
  readonly everyMs?: number;
};

/** At once and each hour. Never throws: an hour that is missed is told, and the next one is tried. */
export function startAuditEnds({ home, everyMs = EVERY_MS }: Options): { readonly stop: () => Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  const working = (async () => {
    while (!signal.aborted) {
      await noteAuditEnd(home).catch((error: unknown) => logFailure("The end of the audit was not noted", error));
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      ending.abort();
      await working;
    },
  };
}

export async function noteAuditEnd(home: string | undefined): Promise<void> {
  const newest = await findNewestLink(commandLineActor());
  if (!newest) return;
  const sentence = describeAuditEnd(newest);
  tell(`✓ ${sentence}`, "audit.end");
  if (home === undefined) return;
  const path = join(home, auditEndsName);
  appendFileSync(path, `${new Date().toISOString()} ${sentence}\n`, { mode: 0o600 });
  if (statSync(path).size > LARGEST_FILE) halve(path);
}

function halve(path: string): void {
  const lines = readFileSync(path, "utf8").split("\n");
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, lines.slice(Math.floor(lines.length / 2)).join("\n"), { mode: 0o600 });
  renameSync(draft, path);
}

/** What the console has noted of the embedded database, and what is in these logs; "-" is the standard input. */
export async function readAuditEnds({ databaseUrl, home }: Settings, logs: readonly string[]): Promise<ShownLink[]> {
  const kept = databaseUrl === undefined ? readKept(join(home, auditEndsName)) : [];
  const ends = [...kept];
  for (const path of logs) ends.push(...(await readLog(path)));
  return ends;
}

function readKept(path: string): ShownLink[] {
  try {
    return findAuditEnds(readFileSync(path, "utf8"));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** A log that has none says nothing, which must not look like a chain that was compared. */
async function readLog(path: string): Promise<ShownLink[]> {
  const ends: ShownLink[] = [];
  try {
    const input = path === "-" ? process.stdin : createReadStream(path);
    for await (const line of createInterface({ input, crlfDelay: Infinity })) ends.push(...findAuditEnds(line));
  } catch (error) {
    throw new CommandError(`The log ${path} can't be read: ${causeOf(error)}.`, { cause: error });
  }
  if (ends.length > 0) return ends;
  throw new CommandError(
    `In ${path === "-" ? "the standard input" : path} no line of a console says where the audit ends.`,
  );
}

/** After a restoration: what was noted is of another chain. */
export function forgetAuditEnds(home: string): void {
  rmSync(join(home, auditEndsName), { force: true });
}
