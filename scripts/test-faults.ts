/**
 * `npm run test:faults`: breaks what the product stands on, sees what holds, prints it, and writes docs/faults.md.
 * `npm run test:faults -- standby` (or another scenario; several too) runs only that.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "./build";
import { CommandError, runCommand } from "./terminal/command";
import {
  type FaultResult,
  RESULTS_FOLDER,
  SCENARIOS,
  type ScenarioName,
  faultPage,
  readResult,
  resultTable,
} from "./testing/fault-report";

const PAGE = join(projectFolder, "docs/faults.md");

await runCommand(async () => {
  const names = wanted(process.argv.slice(3));
  const folder = mkdtempSync(join(tmpdir(), "latchkey-faults-"));
  try {
    const failed = await runScenarios(names, folder);
    const results = new Map(names.flatMap((name) => entry(name, readResult(folder, name))));
    writePage(results);
    for (const [name, result] of results) console.log(`\n${SCENARIOS[name]}\n\n${resultTable(result)}`);
    if (failed) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function wanted(given: string[]): ScenarioName[] {
  const known = Object.keys(SCENARIOS).filter(isScenario);
  const unknown = given.find((name) => !isScenario(name));
  if (unknown !== undefined)
    throw new CommandError(`There is no scenario "${unknown}"; there are ${known.join(", ")}.`);
  return given.length === 0 ? known : known.filter((name) => given.includes(name));
}

function isScenario(name: string): name is ScenarioName {
  return name in SCENARIOS;
}

/** Says whether one failed; those that follow run all the same. */
async function runScenarios(names: ScenarioName[], folder: string): Promise<boolean> {
  const parameters = [
    "run",
    "--config",
    "tests/faults/vitest.config.ts",
    ...names.map((name) => `faults/${name}.fault`),
  ];
  const child = spawn(process.execPath, [join(projectFolder, "node_modules/vitest/vitest.mjs"), ...parameters], {
    cwd: projectFolder,
    env: { ...process.env, [RESULTS_FOLDER]: folder },
    stdio: "inherit",
  });
  return new Promise((resolve) => child.once("close", (code) => resolve(code !== 0)));
}

function entry(name: ScenarioName, result: FaultResult | undefined): [ScenarioName, FaultResult][] {
  if (!result) console.error(`\n✗ ${SCENARIOS[name]}: did not hold, or did not come to its end.`);
  else if (result.skipped !== undefined) console.error(`\n!!! Skipped: ${SCENARIOS[name]}. ${result.skipped}`);
  return result && result.skipped === undefined ? [[name, result]] : [];
}

function writePage(results: ReadonlyMap<ScenarioName, FaultResult>): void {
  if (results.size === 0) return;
  const present = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  writeFileSync(PAGE, faultPage(present, results));
}
