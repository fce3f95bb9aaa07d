import { setTimeout as delay } from "node:timers/promises";

/** Waits for work, and no longer than it may take: whoever asked gets `late` then, and the work goes on unheard. */
export async function inTime<Result>(work: Promise<Result>, milliseconds: number, late: () => Error): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for work that never fails, and goes on without it once the time is over. */
export async function waitAtMost(work: Promise<void>, milliseconds: number): Promise<void> {
  const waiting = new AbortController();
  const end = delay(milliseconds, undefined, { signal: waiting.signal }).catch(() => undefined);
  await Promise.race([work, end]);
  waiting.abort();
}
