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
  type Finding,
  RESULTS_FOLDER,
  SCENARIOS,
  type ScenarioName,
  faultPage,
  findingTable,
  readResult,
} from "./testing/fault-report";

const PAGE = join(projectFolder, "docs/faults.md");

await runCommand(async () => {
  const names = wanted(process.argv.slice(3));
  const folder = mkdtempSync(join(tmpdir(), "latchkey-faults-"));
  try {
    const failed = await runScenarios(names, folder);
    const findings = new Map(names.flatMap((name) => entry(name, folder)));
    writePage(findings);
    for (const [name, finding] of findings) console.log(`\n${SCENARIOS[name]}\n\n${findingTable(finding)}`);
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

function entry(name: ScenarioName, folder: string): [ScenarioName, Finding][] {
  const result = readResult(folder, name);
  if (result && "rows" in result) return [[name, result]];
  if (result) console.error(`\n!!! Skipped: ${SCENARIOS[name]}. ${result.skipped}`);
  else console.error(`\n✗ ${SCENARIOS[name]}: did not hold, or did not come to its end.`);
  return [];
}

function writePage(findings: ReadonlyMap<ScenarioName, Finding>): void {
  if (findings.size === 0) return;
  const present = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  writeFileSync(PAGE, faultPage(present, findings));
}
