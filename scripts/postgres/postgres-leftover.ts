/** What a killed process may have left in the data folder: a server that still runs, or the note of one that doesn't. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "@/scripts/terminal/command";
import { type PostgresFiles } from "./postgres-files";

const patience = 10_000;

export async function stopLeftover(files: PostgresFiles): Promise<void> {
  const pid = notedPid(files.pidFile);
  if (pid === undefined) return;
  if (isServerOf(pid, files.data)) await stop(pid, files);
  // The number may belong to another process by now, which PostgreSQL would take for a server that still runs.
  rmSync(files.pidFile, { force: true });
}

function notedPid(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

async function stop(pid: number, files: PostgresFiles): Promise<void> {
  const deadline = Date.now() + patience;
  signal(pid, "SIGINT");
  while (isServerOf(pid, files.data)) {
    if (Date.now() > deadline) {
      throw new CommandError(`A database server of an earlier start (process ${pid}) does not end: stop it first.`);
    }
    if (Date.now() > deadline - patience / 2) signal(pid, "SIGQUIT");
    await delay(50);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile, which is what was wanted.
  }
}

function isServerOf(pid: number, data: string): boolean {
  return commandLine(pid).includes(data);
}

/** Empty for a process that has ended. */
function commandLine(pid: number): string {
  if (existsSync("/proc/self/cmdline")) {
    const path = `/proc/${pid}/cmdline`;
    return existsSync(path) ? readFileSync(path, "utf8") : "";
  }
  return spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}
