/**
 * Asks the database for keys that the gate does not remember. Guarantees that what a change overtook is neither answered
 * nor remembered, that nothing is answered later than two seconds after it was asked, and that one key is asked for once
 * however many wait for it.
 */
import { type Pool } from "pg";
import { type ChangeLog } from "./change-log";
import { type FoundKey, type KnownKey, type KnownKeys } from "./known-keys";

export type LookedUp = KnownKey | "unknown_key" | "unavailable";

/** No answer of the database is older than this when it is used. */
const LOOK_UP_LIMIT_MS = 2_000;
const UNDER_WAY_LIMIT = 1_000;

// A copy that only reads may lag behind without end, and nobody is heard there: it is no live database.
const STATEMENT = `
  SELECT pg_is_in_recovery() AS "isCopy", k.id AS "keyId", k.status AS "keyStatus", a.id AS "applicationId", a.name AS "applicationName",
         u.id AS "ownerId", u.username AS "ownerName", u.status AS "ownerStatus",
         l.id AS "planId", l.name AS "planName", l.active AS "planActive", p.id AS "packageId", p.name AS "packageName"
  FROM package_keys k
  JOIN applications a ON a.id = k.application_id
  JOIN users u ON u.id = a.owner_id
  JOIN plans l ON l.id = k.plan_id
  JOIN packages p ON p.id = l.package_id
  WHERE k.hash = $1`;

export class LookUps {
  readonly #pool: Pool;
  readonly #keys: KnownKeys;
  readonly #changes: ChangeLog;
  readonly #isFollowing: () => boolean;
  readonly #underWay = new Map<string, Promise<LookedUp>>();

  /** While the feed is not followed nothing is remembered: nobody would tell when to forget it. */
  constructor(pool: Pool, keys: KnownKeys, changes: ChangeLog, isFollowing: () => boolean) {
    this.#pool = pool;
    this.#keys = keys;
    this.#changes = changes;
    this.#isFollowing = isFollowing;
  }

  lookUp(hash: string): Promise<LookedUp> {
    const present = this.#underWay.get(hash);
    if (present !== undefined) return present;
    if (this.#underWay.size >= UNDER_WAY_LIMIT) return Promise.resolve("unavailable");
    const lookUp = this.#lookUp(hash).finally(() => this.#underWay.delete(hash));
    this.#underWay.set(hash, lookUp);
    return lookUp;
  }

  /** Settles when those that are under way have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async #lookUp(hash: string): Promise<LookedUp> {
    const limit = performance.now() + LOOK_UP_LIMIT_MS;
    for (;;) {
      const sent = performance.now();
      const sentAt = Date.now();
      const moment = this.#changes.now;
      const found = sent < limit ? await this.#ask(hash) : "unavailable";
      const now = performance.now();
      // The time is taken again, by both clocks: a process that was stopped in between, or a machine that slept, wakes up
      // with an old answer.
      const age = Math.max(now - sent, Date.now() - sentAt);
      if (found === "unavailable" || age > LOOK_UP_LIMIT_MS) return "unavailable";
      if (found === undefined) return this.#settleUnknown(hash, now);
      if (!this.#changes.isOvertaken(found, moment)) return this.#settle(hash, found);
    }
  }

  /** Nobody waits longer than for what may be used: the pool alone would wait for a connection first. */
  async #ask(hash: string): Promise<FoundKey | undefined | "unavailable"> {
    const values = [Buffer.from(hash, "base64")];
    const answer = this.#pool.query<FoundKey & { isCopy: boolean }>({ name: "find-key", text: STATEMENT, values }).then(
      ({ rows }) => (rows[0]?.isCopy ? "unavailable" : rows[0]),
      () => "unavailable" as const,
    );
    let impatience: NodeJS.Timeout | undefined;
    const late = new Promise<"unavailable">((resolve) => {
      impatience = setTimeout(resolve, LOOK_UP_LIMIT_MS, "unavailable");
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(impatience));
  }

  #settle(hash: string, found: FoundKey): KnownKey {
    return this.#isFollowing() ? this.#keys.remember(hash, found) : this.#keys.describe(found);
  }

  #settleUnknown(hash: string, now: number): "unknown_key" {
    if (this.#isFollowing()) this.#keys.rememberUnknown(hash, now);
    return "unknown_key";
  }
}
