/**
 * `npm run bench`: measures what the product promises, prints it, and writes docs/benchmarks.md. `npm run bench -- million`
 * (or console, platform, gate; several too) measures only that, and prints it.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { measureAudit } from "./bench/audit";
import type { Sizes } from "./bench/beside";
import { measureDownloads } from "./bench/downloads";
import { measureEnforcement } from "./bench/enforcement";
import { type KeyedProgram, measureColdKeys, measureFullCache, measureWarmKeys } from "./bench/gate";
import { measureJob, measureOthersDuringJob } from "./bench/jobs";
import { measureKeyList } from "./bench/key-list";
import { makeKeys } from "./bench/keys";
import { measureLists } from "./bench/lists";
import { measureMemory, measurePages, openConsole } from "./bench/pages";
import { makeProgram, makeSampleProgram, type Program } from "./bench/people";
import { measureDeactivation, measureLookUps } from "./bench/platform";
import { measureStatusChange } from "./bench/status";
import { buildPages, projectFolder } from "./build";
import { startPostgres } from "./postgres/postgres";
import { step } from "./terminal/progress";

const FEW = 1_000;
const FEW_REAL_KEYS = 900;
const MANY = 100_000;
const MANY_KEYS = 1_000_000;
const REAL_KEYS = 100_000;
const MOST = 1_000_000;
const MOST_KEYS = 2_000_000;
const MOST_ENTRIES = 5_000_000;
/** Of these 100,000 are local and enabled. */
const MANY_TO_DISABLE = 166_667;

const PARTS = {
  console: () => keyedPrograms().then(({ few, many }) => measureConsole(few, many)),
  million: measureMillion,
  platform: () => keyedPrograms().then(({ many }) => measurePlatform(many)),
  gate: () => keyedPrograms().then(({ few, many }) => measureKeys(few, many)),
} satisfies Record<string, () => Promise<string[]>>;

const wanted = partsWanted(process.argv.slice(3));

type Keyed = Sizes<Program & KeyedProgram>;

let made: Promise<Keyed> | undefined;

Object.assign(process.env, {
  LATCHKEY_BENCH: "1",
  LATCHKEY_BUILD_DIR: ".next-bench",
  SCIM_CALLS_PER_MINUTE: "1000000",
});
const home = mkdtempSync(join(tmpdir(), "latchkey-bench-"));
// As root, PostgreSQL runs as another user, who has to pass through this folder.
chmodSync(home, 0o711);
const postgres = await startPostgres(home);
try {
  const text = report(await measure(wanted ?? Object.values(PARTS)));
  console.log(`\n${text}`);
  if (!wanted) writeFileSync(join(projectFolder, "docs/benchmarks.md"), text);
} finally {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
}

type Part = () => Promise<string[]>;

/** Undefined where nothing is named, which means everything. */
function partsWanted(names: readonly string[]): Part[] | undefined {
  const known = new Map<string, Part>(Object.entries(PARTS));
  const wanted = names.map((name) => {
    const part = known.get(name);
    if (!part) throw new Error(`There is no part "${name}"; there are ${[...known.keys()].join(", ")}.`);
    return part;
  });
  return wanted.length > 0 ? wanted : undefined;
}

async function measure(parts: readonly Part[]): Promise<string[]> {
  await step(
    "Building the pages",
    () => buildPages(),
    ({ built }) => (built ? "Pages built" : undefined),
  );
  const sections: string[] = [];
  for (const part of parts) sections.push(...(await part()));
  return sections;
}

async function measureKeys(few: KeyedProgram & Program, many: KeyedProgram & Program): Promise<string[]> {
  return [
    await section("Listing package keys", () => measureKeyList(few, many)),
    await section("Asking a gate for warm keys", () => measureWarmKeys(many)),
    await section("Asking gates for cold keys", () => measureColdKeys(few, many)),
    await section("Filling a gate's memory", () => measureFullCache(many)),
    await section("Disabling users under four gates", () => measureEnforcement(many)),
  ];
}

function keyedPrograms(): Promise<Keyed> {
  made ??= makeKeyedPrograms();
  return made;
}

async function makeKeyedPrograms(): Promise<Keyed> {
  const few = await makeKeyedProgram(FEW, { total: FEW, real: FEW_REAL_KEYS });
  return { few, many: await makeKeyedProgram(MANY, { total: MANY_KEYS, real: REAL_KEYS }) };
}

async function makeKeyedProgram(users: number, keys: { total: number; real: number }): Promise<Program & KeyedProgram> {
  const made = `${shown(users)} users, ${shown(keys.total)} keys`;
  return step(
    `Making ${made}`,
    async () => {
      const program = await makeProgram(postgres.ownerUrl, users);
      return { ...program, keys: await makeKeys(program.url, keys) };
    },
    () => made,
  );
}

async function measureConsole(few: Program, many: Program): Promise<string[]> {
  const status = await section("Changing statuses", () => measureStatusChange(few));
  const small = await openConsole(few);
  const large = await openConsole(many);
  try {
    const pages = await section("Requesting pages", () => measurePages(small, large));
    const downloads = await section("Weighing scripts", () => measureDownloads(small));
    const progress = (done: number): void => console.log(`  ${done.toLocaleString("en")} pages`);
    return [pages, downloads, status, await section("Requesting 20,000 pages", () => measureMemory(small, progress))];
  } finally {
    small.process.disconnect();
    large.process.disconnect();
  }
}

async function measureMillion(): Promise<string[]> {
  const few = await makeSample(FEW, 2 * FEW, 5 * FEW);
  const most = await makeSample(MOST, MOST_KEYS, MOST_ENTRIES);
  const urls = { few: few.url, many: most.url };
  const consoles = { few: await openConsole(few), many: await openConsole(most) };
  try {
    const lists = await section("Listing a million users", () => measureLists(consoles, urls));
    const audit = await section("Listing and verifying five million entries", () => measureAudit(consoles, urls));
    return [lists, audit, ...(await measureManyChanges())];
  } finally {
    consoles.few.process.disconnect();
    consoles.many.process.disconnect();
  }
}

async function measureManyChanges(): Promise<string[]> {
  const program = await makeManyToDisable();
  return [
    await section("Disabling many", () => measureJob(program)),
    await section("Asking for pages meanwhile", () => measureOthersDuringJob(program)),
  ];
}

function makeSample(users: number, keys: number, audit: number): Promise<Program> {
  const made = [`${shown(users)} users`, `${shown(keys)} keys`, `${shown(audit)} audit entries`].join(", ");
  return step(
    `Making ${made}`,
    () => makeSampleProgram(postgres.ownerUrl, { users, keys, audit }, (_name, _total, work) => work(() => undefined)),
    () => made,
  );
}

function makeManyToDisable(): Promise<Program> {
  return step(
    "Making users to disable",
    () => makeProgram(postgres.ownerUrl, MANY_TO_DISABLE),
    () => `${shown(MANY_TO_DISABLE)} users`,
  );
}

function shown(number: number): string {
  return number.toLocaleString("en");
}

async function measurePlatform(mixed: Program): Promise<string[]> {
  const deactivation = await section("Disabling platform users", () => measureDeactivation(mixed));
  const few = await makePlatformUsers(FEW);
  const many = await makePlatformUsers(MANY);
  const most = await makePlatformUsers(MOST);
  return [deactivation, await section("Looking up platform users", () => measureLookUps(few, many, most))];
}

function makePlatformUsers(users: number): Promise<Program> {
  const made = `${shown(users)} platform users`;
  return step(
    `Making ${made}`,
    () => makeProgram(postgres.ownerUrl, users, "platform"),
    () => made,
  );
}

function section(name: string, work: () => Promise<string>): Promise<string> {
  return step(name, work, () => name);
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
