/** Tells the operator what is being done and, when it is done, how long it took. */

import { logFormat, tell } from "@/access/operation/log";

const nameWidth = 56;
const barWidth = 20;

/** How far the work has come. */
export type Tell = (done: number, total: number) => void;

/** `name` says what is being done; `done` says the outcome, or nothing when it is not worth a line. */
export async function step<Outcome>(
  name: string,
  work: (tell: Tell) => Promise<Outcome>,
  done: (outcome: Outcome) => string | undefined,
): Promise<Outcome> {
  const began = performance.now();
  const live = showWhileWorking(name, process.stdout);
  try {
    const outcome = await work(live.tell);
    live.clear();
    const sentence = done(outcome);
    if (sentence !== undefined) {
      console.log(`✓ ${sentence.padEnd(nameWidth)} ${seconds(performance.now() - began).padStart(7)}`);
    }
    return outcome;
  } finally {
    live.clear();
  }
}

/**
 * The same for a command whose output belongs to a script: shown to somebody who sits before it, and to nobody else. `clear`
 * ends what is shown, before the work asks something.
 */
export async function watched<Outcome>(
  name: string,
  work: (tell: Tell, clear: () => void) => Promise<Outcome>,
): Promise<Outcome> {
  if (!process.stderr.isTTY) return work(ignore, ignore);
  const live = showWhileWorking(name, process.stderr);
  try {
    return await work(live.tell, live.clear);
  } finally {
    live.clear();
  }
}

const ignore = (): void => undefined;

type Live = { readonly tell: Tell; readonly clear: () => void };

/** On a terminal one line that changes; elsewhere, such as in a log, a plain line if it takes a while. */
function showWhileWorking(name: string, output: NodeJS.WriteStream): Live {
  if (!output.isTTY || logFormat() === "json") {
    const told = (): void => (logFormat() === "json" ? tell(`✓ ${name} …`) : void output.write(`  ${name} …\n`));
    const timer = setTimeout(told, 1_000);
    return { tell: () => undefined, clear: () => clearTimeout(timer) };
  }
  const began = performance.now();
  const far = { done: 0, total: 0 };
  const draw = (): void => {
    const columns = output.columns > 0 ? output.columns : 80;
    output.write(`\r${progressLine(name, far, performance.now() - began).slice(0, columns - 1)}\u001b[K`);
  };
  draw();
  const timer = setInterval(draw, 100);
  return {
    tell: (done, total) => Object.assign(far, { done, total }),
    clear: () => {
      clearInterval(timer);
      output.write("\r\u001b[K");
    },
  };
}

/** A bar with counts and the time left once something is known of them, otherwise the seconds that have passed. */
export function progressLine(name: string, { done, total }: { done: number; total: number }, passed: number): string {
  if (total === 0) return `  ${`${name} …`.padEnd(nameWidth)} ${seconds(passed).padStart(7)}`;
  const filled = Math.round((barWidth * Math.min(done, total)) / total);
  const bar = "━".repeat(filled) + "╌".repeat(barWidth - filled);
  const counts = `${done.toLocaleString("en")} of ${total.toLocaleString("en")}`;
  const left = done === 0 ? "" : `  ${duration((passed * Math.max(0, total - done)) / done)} left`;
  return `  ${name.padEnd(22)} ${bar} ${counts}${left}`;
}

function duration(milliseconds: number): string {
  const whole = Math.ceil(milliseconds / 1000);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
