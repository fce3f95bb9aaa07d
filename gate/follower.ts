/**
 * Follows what changes in the database: reads the feed every second, and hears of most changes within milliseconds by
 * NOTIFY. Guarantees that no change is left out, that what can't be followed is forgotten whole, and that whoever asks
 * knows how far this is true: isFollowing() holds only while the last successful reading began less than three seconds ago.
 */
import { setTimeout as delay } from "node:timers/promises";
import { logLine } from "@/access/operation/log-line";
import { type Attendance } from "./attendance";
import { CATCH_UP, type CaughtUp, isUnbroken, parseChange } from "./changes";
import { type Connection, openConnection } from "./connection";

export type FollowerOptions = {
  readonly databaseUrl: string;
  /** Called for what a change names, and without an id where everything may have changed. */
  readonly forget: (id: string | undefined) => void;
  readonly attendance: Attendance;
  /** Takes a sentence for the operator. */
  readonly report: (sentence: string) => void;
};

const POLL_MS = 1_000;
const FRESH_MS = 3_000;
// After a longer absence than this it is cheaper to forget everything than to read what was missed.
const ABSENCE_LIMIT_MS = 10 * 60_000;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;
/** More changes at once than this are taken for a change of everything. */
const CHANGES_LIMIT = 10_000;

export class Follower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  #position: CaughtUp | undefined;
  /** When the last successful reading began, by the clock that never jumps and by the one that sees the machine sleep. */
  #begun = { steady: -Infinity, wall: -Infinity };
  /** What was heard since the last reading and the one before: the next reading brings it again. */
  #heard: [Set<string>, Set<string>] = [new Set(), new Set()];
  #ended: Promise<void> = Promise.resolve();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  isFollowing(now = performance.now()): boolean {
    return now - this.#begun.steady < FRESH_MS && Date.now() - this.#begun.wall < FRESH_MS;
  }

  /** Returns once everything that comes from now on is followed; rejects if the database can't be reached. */
  async start(): Promise<void> {
    const connection = await this.#connect();
    this.#ended = this.#run(connection);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #run(first: Connection): Promise<void> {
    let connection: Connection | undefined = first;
    while (connection) {
      const error: unknown = await this.#stay(connection);
      connection.close();
      connection = await this.#reconnect(error);
    }
  }

  /** Reads the feed every second, until that fails or the gate stops; hands over why. */
  async #stay(connection: Connection): Promise<unknown> {
    const signal = AbortSignal.any([this.#stopping.signal, connection.lost]);
    try {
      for (;;) {
        await delay(POLL_MS, undefined, { signal });
        await this.#catchUp(connection);
        this.#options.attendance.attend();
      }
    } catch (error) {
      return connection.lost.aborted ? connection.lost.reason : error;
    }
  }

  async #reconnect(reason: unknown): Promise<Connection | undefined> {
    const { signal } = this.#stopping;
    if (signal.aborted) return undefined;
    const { report } = this.#options;
    report(logLine("The database is not followed any more, keys are looked up one by one", reason));
    const lost = performance.now();
    for (let wait = FIRST_WAIT_MS; !isStopping(signal); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      const connection = await delay(wait, undefined, { signal })
        .then(() => this.#connect())
        .catch(ignore);
      if (connection === undefined) continue;
      report(`✓ The database is followed again, after ${((performance.now() - lost) / 1_000).toFixed(1)} s.`);
      return connection;
    }
    return undefined;
  }

  async #connect(): Promise<Connection> {
    const { databaseUrl, attendance } = this.#options;
    const connection = await openConnection(databaseUrl, (payload) => this.#hear(payload));
    try {
      // First listen, then read: what is committed in between comes twice, and nothing is missed.
      await connection.query("LISTEN latchkey_access_changes");
      await this.#catchUp(connection);
      attendance.attend();
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  #hear(payload: string): void {
    if (this.#heard.some((heard) => heard.has(payload))) return;
    this.#heard[0].add(payload);
    this.#apply(payload);
  }

  #apply(text: string): void {
    const change = parseChange(text);
    // The table tells what holds; a notification that can't be read may be anybody's.
    if (change === undefined) return;
    this.#options.forget(change.subject);
    this.#options.attendance.acknowledge(change.id);
  }

  async #catchUp(connection: Connection): Promise<void> {
    const begun = { steady: performance.now(), wall: Date.now() };
    const position = this.#position;
    const [now] = await connection.query<CaughtUp>(CATCH_UP, [position?.snapshot ?? null, CHANGES_LIMIT + 1]);
    if (now === undefined) throw new Error("The feed of changes gave no answer.");
    const isAbsent = begun.steady - this.#begun.steady > ABSENCE_LIMIT_MS;
    if (position === undefined || isAbsent || !isUnbroken(position, now) || now.changes.length > CHANGES_LIMIT) {
      this.#heard = [new Set(), new Set()];
      this.#options.forget(undefined);
      if (position !== undefined) this.#options.attendance.acknowledgeAll(position, now);
    } else {
      for (const change of now.changes) this.#hear(change);
    }
    this.#heard = [new Set(), this.#heard[0]];
    this.#position = now;
    this.#begun = begun;
  }
}

/** Asked anew each time: to the compiler a signal that was not aborted once never will be. */
function isStopping(signal: AbortSignal): boolean {
  return signal.aborted;
}

function ignore(): undefined {
  // Tried again until it works, and the operator knows.
}
