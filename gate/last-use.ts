/**
 * Keeps when each key was last let pass, and whose keys were. Guarantees that of each it is written now and then only,
 * and that nobody is waited for: what somebody else has locked comes again.
 */
import { type Pool } from "pg";

/** Of what the last use is kept, and how often. */
type Kept = { readonly statement: string; readonly batch: number; readonly keptMs: number };

// So many wait at most, and of so many is known that they were written lately. Beyond that uses are left out, and the
// database is asked more often than it had to be.
const LIMIT = 200_000;

// Times are sent as an age, so that only the database's clock counts.
const USED = `
  used AS (
    SELECT id, now() - age * interval '1 millisecond' AS at FROM unnest($1::uuid[], $2::float8[]) AS used (id, age)
  )`;

/** Answers those that have to come again, among them what another gate has written within the minute. */
export const OF_KEYS: Kept = {
  batch: 10_000,
  keptMs: 60_000,
  statement: `
    WITH ${USED}, due AS (
      SELECT k.id, used.at FROM package_keys k JOIN used USING (id)
      WHERE k.last_used_at IS NULL OR (k.last_used_at < used.at AND k.last_used_at < now() - interval '1 minute')
      FOR NO KEY UPDATE OF k SKIP LOCKED
    ), written AS (
      UPDATE package_keys k SET last_used_at = GREATEST(k.last_used_at, due.at) FROM due WHERE k.id = due.id RETURNING k.id
    )
    SELECT k.id FROM package_keys k JOIN used USING (id)
    WHERE (k.last_used_at IS NULL OR k.last_used_at < used.at - interval '1 millisecond') AND NOT EXISTS (SELECT FROM written w WHERE w.id = k.id)`,
};

/**
 * For lists of users, who are told apart by days: written by the hour, since each user stands in many indexes, and few
 * at once for the same reason. Answers those that somebody has locked.
 */
export const OF_OWNERS: Kept = {
  batch: 1_000,
  keptMs: 10 * 60_000,
  statement: `
    WITH ${USED}, due AS (
      SELECT u.id, used.at FROM users u JOIN used USING (id)
      WHERE u.last_key_use_at IS NULL OR u.last_key_use_at < used.at - interval '1 hour'
    ), free AS (
      SELECT u.id FROM users u JOIN due USING (id) FOR NO KEY UPDATE OF u SKIP LOCKED
    ), written AS (
      UPDATE users u SET last_key_use_at = GREATEST(u.last_key_use_at, due.at) FROM due JOIN free USING (id)
      WHERE u.id = due.id RETURNING u.id
    )
    SELECT id FROM due WHERE id NOT IN (SELECT id FROM written)`,
};

type Use = { readonly id: string; readonly usedAt: number };

export class LastUse {
  readonly #pool: Pool;
  readonly #kept: Kept;
  /** When it was used, for those that are not written yet, and when they were written, for a while. */
  readonly #waiting = new Map<string, number>();
  readonly #written = new Map<string, number>();

  constructor(pool: Pool, kept: Kept) {
    this.#pool = pool;
    this.#kept = kept;
  }

  add(id: string, usedAt: number): void {
    const present = this.#waiting.get(id);
    if (present === undefined && this.#waiting.size >= LIMIT) return;
    this.#waiting.set(id, Math.max(usedAt, present ?? -Infinity));
  }

  /** Called by one at a time. */
  async flush(): Promise<void> {
    this.#forgetWritten();
    let batch: Use[] = [];
    for (const [id, usedAt] of this.#waiting) {
      if (!this.#written.has(id)) batch.push({ id, usedAt });
      if (batch.length < this.#kept.batch) continue;
      if (!(await this.#write(batch))) return;
      batch = [];
    }
    if (batch.length > 0) await this.#write(batch);
  }

  #forgetWritten(): void {
    const now = performance.now();
    if (this.#written.size > LIMIT) this.#written.clear();
    for (const [id, at] of this.#written) if (now - at >= this.#kept.keptMs) this.#written.delete(id);
  }

  /** False without the database: then they wait for the next time. */
  async #write(batch: readonly Use[]): Promise<boolean> {
    const now = performance.now();
    const values = [batch.map(({ id }) => id), batch.map(({ usedAt }) => now - usedAt)];
    const answer = await this.#pool.query<{ id: string }>(this.#kept.statement, values).catch(() => undefined);
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
