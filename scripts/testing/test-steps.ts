/** One step of `npm test`: runs its commands, says how long they took, and shows their output when they failed. */
import { type ChildProcess, spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { causeOf } from "@/scripts/terminal/command";
import type { Count } from "./test-counts";

export type Step = {
  name: string;
  /** Run one after the other until one fails: programs of node_modules/.bin, or something to do right here. */
  commands: (Command | (() => Promise<unknown>))[];
  environment?: Record<string, string>;
  /** What the step's own report says. A step without one counts as one test. */
  count?: () => Count;
};

type Command = [string, ...string[]];

const ROOT = join(import.meta.dirname, "../..");
const PROGRAMS = join(ROOT, "node_modules/.bin");
const TIME_LIMIT = 30 * 60_000;
const HEARTBEAT = 20_000;

const running = new Set<ChildProcess>();

export async function runStep(step: Step): Promise<Count> {
  const begin = performance.now();
  console.log(`  ${step.name} …`);
  const seconds = (): string => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  const heartbeat = setInterval(() => console.log(`  ${step.name} … ${seconds()}`), HEARTBEAT);
  const { ok, output } = await runCommands(step);
  clearInterval(heartbeat);
  const { count, problem } = countOf(step, ok);
  if (count.failed > 0) console.log(`\n${output.trim()}${problem}\n`);
  const sum = step.count ? `: ${count.passed} passed, ${count.failed} failed` : "";
  console.log(`${count.failed > 0 ? "✗" : "✓"} ${step.name}${sum} (${seconds()})`);
  return count;
}

/** Whatever a runner reports, a step that didn't end well has at least one failure. */
function countOf(step: Step, ok: boolean): { count: Count; problem: string } {
  const whole: Count = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  if (!step.count) return { count: whole, problem: "" };
  try {
    const count = step.count();
    return { count: ok ? count : { ...count, failed: Math.max(count.failed, 1) }, problem: "" };
  } catch (error) {
    return { count: { passed: 0, failed: 1, skipped: 0 }, problem: `\nNo report of ${step.name}: ${causeOf(error)}` };
  }
}

type Ran = { ok: boolean; output: string };

async function runCommands({ commands, environment }: Step): Promise<Ran> {
  let output = "";
  for (const command of commands) {
    const ran = typeof command === "function" ? await attempt(command) : await run(command, environment ?? {});
    output += ran.output;
    if (!ran.ok) return { ok: false, output };
  }
  return { ok: true, output };
}

async function attempt(work: () => Promise<unknown>): Promise<Ran> {
  try {
    await work();
    return { ok: true, output: "" };
  } catch (error) {
    return { ok: false, output: causeOf(error) };
  }
}

function run([program, ...parameters]: Command, environment: Record<string, string>): Promise<Ran> {
  const path = `${PROGRAMS}${delimiter}${process.env["PATH"] ?? ""}`;
  // A group of its own, so that the end of a step is the end of everything that it started.
  const child = spawn(program, parameters, {
    cwd: ROOT,
    env: { ...process.env, ...environment, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  running.add(child);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const limit = setTimeout(() => {
    output += `\nStopped after ${TIME_LIMIT / 60_000} minutes.\n`;
    endGroup(child, "SIGKILL");
  }, TIME_LIMIT);
  return new Promise((resolve) => {
    const finish = (ok: boolean): void => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ ok, output });
    };
    child.once("error", (error) => {
      output += `${program} could not be started: ${error.message}\n`;
      finish(false);
    });
    child.once("close", (code) => finish(code === 0));
  });
}

/** Passes a signal on to everything that is running. */
export function endSteps(signal: NodeJS.Signals): void {
  for (const child of running) endGroup(child, signal);
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself meanwhile.
  }
}
