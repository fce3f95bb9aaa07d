/**
 * The gate beside the pages: a process of its own, so that no page delays an answer. Guarantees that it ends with this
 * process, also when that is killed, and that it is started again if it ends by itself.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { tell as tellOperator } from "@/access/operation/log";
import { projectFolder } from "@/scripts/build";
import { CommandError, reportFailure } from "@/scripts/terminal/command";

export type GateProcess = {
  url: string;
  /** Tells the gate that its end is near: it answers on for SHUTDOWN_DELAY_SECONDS and goes. */
  leave: () => void;
  stop: () => Promise<void>;
};

/** A full cache fits into 200 MB: V8 would rather let the memory grow than look for what is not used any more. */
export const memoryFlags = ["--max-semi-space-size=2", "--heap-growing-percent=10"];

const wordSchema = z.union([z.object({ ready: z.string() }), z.object({ failed: z.string() })]);
const firstWaitMs = 500;
const longestWaitMs = 30_000;
const stopLimitMs = 8_000;

/** Returns once the gate answers. `signal` tells that this process is about to end, and the gate with it. */
export async function startGateProcess(databaseUrl: string, signal: AbortSignal): Promise<GateProcess> {
  let gate = forkGate(databaseUrl);
  const url = await readiness(gate);
  const kept = keepRunning();

  async function keepRunning(): Promise<void> {
    for (let wait = firstWaitMs; ; wait = Math.min(2 * wait, longestWaitMs)) {
      await ending(gate);
      if (signal.aborted) return;
      tellOperator(`✗ The gate ended by itself and is started again in ${wait / 1_000} s.`);
      await delay(wait, undefined, { signal }).catch(() => undefined);
      if (isAborted(signal)) return;
      gate = forkGate(databaseUrl);
      if (await readiness(gate).then(Boolean, tell)) wait = firstWaitMs;
    }
  }

  /** Not by a signal: Ctrl-C has sent one to both already, and a second one would end the gate at once. */
  function leave(): void {
    if (gate.connected) gate.disconnect();
  }

  async function stop(): Promise<void> {
    const impatience = setTimeout(() => gate.kill("SIGKILL"), stopLimitMs);
    leave();
    await kept;
    clearTimeout(impatience);
  }

  return { url, leave, stop };
}

/** Why it did not start, for the operator who would read only that it ended. */
function tell(error: unknown): false {
  reportFailure(error);
  return false;
}

function forkGate(databaseUrl: string): ChildProcess {
  return fork(join(projectFolder, "scripts/run.mjs"), ["gate"], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    execArgv: memoryFlags,
  });
}

/** Where the gate answers; rejects with what the gate says if it can't. */
async function readiness(gate: ChildProcess): Promise<string> {
  const word = await Promise.race([once(gate, "message"), ending(gate)]);
  const parsed = wordSchema.safeParse(word?.[0]);
  if (!parsed.success) throw new CommandError("The gate did not start.");
  if ("failed" in parsed.data) throw new CommandError(parsed.data.failed);
  return parsed.data.ready;
}

async function ending(gate: ChildProcess): Promise<void> {
  if (gate.exitCode === null && gate.signalCode === null) await once(gate, "exit");
}

/** Asked anew each time: to the compiler a signal that was not aborted once never will be. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
