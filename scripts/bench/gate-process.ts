/** A gate to be measured, as a process of its own, and what it answers. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Agent, get, type IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { projectFolder } from "@/scripts/build";
import { memoryFlags } from "@/scripts/server/gate-process";
import { freePort } from "@/scripts/server/listen";

export type MeasuredGate = { readonly port: number; readonly name: string; readonly process: ChildProcess };

const START_LIMIT_MS = 20_000;

/** Starts a gate on the database and waits until it answers. */
export async function openGate(databaseUrl: string, name: string, cacheKeys = 100_000): Promise<MeasuredGate> {
  const port = await freePort();
  const child = fork(join(projectFolder, "scripts/run.mjs"), ["gate"], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: memoryFlags,
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: databaseUrl,
      GATE_PORT: `${port}`,
      GATE_HOST: "127.0.0.1",
      GATE_NAME: name,
      GATE_CACHE_KEYS: `${cacheKeys}`,
    },
  });
  const deadline = Date.now() + START_LIMIT_MS;
  while ((await status(port, "/health")) !== 200) {
    if (Date.now() > deadline) throw new Error(`The gate ${name} does not answer.`);
    await delay(50);
  }
  return { port, name, process: child };
}

export async function closeGate({ process: child }: MeasuredGate): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

async function status(port: number, path: string): Promise<number> {
  try {
    return (await ask(port, path)).status;
  } catch {
    return 0;
  }
}

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

const agent = new Agent({ keepAlive: true });

/** One request, read to its end. */
export function ask(port: number, path: string, key?: string): Promise<Answer> {
  const headers = key === undefined ? {} : { "X-API-Key": key };
  return new Promise((resolve, reject) => {
    get({ agent, host: "127.0.0.1", port, path, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    }).once("error", reject);
  });
}
