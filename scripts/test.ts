/**
 * `npm test`: everything that can be checked, each step timed, and one count at the end for the whole run.
 * `npm test -- unit` (or types, lint, format, build, browser; several too) runs only that.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPages } from "./build";
import { runCommand } from "./terminal/command";
import { addCounts, type Count, formatCount, playwrightCount, vitestCount, vitestSkipped } from "./testing/test-counts";
import { endSteps, runStep, type Step } from "./testing/test-steps";

const interrupted = new AbortController();
const reports = mkdtempSync(join(tmpdir(), "latchkey-reports-"));
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");

const types: Step = {
  name: "types",
  commands: [
    ["next", "typegen"],
    ["tsc", "--noEmit"],
  ],
};
const lint: Step = {
  name: "lint",
  commands: [
    ["eslint", ".", "--max-warnings", "0"],
    // Says what nothing uses: files, exports, dependencies.
    ["knip", "--no-progress"],
  ],
};
const format: Step = { name: "format", commands: [["prettier", "--check", "."]] };
const unit: Step = {
  name: "unit",
  commands: [["vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${vitestReport}`]],
  count: () => vitestCount(vitestReport),
};
const build: Step = { name: "build", commands: [() => buildPages(interrupted.signal)] };
const browser: Step = {
  name: "browser",
  commands: [["playwright", "test", "--reporter=list,json"]],
  environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  count: () => playwrightCount(playwrightReport),
};

/** What may run side by side does: the lanes of one stage. Stages follow each other. */
const stages: Step[][][] = [[[types, lint, format, build], [unit]], [[browser]]];

async function testEverything(): Promise<void> {
  const names = stages.flat(2).map((step) => step.name);
  const wanted = process.argv.slice(3);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`There is no part "${unknown}"; there are ${names.join(", ")}.`);
  const total = await runStages((step) => wanted.length === 0 || wanted.includes(step.name));
  // There is none where the unit tests were not wanted, or did not begin.
  const skipped = existsSync(vitestReport) ? vitestSkipped(vitestReport) : [];
  for (const what of skipped) console.log(`Skipped: ${what}`);
  rmSync(reports, { recursive: true, force: true });
  console.log(formatCount(total));
  if (total.failed > 0) process.exitCode = 1;
}

async function runStages(isWanted: (step: Step) => boolean): Promise<Count> {
  let total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const lanes of stages) {
    const counts = await Promise.all(lanes.map((lane) => runLane(lane.filter(isWanted))));
    total = counts.reduce(addCounts, total);
  }
  return total;
}

async function runLane(steps: Step[]): Promise<Count> {
  let total: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const step of steps) total = addCounts(total, await runStep(step));
  return total;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    interrupted.abort();
    endSteps(signal);
    rmSync(reports, { recursive: true, force: true });
    process.exit(1);
  });
}

await runCommand(testEverything);
