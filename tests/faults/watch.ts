/** Callers who ask without a pause, and what they were answered, before, during and after whatever breaks. */
import { setTimeout as delay } from "node:timers/promises";

type Asked = { readonly at: number; readonly status: number; readonly ms: number };
type Ask = () => Promise<{ status: number; ms: number }>;

const PAUSE_MS = 100;

export class Watch {
  readonly #seen = new Map<string, Asked[]>();
  readonly #lanes: Promise<void>[] = [];
  #isOver = false;

  /** Each of them is asked by itself, so that one that hangs holds up no other. */
  constructor(questions: Readonly<Record<string, Ask>>) {
    for (const [name, ask] of Object.entries(questions)) this.#lanes.push(this.#keepAsking(name, ask));
  }

  async #keepAsking(name: string, ask: Ask): Promise<void> {
    const seen: Asked[] = [];
    this.#seen.set(name, seen);
    while (!this.#isOver) {
      const at = performance.now();
      const { status, ms } = await ask();
      seen.push({ at, status, ms });
      await delay(PAUSE_MS);
    }
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#lanes);
  }

  /** What was asked in this span of time. */
  asked(name: string, from = 0, to = Infinity): Asked[] {
    return (this.#seen.get(name) ?? []).filter(({ at }) => at >= from && at <= to);
  }

  statuses(name: string, from = 0, to = Infinity): number[] {
    return [...new Set(this.asked(name, from, to).map(({ status }) => status))].sort((one, other) => one - other);
  }

  /** How long the slowest of these answers took, in seconds. */
  longest(name: string, from = 0, to = Infinity): number {
    return Math.max(0, ...this.asked(name, from, to).map(({ ms }) => ms)) / 1_000;
  }

  /** How many seconds after this moment the last answer came that was not the right one. */
  untilRight(name: string, right: number, since: number): number {
    const wrong = this.asked(name).filter(({ status }) => status !== right);
    return Math.max(0, ...wrong.map(({ at, ms }) => at + ms - since)) / 1_000;
  }
}

export function shownSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
