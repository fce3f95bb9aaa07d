/** What the fault tests found: each scenario leaves its result in a folder, and docs/faults.md is made of them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { table } from "@/scripts/bench/figures";

/** The scenarios in the order of the page: a name, by which one is asked for, and a title. */
export const SCENARIOS = {
  kill: "Processes are killed",
  restart: "PostgreSQL is restarted",
  pause: "PostgreSQL says nothing for 20 seconds",
  connections: "PostgreSQL has no connections left",
  disk: "The disk of PostgreSQL is full",
  standby: "The primary dies and a standby is promoted",
  clock: "Clocks jump by an hour",
  consoles: "One of two consoles is killed",
  soak: "An hour of work, with nothing broken",
} as const;

export type ScenarioName = keyof typeof SCENARIOS;

/** The folder is given by the command, to the process of each scenario. */
export const RESULTS_FOLDER = "LATCHKEY_FAULT_RESULTS";

const resultSchema = z.object({
  rows: z.array(z.object({ done: z.string(), held: z.string(), figures: z.string() })),
  /** Why it could not be tried here. */
  skipped: z.string().optional(),
});

export type FaultResult = z.infer<typeof resultSchema>;

export function noteResult(name: ScenarioName, result: FaultResult): void {
  const folder = process.env[RESULTS_FOLDER];
  if (folder !== undefined) writeFileSync(join(folder, `${name}.json`), JSON.stringify(result));
}

export function readResult(folder: string, name: ScenarioName): FaultResult | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? resultSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

export function resultTable({ rows }: FaultResult): string {
  return table(
    ["What was done", "What held", "Figures"],
    rows.map(({ done, held, figures }) => [done, held, figures]),
  );
}

/** The page with these sections anew; those of scenarios that did not run stay as they are. */
export function faultPage(present: string, results: ReadonlyMap<ScenarioName, FaultResult>): string {
  const kept = new Map(present.split(/^## /m).map((part) => [part.split("\n", 1)[0] ?? "", part.trim()]));
  const names = z.array(z.enum(SCENARIOS)).parse(Object.values(SCENARIOS));
  const sections = names.map((title) => {
    const [, result] = [...results].find(([name]) => SCENARIOS[name] === title) ?? [];
    const text = result ? `${title}\n\n${conditions()}\n\n${resultTable(result)}` : kept.get(title);
    return text === undefined ? "" : `## ${text}\n`;
  });
  return `# Faults

Written by \`npm run test:faults\`, section by section: real processes, a real PostgreSQL, and callers on the same machine who
never pause. Whether everything agrees afterwards, status, sessions, changes and audit, is what \`npm run doctor\` says. Times
are those of the machine.

${sections.filter((text) => text !== "").join("\n")}`;
}

function conditions(): string {
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${new Date().toISOString().slice(0, 10)}, ${machine}, Node ${process.versions.node}.`;
}
