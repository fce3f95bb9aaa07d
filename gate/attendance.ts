/**
 * What the console knows of this gate: that it is there, and which changes it decides by. Guarantees that a change is
 * acknowledged only after everything it names was forgotten, that no acknowledgement gets lost with a connection, and
 * that whatever holds these rows up holds up no decision: they have connections of their own.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type Pool } from "pg";
import { type CaughtUp } from "./changes";

export type AttendanceOptions = {
  readonly pool: Pool;
  readonly name: string;
  readonly cachedKeys: () => number;
  /** Takes the seconds from a change to its acknowledgement. */
  readonly observeLag: (seconds: number) => void;
};

const HEARTBEAT_MS = 5_000;
const RETRY_MS = 1_000;
const BATCH = 5_000;

// Whoever was taken for gone, or removed, and is not, comes back by this.
const ATTEND = `
  INSERT INTO gates (id, name, cached_keys, started_snapshot) VALUES ($1, $2, $3, pg_current_snapshot()::text)
  ON CONFLICT (id) DO UPDATE SET heard_at = now(), cached_keys = excluded.cached_keys, stopped_at = NULL`;

// This process has taken the place of one that ended without a word.
const REPLACE = `
  UPDATE gates SET stopped_at = now()
  WHERE name = $2 AND id <> $1 AND stopped_at IS NULL AND heard_at < now() - interval '30 seconds'`;

const LEAVE = "UPDATE gates SET stopped_at = now(), heard_at = now(), cached_keys = 0 WHERE id = $1";

// Changes that were removed meanwhile need no acknowledgement; nor does a gate that was removed, until it is back.
const ACKNOWLEDGE = `
  WITH written AS (
    INSERT INTO gate_acknowledgements (change_id, gate_id)
    SELECT c.id, g.id FROM access_changes c, gates g WHERE c.id = ANY($2::bigint[]) AND g.id = $1
    ON CONFLICT DO NOTHING
    RETURNING change_id, at)
  SELECT extract(epoch FROM w.at - c.at)::float8 AS lag FROM written w JOIN access_changes c ON c.id = w.change_id`;

// Everything that was committed by the reading $3 and not by the one before, $1; where a server that started anew has
// made that earlier snapshot worthless, an hour before it ($2) counts as well.
const MISSED = `
  pg_visible_in_snapshot(c.xact::text::xid8, $3::pg_snapshot)
  AND (c.xact >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint OR c.at > $2::timestamptz - interval '1 hour')`;

const MISSED_RANGE = `SELECT min(c.id) AS first, max(c.id) AS last FROM access_changes c WHERE ${MISSED}`;

const ACKNOWLEDGE_MISSED = `
  INSERT INTO gate_acknowledgements (change_id, gate_id)
  SELECT c.id, g.id FROM access_changes c, gates g
  WHERE c.id >= $5::bigint AND c.id < $5::bigint + ${BATCH} AND g.id = $4 AND ${MISSED}
  ON CONFLICT DO NOTHING`;

/** Changes that were never read one by one, since everything was forgotten in their stead. */
type Missed = { readonly before: CaughtUp; readonly now: CaughtUp; next?: bigint; last?: bigint };

export class Attendance {
  readonly #id = randomUUID();
  readonly #options: AttendanceOptions;
  #hasArrived = false;
  #attending: Promise<void> | undefined;
  #attendedAt = -Infinity;
  readonly #pending: string[] = [];
  readonly #missed: Missed[] = [];
  #isWriting = false;

  constructor(options: AttendanceOptions) {
    this.#options = options;
  }

  /** Before the first answer: from here on the console counts this gate among those where a change has to be in force. */
  async arrive(): Promise<void> {
    await this.#attend();
    this.#hasArrived = true;
    void this.#write();
  }

  /** Called after each reading of the feed, it writes every five seconds; what fails is tried at the next call. */
  attend(): void {
    if (!this.#hasArrived || this.#attending || performance.now() - this.#attendedAt < HEARTBEAT_MS) return;
    this.#attending = this.#attend()
      .catch(ignore)
      .finally(() => (this.#attending = undefined));
  }

  async #attend(): Promise<void> {
    const now = performance.now();
    const { pool, name, cachedKeys } = this.#options;
    await pool.query(ATTEND, [this.#id, name, cachedKeys()]);
    await pool.query(REPLACE, [this.#id, name]);
    this.#attendedAt = now;
  }

  acknowledge(change: string): void {
    this.#pending.push(change);
    // Changes that came together are written together.
    if (this.#pending.length === 1) queueMicrotask(() => void this.#write());
  }

  /** Also those that were not written yet, by whose numbers another server may know other changes. */
  acknowledgeAll(before: CaughtUp, now: CaughtUp): void {
    this.#pending.length = 0;
    this.#missed.push({ before, now });
    queueMicrotask(() => void this.#write());
  }

  /** The last word of a gate that stops in order. */
  async leave(): Promise<void> {
    this.#hasArrived = false;
    // What is under way would take it back.
    await this.#attending;
    await this.#options.pool.query(LEAVE, [this.#id]);
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#hasArrived && this.#pending.length + this.#missed.length > 0) {
      try {
        await this.#writePending();
        await this.#writeMissed();
      } catch {
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    this.#isWriting = false;
  }

  async #writePending(): Promise<void> {
    const { pool, observeLag } = this.#options;
    const batch = this.#pending.slice(0, BATCH);
    if (batch.length === 0) return;
    const { rows } = await pool.query<{ lag: number }>(ACKNOWLEDGE, [this.#id, batch]);
    // They may be gone meanwhile, together with all others.
    if (this.#pending[0] === batch[0]) this.#pending.splice(0, batch.length);
    for (const { lag } of rows) observeLag(lag);
  }

  async #writeMissed(): Promise<void> {
    const { pool } = this.#options;
    const [missed] = this.#missed;
    if (missed === undefined) return;
    const bounds = [missed.before.snapshot, missed.before.at, missed.now.snapshot];
    if (missed.next === undefined || missed.last === undefined) {
      const { rows } = await pool.query<{ first: string | null; last: string | null }>(MISSED_RANGE, bounds);
      missed.next = BigInt(rows[0]?.first ?? 1);
      missed.last = BigInt(rows[0]?.last ?? 0);
    }
    if (missed.next <= missed.last) {
      await pool.query(ACKNOWLEDGE_MISSED, [...bounds, this.#id, missed.next]);
      missed.next += BigInt(BATCH);
    }
    if (missed.next > missed.last) this.#missed.shift();
  }
}

function ignore(): void {
  // Tried again.
}
