/**
 * What the console knows of this gate: that it is there, and which changes it decides by. Guarantees that a change is
 * acknowledged only after everything it names was forgotten, and that no acknowledgement gets lost with a connection.
 */
import { randomUUID } from "node:crypto";
import { type Pool } from "pg";
import { type CaughtUp } from "./changes";
import { type Connection } from "./connection";

export type AttendanceOptions = {
  readonly name: string;
  readonly cachedKeys: () => number;
  /** Takes the seconds from a change to its acknowledgement. */
  readonly observeLag: (seconds: number) => void;
};

const HEARTBEAT_MS = 5_000;
const BATCH = 5_000;

// Whoever was taken for gone, or removed, and is not, comes back by this.
const ATTEND = `
  INSERT INTO gates (id, name, cached_keys) VALUES ($1, $2, $3)
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
  #connection: Connection | undefined;
  #attendedAt = -Infinity;
  readonly #pending: string[] = [];
  readonly #missed: Missed[] = [];
  #isWriting = false;

  constructor(options: AttendanceOptions) {
    this.#options = options;
  }

  /** On a new connection, once it follows the feed: what is acknowledged from now on goes over this one. */
  async arrive(connection: Connection): Promise<void> {
    this.#attendedAt = -Infinity;
    await this.attend(connection);
    this.#connection = connection;
    void this.#write();
  }

  /** Called every second, it writes every five. */
  async attend({ query }: Connection): Promise<void> {
    const now = performance.now();
    if (now - this.#attendedAt < HEARTBEAT_MS) return;
    const { name, cachedKeys } = this.#options;
    await query(ATTEND, [this.#id, name, cachedKeys()]);
    await query(REPLACE, [this.#id, name]);
    this.#attendedAt = now;
  }

  acknowledge(change: string): void {
    this.#pending.push(change);
    // Changes that came together are written together.
    if (this.#pending.length === 1) queueMicrotask(() => void this.#write());
  }

  acknowledgeAll(before: CaughtUp, now: CaughtUp): void {
    this.#missed.push({ before, now });
    queueMicrotask(() => void this.#write());
  }

  /** The last word of a gate that stops in order; by the pool, as the feed is not followed any more. */
  async leave(pool: Pool): Promise<void> {
    await pool.query(LEAVE, [this.#id]);
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#connection !== undefined && this.#pending.length + this.#missed.length > 0) {
      const connection = this.#connection;
      try {
        await this.#writePending(connection);
        await this.#writeMissed(connection);
      } catch {
        // What is left is written over the next connection.
        connection.close();
        if (this.#connection === connection) this.#connection = undefined;
      }
    }
    this.#isWriting = false;
  }

  async #writePending({ query }: Connection): Promise<void> {
    const batch = this.#pending.slice(0, BATCH);
    if (batch.length === 0) return;
    const written = await query<{ lag: number }>(ACKNOWLEDGE, [this.#id, batch]);
    this.#pending.splice(0, batch.length);
    for (const { lag } of written) this.#options.observeLag(lag);
  }

  async #writeMissed({ query }: Connection): Promise<void> {
    const [missed] = this.#missed;
    if (missed === undefined) return;
    const bounds = [missed.before.snapshot, missed.before.at, missed.now.snapshot];
    if (missed.next === undefined || missed.last === undefined) {
      const [range] = await query<{ first: string | null; last: string | null }>(MISSED_RANGE, bounds);
      missed.next = BigInt(range?.first ?? 1);
      missed.last = BigInt(range?.last ?? 0);
    }
    if (missed.next <= missed.last) {
      await query(ACKNOWLEDGE_MISSED, [...bounds, this.#id, missed.next]);
      missed.next += BigInt(BATCH);
    }
    if (missed.next > missed.last) this.#missed.shift();
  }
}
