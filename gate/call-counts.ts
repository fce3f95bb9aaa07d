/**
 * Counts the calls that were let pass, by key and hour, for whoever is about to stop them. Guarantees that none is
 * counted twice, also where the answer to a write got lost, and that the counts of several gates add up. Calls are lost
 * only with a gate that ends without a word, those of its last half minute, and beyond the bounds of its memory.
 */
import { randomUUID } from "node:crypto";
import { type Pool } from "pg";

const BATCH = 5_000;
const WAITING_LIMIT = 200_000;

// A batch that was written already, without this gate having heard so, is known by its number and adds nothing again: a
// second attempt waits for one that is still under way. Gates come to the keys in one order, so that none waits for
// another that waits for it. Whoever holds a key itself is not met here.
const WRITE = `
  WITH turn AS (
    INSERT INTO call_counters AS c (id, batch) VALUES ($1, $2)
    ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, written_at = now() WHERE c.batch < excluded.batch
    RETURNING id
  )
  INSERT INTO key_calls AS k (key_id, hour, calls)
  SELECT counted.id, date_trunc('hour', now(), 'UTC'), counted.calls
  FROM turn, unnest($3::uuid[], $4::bigint[]) AS counted (id, calls) ORDER BY counted.id
  ON CONFLICT (key_id, hour) DO UPDATE SET calls = k.calls + excluded.calls`;

type Batch = { readonly number: number; readonly ids: readonly string[]; readonly calls: readonly number[] };

export class CallCounts {
  readonly #id = randomUUID();
  readonly #pool: Pool;
  #waiting = new Map<string, number>();
  /** Sent until it is known to be written, and never with anything more or less in it. */
  #batch: Batch | undefined;
  #number = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  get isWaiting(): boolean {
    return this.#batch !== undefined || this.#waiting.size > 0;
  }

  /** False where there is no room for one more key. */
  add(keyId: string, calls: number): boolean {
    const present = this.#waiting.get(keyId);
    if (present === undefined && this.#waiting.size >= WAITING_LIMIT) return false;
    this.#waiting.set(keyId, (present ?? 0) + calls);
    return true;
  }

  /** Called by one at a time. What can't be written waits for the next time. */
  async flush(): Promise<void> {
    for (;;) {
      this.#batch ??= this.#takeBatch();
      if (this.#batch === undefined) return;
      const { number, ids, calls } = this.#batch;
      const isWritten = await this.#pool.query(WRITE, [this.#id, number, ids, calls]).then(
        () => true,
        () => false,
      );
      if (!isWritten) return;
      this.#batch = undefined;
    }
  }

  #takeBatch(): Batch | undefined {
    const taken = new Map<string, number>();
    for (const [id, calls] of this.#waiting) {
      if (taken.size >= BATCH) break;
      taken.set(id, calls);
      this.#waiting.delete(id);
    }
    if (taken.size === 0) return undefined;
    this.#number += 1;
    return { number: this.#number, ids: [...taken.keys()], calls: [...taken.values()] };
  }
}
