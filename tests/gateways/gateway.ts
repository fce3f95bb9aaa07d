/**
 * Gateways as processes of their own, set up by the files of docs/gateways with nothing but the addresses changed, so
 * that what is documented is what is tested.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, chmodSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Ports of 127.0.0.1. */
export type Ports = { gateway: number; gate: number; api: number };

export type Recipe = {
  program: string;
  /** Writes the configuration into the folder and answers the parameters with which the program reads it. */
  configure: (folder: string, ports: Ports) => string[];
};

export type Gateway = { stop: () => Promise<void> };

const documents = join(import.meta.dirname, "../../docs/gateways");
const patience = 10_000;

/** Debian keeps servers in folders which only root has in its PATH. */
const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/sbin", "/usr/sbin"];

export function findProgram(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The documented file with other addresses. One that isn't in the file is a mistake, in the file or in the test. */
export function documented(name: string, addresses: Record<string, string>): string {
  let text = readFileSync(join(documents, name), "utf8");
  for (const [address, replacement] of Object.entries(addresses)) {
    if (!text.includes(address)) throw new Error(`docs/gateways/${name} does not contain ${address}.`);
    text = text.replaceAll(address, replacement);
  }
  return text;
}

export async function startGateway({ program, configure }: Recipe, ports: Ports): Promise<Gateway> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-gateway-"));
  // nginx as root works as another user, who has to pass through to where bodies are kept.
  chmodSync(folder, 0o711);
  const env = { ...process.env, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(findProgram(program) ?? program, configure(folder, ports), {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const stop = async (): Promise<void> => {
    await stopChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  if (await listens(child, ports.gateway)) return { stop };
  await stop();
  throw new Error(`${program} did not come up. It printed:\n${output}`);
}

async function listens(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await accepts(port)) return true;
    await delay(20);
  }
  return false;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    const answer = (accepted: boolean): void => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once("connect", () => answer(true));
    socket.once("error", () => answer(false));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const inTime = await Promise.race([ended.then(() => true), delay(5_000, false)]);
  if (!inTime) child.kill("SIGKILL");
  await ended;
}
