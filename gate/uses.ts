/**
 * What was let pass, beside the answers: which key, when last, and how often. Guarantees that no answer waits for it: it
 * is noted in memory and written every half minute.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type Pool } from "pg";
import { CallCounts } from "./call-counts";
import { type KnownKey } from "./known-keys";
import { LastUse, OF_KEYS, OF_OWNERS } from "./last-use";

const FLUSH_MS = 30_000;
// Written earlier when so many wait. Twenty times as many are the end: a use is worth less than the memory.
const BATCH = 10_000;
const NOTED_LIMIT = 20 * BATCH;
// For so long calls that could not be written at the end are tried again, since nobody comes after it.
const LAST_TRIES_MS = 1_000;
const LAST_WAIT_MS = 100;

export class Uses {
  readonly #keys: LastUse;
  readonly #owners: LastUse;
  readonly #calls: CallCounts;
  #noted: KnownKey[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#keys = new LastUse(pool, OF_KEYS);
    this.#owners = new LastUse(pool, OF_OWNERS);
    this.#calls = new CallCounts(pool);
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flushing;
    this.#gather();
    const deadline = performance.now() + LAST_TRIES_MS;
    await Promise.all([this.#keys.flush(), this.#owners.flush(), this.#calls.flush()]);
    while (this.#calls.isWaiting && performance.now() < deadline) {
      await delay(LAST_WAIT_MS);
      await this.#calls.flush();
    }
  }

  /** On the way of each answer that lets pass, so it does next to nothing. */
  note(known: KnownKey, now: number): void {
    known.usedAt = now;
    known.calls += 1;
    if (!known.isNoted) this.#noteFirst(known);
  }

  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => (this.#flushing = undefined));
    return this.#flushing;
  }

  #noteFirst(known: KnownKey): void {
    if (this.#noted.length >= NOTED_LIMIT) return;
    known.isNoted = true;
    // What is noted is held on to, so it outlives being pushed out of the cache.
    this.#noted.push(known);
    if (this.#noted.length % BATCH === 0) void this.flush();
  }

  async #flush(): Promise<void> {
    this.#gather();
    // One after the other, so that acknowledgements find a connection.
    await this.#keys.flush();
    await this.#owners.flush();
    await this.#calls.flush();
  }

  #gather(): void {
    const noted = this.#noted;
    this.#noted = [];
    for (const known of noted) {
      known.isNoted = false;
      this.#keys.add(known.keyId, known.usedAt);
      this.#owners.add(known.ownerId, known.usedAt);
      // Those that are not taken stay with the key, and come with its next call.
      if (this.#calls.add(known.keyId, known.calls)) known.calls = 0;
    }
  }
}
