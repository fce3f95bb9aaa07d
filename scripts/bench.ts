/** `npm run bench`: measures what the product promises, prints it, and writes docs/benchmarks.md. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { measureMemory, measurePages, openConsole } from "./bench-pages";
import { makeProgram } from "./bench-people";
import { measureStatusChange } from "./bench-status";
import { buildPages, projectFolder } from "./build";
import { startPostgres } from "./postgres";
import { step } from "./progress";

const FEW = 1_000;
const MANY = 100_000;

Object.assign(process.env, { LATCHKEY_BENCH: "1", LATCHKEY_BUILD_DIR: ".next-bench" });
const home = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
// As root, PostgreSQL runs as another user, who has to pass through this folder.
chmodSync(home, 0o711);
const postgres = await startPostgres(home);
try {
  const report = await measure();
  console.log(`\n${report}`);
  writeFileSync(join(projectFolder, "docs/benchmarks.md"), report);
} finally {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}

async function measure(): Promise<string> {
  await step(
    "Building the pages",
    () => buildPages(),
    ({ built }) => (built ? "Pages built" : undefined),
  );
  const few = await step(
    "Making 1,000 users",
    () => makeProgram(postgres.url, FEW),
    () => "1,000 users",
  );
  const many = await step(
    "Making 100,000 users",
    () => makeProgram(postgres.url, MANY),
    () => "100,000 users",
  );
  const status = await step(
    "Changing statuses",
    () => measureStatusChange(few),
    () => "Changes of status",
  );
  const small = await openConsole(few);
  const large = await openConsole(many);
  try {
    const pages = await step(
      "Requesting pages",
      () => measurePages(small, large),
      () => "Pages",
    );
    const memory = await step(
      "Requesting 20,000 pages",
      () => measureMemory(small, (done) => console.log(`  ${done.toLocaleString("en")} pages`)),
      () => "Memory",
    );
    return report([pages, status, memory]);
  } finally {
    small.process.disconnect();
    large.process.disconnect();
  }
}

function report(sections: string[]): string {
  const processor = cpus()[0]?.model.trim() ?? "unknown processor";
  const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`;
  return `# Benchmarks

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}, Node ${process.versions.node},
PostgreSQL ${postgres.version} (embedded, all on one machine, durable commits). Every comparison is measured in turn
within one run. Absolute times are those of this machine; the ratios are what counts.

${sections.join("\n\n")}
`;
}
