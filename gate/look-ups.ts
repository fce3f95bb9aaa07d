/**
 * Asks the database for keys that the gate does not remember. Guarantees that what a change overtook is neither answered
 * nor remembered, that nothing is answered later than two seconds after it was asked, and that one key is asked for once
 * however many wait for it.
 */
import { type Pool } from "pg";
import { type FoundKey, type KnownKey, type KnownKeys, looseKey } from "./known-keys";

export type LookedUp = KnownKey | "unknown_key" | "unavailable";

/** No answer of the database is older than this when it is used. */
export const LOOK_UP_LIMIT_MS = 2_000;
const UNDER_WAY_LIMIT = 1_000;
// More changes than this during one look-up count as a change of everything.
const CHANGES_LIMIT = 10_000;

const STATEMENT = `
  SELECT k.id AS "keyId", k.status AS "keyStatus", a.id AS "applicationId", a.name AS "applicationName",
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
  readonly #isFollowing: () => boolean;
  readonly #underWay = new Map<string, Promise<LookedUp>>();
  /** The changes that were applied while any look-up was under way, each by its place in their order. */
  readonly #changed = new Map<string, number>();
  #changes = 0;
  #everythingChanged = 0;

  /** Without a feed that is followed, nothing is remembered: nobody would tell when to forget it. */
  constructor(pool: Pool, keys: KnownKeys, isFollowing: () => boolean) {
    this.#pool = pool;
    this.#keys = keys;
    this.#isFollowing = isFollowing;
  }

  /** Settles when those that are under way have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  lookUp(hash: string): Promise<LookedUp> {
    const present = this.#underWay.get(hash);
    if (present !== undefined) return present;
    if (this.#underWay.size >= UNDER_WAY_LIMIT) return Promise.resolve("unavailable");
    const lookUp = this.#lookUp(hash).finally(() => this.#end(hash));
    this.#underWay.set(hash, lookUp);
    return lookUp;
  }

  /** Tells that this was changed, or everything: whoever asked before has to ask again. */
  overtake(id: string | undefined): void {
    this.#changes += 1;
    if (id === undefined || this.#changed.size >= CHANGES_LIMIT) {
      this.#everythingChanged = this.#changes;
      this.#changed.clear();
    } else if (this.#underWay.size > 0) {
      this.#changed.set(id, this.#changes);
    }
  }

  async #lookUp(hash: string): Promise<LookedUp> {
    const limit = performance.now() + LOOK_UP_LIMIT_MS;
    for (;;) {
      const sent = performance.now();
      const seen = this.#changes;
      const found = sent < limit ? await this.#ask(hash) : "unavailable";
      const now = performance.now();
      // The time is taken again: a process that was stopped in between wakes up with an old answer.
      if (found === "unavailable" || now - sent > LOOK_UP_LIMIT_MS) return "unavailable";
      if (!this.#isOvertaken(found, seen)) return this.#settle(hash, found, now);
    }
  }

  async #ask(hash: string): Promise<FoundKey | undefined | "unavailable"> {
    const values = [Buffer.from(hash, "base64")];
    try {
      const { rows } = await this.#pool.query<FoundKey>({ name: "find-key", text: STATEMENT, values });
      return rows[0];
    } catch {
      return "unavailable";
    }
  }

  #settle(hash: string, found: FoundKey | undefined, now: number): KnownKey | "unknown_key" {
    const remembers = this.#isFollowing();
    if (found !== undefined) return remembers ? this.#keys.remember(hash, found) : looseKey(found);
    if (remembers) this.#keys.rememberUnknown(hash, now);
    return "unknown_key";
  }

  #isOvertaken(found: FoundKey | undefined, seen: number): boolean {
    if (this.#changes === seen || found === undefined) return false;
    if (this.#everythingChanged > seen) return true;
    const { keyId, applicationId, ownerId, planId, packageId } = found;
    return [keyId, applicationId, ownerId, planId, packageId].some((id) => (this.#changed.get(id) ?? 0) > seen);
  }

  #end(hash: string): void {
    this.#underWay.delete(hash);
    if (this.#underWay.size === 0) this.#changed.clear();
  }
}
