/** A console of its own for each worker of Playwright, as `npm start` starts it, on a database with sample data. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cloneDatabase, dropDatabase, freePorts } from "@/tests/server";

/** Migrated and filled with sample data. */
export const PEOPLE_TEMPLATE = "latchkey_people";

const ROOT = join(import.meta.dirname, "../..");
const PATIENCE = 60_000;

export type ConsoleServer = {
  url: string;
  /** Where its gate is asked. */
  gateUrl: string;
  databaseUrl: string;
  /** All that the console has printed until now. */
  printed: () => string;
  stop: () => Promise<void>;
};

/** With further settings, as an operator gives them by the environment, and from another checkout where one is given. */
export async function startConsoleServer(extra: Record<string, string> = {}, folder = ROOT): Promise<ConsoleServer> {
  const databaseUrl = await cloneDatabase(PEOPLE_TEMPLATE);
  const home = mkdtempSync(join(tmpdir(), "latchkey-console-"));
  const ports = await freePorts();
  const url = `http://localhost:${ports.PORT}`;
  const settings = { ...ports, DATABASE_URL: databaseUrl, LATCHKEY_HOME: home, LATCHKEY_URL: url, ...extra };
  const child = spawnConsole(settings, folder);
  const stop = async (): Promise<void> => {
    await stopChild(child.process);
    await dropDatabase(databaseUrl);
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await untilHealthy(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    gateUrl: `http://localhost:${ports.GATE_PORT}`,
    databaseUrl,
    printed: () => child.output.join(""),
    stop,
  };
}

type Child = { process: ChildProcess; output: string[] };

function spawnConsole(settings: Record<string, string>, cwd: string): Child {
  // Receivers of the tests are on this machine.
  const local = { RECEIVERS_ON_LOOPBACK: "allowed" };
  const env = {
    ...process.env,
    ...local,
    LOG_FORMAT: "text",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ...settings,
  };
  const child = spawn(process.execPath, ["scripts/run.mjs", "start"], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  return { process: child, output };
}

async function untilHealthy(url: string, { process: child, output }: Child): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  throw new Error(`The console did not come up. It printed:\n${output.join("")}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const inTime = await Promise.race([ended.then(() => true), sleep(5_000, false)]);
  if (!inTime) child.kill("SIGKILL");
  await ended;
}
