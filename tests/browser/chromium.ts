/**
 * Which browser the tests drive. On Linux with an x64 processor it comes inside an npm package, so that nothing has to
 * be installed; elsewhere it is Playwright's own, or a Chrome that is there already.
 */
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createWriteStream } from "node:fs";
import { createBrotliDecompress } from "node:zlib";
import { chromium, type LaunchOptions } from "@playwright/test";
import packed from "@sparticuz/chromium";

const CHROMES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
];

export async function browserToLaunch(): Promise<LaunchOptions> {
  if (process.platform === "linux" && process.arch === "x64") return packedChromium();
  if (existsSync(chromium.executablePath())) return {};
  const executablePath = CHROMES.find((path) => existsSync(path));
  if (executablePath !== undefined) return { executablePath };
  throw new Error("No Chromium was found for the browser tests. `npx playwright install chromium` fetches one.");
}

async function packedChromium(): Promise<LaunchOptions> {
  const folder = join(import.meta.dirname, "../../node_modules/.cache/latchkey/chromium");
  if (!existsSync(folder)) await unpack(folder);
  const executablePath = join(folder, "chromium");
  const env: Record<string, string> = {};
  // A machine without a desktop may lack the libraries and fonts that browsers expect; the package carries both.
  if (lacksLibraries(executablePath)) env["LD_LIBRARY_PATH"] = join(folder, "al2023/lib");
  if (!existsSync("/etc/fonts")) env["FONTCONFIG_PATH"] = join(folder, "fonts");
  return { executablePath, env: { ...definedEnvironment(), ...env } };
}

/** Unpacks beside the place and moves at the end, so that an interrupted run leaves no half of a browser. */
async function unpack(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const beside = mkdtempSync(`${folder}-`);
  // The package unpacks to wherever the system keeps its temporary files.
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = beside;
  try {
    await packed.executablePath();
    await unpackLibraries(beside);
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, "TMPDIR");
    else process.env["TMPDIR"] = before;
  }
  if (existsSync(folder)) rmSync(beside, { recursive: true });
  else renameSync(beside, folder);
}

async function unpackLibraries(folder: string): Promise<void> {
  const home = dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium"));
  const tar = join(folder, "libraries.tar");
  await pipeline(
    createReadStream(join(home, "../../bin/al2023.tar.br")),
    createBrotliDecompress(),
    createWriteStream(tar),
  );
  mkdirSync(join(folder, "al2023"));
  execFileSync("tar", ["-xf", tar, "-C", join(folder, "al2023")]);
  rmSync(tar);
}

function lacksLibraries(executablePath: string): boolean {
  try {
    return execFileSync("ldd", [executablePath], { encoding: "utf8" }).includes("not found");
  } catch {
    return false;
  }
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
