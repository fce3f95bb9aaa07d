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

const findingSchema = z.object({
  /** The version of the server that was broken. */
  postgres: z.string(),
  rows: z.array(z.object({ done: z.string(), held: z.string(), figures: z.string() })),
});
/** Why it could not be tried here. */
const skippedSchema = z.object({ skipped: z.string() });
const resultSchema = z.union([skippedSchema, findingSchema]);

export type Finding = z.infer<typeof findingSchema>;
type FaultResult = z.infer<typeof resultSchema>;

export function noteResult(name: ScenarioName, result: FaultResult): void {
  const folder = process.env[RESULTS_FOLDER];
  if (folder !== undefined) writeFileSync(join(folder, `${name}.json`), JSON.stringify(result));
}

export function readResult(folder: string, name: ScenarioName): FaultResult | undefined {
  const file = join(folder, `${name}.json`);
  return existsSync(file) ? resultSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

export function findingTable({ rows }: Finding): string {
  return table(
    ["What was done", "What held", "Figures"],
    rows.map(({ done, held, figures }) => [done, held, figures]),
  );
}

/** The page with these sections anew; those of scenarios that did not run stay as they are. */
export function faultPage(present: string, findings: ReadonlyMap<ScenarioName, Finding>): string {
  const kept = new Map(present.split(/^## /m).map((part) => [part.split("\n", 1)[0] ?? "", part.trim()]));
  const titles = z.array(z.enum(SCENARIOS)).parse(Object.values(SCENARIOS));
  const sections = titles.map((title) => {
    const [name, finding] = [...findings].find(([one]) => SCENARIOS[one] === title) ?? [];
    const text =
      name && finding ? `${title}\n\n${conditions(name, finding)}\n\n${findingTable(finding)}` : kept.get(title);
    return text === undefined ? "" : `## ${text}\n`;
  });
  return `# Faults

Written by \`npm run test:faults\`, section by section: real processes, a real PostgreSQL, and callers on the same machine who
never pause. Each section has the day on which it last held; [operations.md](operations.md#faults) says how to run it again.

- **Changes confirmed:** an administrator at the page and the platform by its calls disabled and enabled users all the while, and
  were told that it is done. These changes are looked up afterwards, in the user's status, in the audit and at the gate.
- **Attempts failed:** the others, which were answered with an error or not at all. Each was made again until it was confirmed.
- **Nothing confirmed was lost, nothing was half done:** what was confirmed is so, and \`npm run doctor\` finds that status,
  sessions, changes and audit agree.
- **All right after:** how long after the end of the fault the last wrong answer came, of a page, of \`/api/health\` and of the
  gate: 0.0 s where none came any more. Each was asked ten times a second, and more than 10 s fails the test.

${sections.filter((text) => text !== "").join("\n")}`;
}

function conditions(name: ScenarioName, { postgres }: Finding): string {
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  const versions = `Node ${process.versions.node}, PostgreSQL ${postgres}`;
  return `${new Date().toISOString().slice(0, 10)}, ${machine}, ${versions}. Again: \`npm run test:faults -- ${name}\``;
}
