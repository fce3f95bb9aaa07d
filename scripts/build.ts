/** Builds the pages when there is no build, or when it is older than what it was made from. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { claimFolder } from "./server/single-instance";
import { CommandError } from "./terminal/command";

export const projectFolder = fileURLToPath(new URL("..", import.meta.url));
const folders = ["access", "app", "components", "gate", "public", "scim", "text"];
const files = ["next.config.js", "package-lock.json", "postcss.config.mjs", "prisma/schema.prisma"];

/** Says whether there was something to do. An abort ends the work, and leaves a build that counts as unmade. */
export async function buildPages(abort?: AbortSignal): Promise<{ built: boolean }> {
  if (isBuilt()) return { built: false };
  mkdirSync(buildFolder(), { recursive: true });
  const release = await claimBuild();
  try {
    // Whoever held the folder before may have built what was missing.
    if (isBuilt()) return { built: false };
    const sources = digestOfSources();
    rmSync(stampFile(), { force: true });
    await runBuild(sources, abort);
    writeFileSync(stampFile(), sources);
    return { built: true };
  } finally {
    await release();
  }
}

export function isBuilt(): boolean {
  return existsSync(stampFile()) && readFileSync(stampFile(), "utf8") === digestOfSources();
}

/** The same setting as in next.config.js. */
export function buildFolder(): string {
  return join(projectFolder, process.env["LATCHKEY_BUILD_DIR"] ?? ".next");
}

function stampFile(): string {
  return join(buildFolder(), "latchkey-sources");
}

async function claimBuild(): Promise<() => Promise<void>> {
  for (;;) {
    const release = await claimFolder(buildFolder());
    if (release) return release;
    await delay(100);
  }
}

/** By content rather than by time: a checkout or a copy changes the times of files that stayed the same. */
function digestOfSources(): string {
  const digest = createHash("sha256");
  for (const path of [...folders.flatMap(filesBelow), ...files]) {
    const full = join(projectFolder, path);
    if (existsSync(full)) digest.update(`${path}\0`).update(readFileSync(full)).update("\0");
  }
  return digest.update(compilerOptions()).digest("hex");
}

/** The rest of tsconfig.json is for editors, and Next itself adds to it while it builds. */
function compilerOptions(): string {
  const text = readFileSync(join(projectFolder, "tsconfig.json"), "utf8");
  return JSON.stringify(z.object({ compilerOptions: z.unknown() }).parse(JSON.parse(text)));
}

function filesBelow(folder: string): string[] {
  const full = join(projectFolder, folder);
  if (!existsSync(full)) return [];
  const entries = readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(folder, entry.parentPath.slice(full.length), entry.name)).sort();
}

/**
 * What tells one build from another. Next makes the ids of server actions from a key and gives each build a name, both by
 * chance: with those of the sources, builds of the same sources are one, and a form of one is answered by any. This key is
 * no secret; what Next would seal with it is sealed with one of the installation (start.ts).
 */
export function identityOf(sources: string): { buildId: string; actionKey: string } {
  const actionKey = createHash("sha256").update(`latchkey: server actions\0${sources}`).digest("base64");
  // What blocks advertisements takes "ad" in an address for one.
  return { buildId: sources.slice(0, 24).replaceAll("ad", "a-d"), actionKey };
}

function runBuild(sources: string, abort?: AbortSignal): Promise<void> {
  const next = join(projectFolder, "node_modules/next/dist/bin/next");
  const { buildId, actionKey } = identityOf(sources);
  const env = {
    ...process.env,
    ...{ NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" },
    ...{ LATCHKEY_BUILD_ID: buildId, NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: actionKey },
  };
  return new Promise((resolve, reject) => {
    // In a process group of its own, so that it can be ended with all of its workers.
    const child = spawn(process.execPath, [next, "build"], { cwd: projectFolder, env, detached: true });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
    const end = (): void => endGroup(child.pid);
    abort?.addEventListener("abort", end, { once: true });
    child.once("error", reject);
    child.once("close", (code) => {
      abort?.removeEventListener("abort", end);
      if (code === 0) resolve();
      else reject(new CommandError(`The pages could not be built:\n${Buffer.concat(output).toString().trim()}`));
    });
  });
}

function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}
