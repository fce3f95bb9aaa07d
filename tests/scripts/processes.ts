/** Latchkey's commands as processes of their own, and what is to be known of processes. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePorts } from "@/tests/server";

export type Ran = { code: number | null; output: string };
/** `output` is all that is printed; `stdout` what a pipe would get of it. */
export type Command = { process: ChildProcess; output: () => string; stdout: () => string; ended: Promise<Ran> };
export type Started = Command & { url: string; gateUrl: string };

const root = join(import.meta.dirname, "../..");
const patience = 90_000;

/** Under a folder that the system user of the database may enter. */
export function temporaryHome(): string {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-home-"));
  chmodSync(folder, 0o711);
  return join(folder, "home");
}

export function removeHome(home: string): void {
  rmSync(join(home, ".."), { recursive: true, force: true });
}

/** Runs `npm run <name>`, without npm. */
export function command(name: string, settings: Record<string, string>, ...parameters: string[]): Command {
  return launch(process.execPath, ["scripts/run.mjs", name, ...parameters], settings);
}

/** The same to its end. */
export async function run(
  name: string,
  settings: Record<string, string>,
  ...parameters: string[]
): Promise<Ran & { stdout: string }> {
  const running = command(name, settings, ...parameters);
  return { ...(await running.ended), stdout: running.stdout() };
}

/** Knows nothing of the settings under which the tests run. */
function launch(program: string, parameters: string[], settings: Record<string, string>): Command {
  const { PATH, LATCHKEY_BUILD_DIR } = process.env;
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    PATH,
    LOG_FORMAT: "text",
    ...(LATCHKEY_BUILD_DIR === undefined ? {} : { LATCHKEY_BUILD_DIR }),
    ...settings,
  };
  const child = spawn(program, parameters, {
    cwd: root,
    env,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  let stdout = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Ran>((resolve) => child.once("close", (code) => resolve({ code, output })));
  return { process: child, output: () => output, stdout: () => stdout, ended };
}

/** Starts a console and its gate on ports of their own and waits until it says that it is ready. */
export async function start(settings: Record<string, string>, by: "node" | "npm" = "node"): Promise<Started> {
  const ports = await freePorts();
  const environment = { ...ports, ...settings };
  const started = by === "npm" ? launch("npm", ["start"], environment) : command("start", environment);
  await until(() => started.output().includes("Latchkey is ready") || started.process.exitCode !== null, "ready");
  if (started.process.exitCode !== null) throw new Error(`npm start ended:\n${started.output()}`);
  return { ...started, url: `http://localhost:${ports.PORT}`, gateUrl: `http://localhost:${ports.GATE_PORT}` };
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}.`);
    await delay(20);
  }
}

/** The database server of this home and its guard, as the system knows them at this moment. */
export function databaseProcesses(home: string): { server: number | undefined; guard: number | undefined } {
  const found = allProcesses().filter(({ words }) => words.some((word) => word.startsWith(join(home, "postgres"))));
  const guard = found.find(({ words }) => words.includes("latchkey-guard"));
  const server = found.find(({ words }) => words[0]?.endsWith("/postgres") === true && words[1] === "-D");
  return { server: server?.pid, guard: guard?.pid };
}

/** Every process whose command line names this folder. */
export function processesOf(home: string): number[] {
  return allProcesses()
    .filter(({ words }) => words.some((word) => word.includes(home)))
    .map(({ pid }) => pid);
}

/** The gates that this process has started, as the system knows them at this moment. */
export function gatesOf(parent: ChildProcess): number[] {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,ppid=,command="], { encoding: "utf8" }).split("\n");
  const found = lines.map((line) => /^ *(\d+) +(\d+) .*run\.mjs gate/.exec(line) ?? []);
  return found.filter(([, , parentId]) => Number(parentId) === parent.pid).map(([, pid]) => Number(pid));
}

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

type Process = { pid: number; words: string[] };

function allProcesses(): Process[] {
  return existsSync("/proc/self/cmdline") ? processesOfLinux() : processesByPs();
}

function processesOfLinux(): Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    try {
      // A process that has ended and is not buried yet has an empty command line.
      const line = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return line === "" ? [] : [{ pid: Number(name), words: line.split("\0") }];
    } catch {
      return [];
    }
  });
}

function processesByPs(): Process[] {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => {
    const [pid, ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), words };
  });
}
