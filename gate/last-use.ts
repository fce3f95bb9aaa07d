/**
 * Keeps when each key was last let pass. Guarantees that no answer waits for it: it is noted in memory and written every
 * half minute, of each key at most once a minute.
 */
import { type Pool } from "pg";
import { type KnownKey } from "./known-keys";

const FLUSH_MS = 30_000;
const KEPT_MS = 60_000;
// Written earlier when so many wait. Twenty times as many are the end: a last use is worth less than the memory.
const BATCH = 10_000;
const NOTED_LIMIT = 20 * BATCH;

// Nobody is waited for: a key that somebody else has locked, another gate or a long transaction, comes again. Times are
// sent as an age, so that only the database's clock counts. Answers those that have to come again, among them what
// another gate has written within the minute.
const WRITE = `
  WITH used AS (
    SELECT id, now() - age * interval '1 millisecond' AS at FROM unnest($1::uuid[], $2::float8[]) AS used (id, age)
  ), due AS (
    SELECT k.id, used.at FROM package_keys k JOIN used USING (id)
    WHERE k.last_used_at IS NULL OR (k.last_used_at < used.at AND k.last_used_at < now() - interval '1 minute')
    FOR NO KEY UPDATE OF k SKIP LOCKED
  ), written AS (
    UPDATE package_keys k SET last_used_at = GREATEST(k.last_used_at, due.at) FROM due WHERE k.id = due.id RETURNING k.id
  )
  SELECT k.id FROM package_keys k JOIN used USING (id)
  WHERE (k.last_used_at IS NULL OR k.last_used_at < used.at - interval '1 millisecond') AND NOT EXISTS (SELECT FROM written w WHERE w.id = k.id)`;

type Use = { readonly id: string; readonly usedAt: number };

export class LastUse {
  readonly #pool: Pool;
  #noted: KnownKey[] = [];
  /** By key: when it was used, for those that are not written yet, and when they were written, for a minute. */
  #waiting = new Map<string, number>();
  #written = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  start(): void {
    this.#timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flushing;
    await this.flush();
  }

  /** On the way of each answer that lets pass, so it does next to nothing. */
  note(known: KnownKey, now: number): void {
    known.usedAt = now;
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
    const now = performance.now();
    for (const [id, at] of this.#written) if (now - at >= KEPT_MS) this.#written.delete(id);
    let batch: Use[] = [];
    for (const [id, usedAt] of this.#waiting) {
      if (!this.#written.has(id)) batch.push({ id, usedAt });
      if (batch.length < BATCH) continue;
      if (!(await this.#write(batch))) return;
      batch = [];
    }
    if (batch.length > 0) await this.#write(batch);
  }

  #gather(): void {
    const noted = this.#noted;
    this.#noted = [];
    for (const known of noted) {
      known.isNoted = false;
      this.#waiting.set(known.keyId, Math.max(known.usedAt, this.#waiting.get(known.keyId) ?? -Infinity));
    }
  }

  /** False without the database: then they wait for the next time. */
  async #write(batch: readonly Use[]): Promise<boolean> {
    const now = performance.now();
    const values = [batch.map(({ id }) => id), batch.map(({ usedAt }) => now - usedAt)];
    const answer = await this.#pool.query<{ id: string }>(WRITE, values).catch(() => undefined);
    if (answer === undefined) return false;
    const again = new Set(answer.rows.map(({ id }) => id));
    for (const { id } of batch) {
      if (again.has(id)) continue;
      this.#written.set(id, now);
      this.#waiting.delete(id);
    }
    return true;
  }
}
