/**
 * Tells on the standard error how far long work has come: on a terminal one line that is drawn again, elsewhere, such as
 * in a log, a plain line now and then.
 */
import { performance } from "node:perf_hooks";

export type ProgressBar = { readonly show: (done: number, of: number) => void; readonly clear: () => void };

const WIDTH = 24;
const SILENT: ProgressBar = { show: () => undefined, clear: () => undefined };

/** `name` says what is being done; null where a program reads along. */
export function progressBar(name: string | null): ProgressBar {
  if (name === null) return SILENT;
  const isTerminal = process.stderr.isTTY;
  const began = performance.now();
  const every = isTerminal ? 100 : 10_000;
  let next = began + every;
  return {
    show: (done, of) => {
      const now = performance.now();
      if (now < next) return;
      next = now + every;
      const text = `  ${name} … ${share(done, of)} ${speed(done, of, (now - began) / 1000)}`;
      process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    clear: () => {
      if (isTerminal) process.stderr.write("\r\u001b[K");
    },
  };
}

function share(done: number, of: number): string {
  const part = of === 0 ? 1 : Math.min(1, done / of);
  const filled = Math.round(part * WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${Math.floor(part * 100)} %`;
}

/** "1,250,000 of 5,000,000, 81,000 a second, 46 s left" */
function speed(done: number, of: number, seconds: number): string {
  const perSecond = done / seconds;
  const left = perSecond > 0 ? `, ${Math.ceil((of - done) / perSecond)} s left` : "";
  const number = (value: number): string => Math.round(value).toLocaleString("en");
  return `${number(done)} of ${number(of)}, ${number(perSecond)} a second${left}`;
}
