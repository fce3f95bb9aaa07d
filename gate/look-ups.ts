/**
 * Asks the database for keys that the gate does not remember, many by one statement. Guarantees that what a change
 * overtook is neither answered nor remembered, that nothing is answered later than two seconds after it was asked, that
 * one key is asked for once however many wait for it, and that keys which were known before wait behind no others.
 */
import { type Pool } from "pg";
import { type ChangeLog } from "./change-log";
import { type FoundKey, type KnownKey, type KnownKeys } from "./known-keys";

export type LookedUp = KnownKey | "unknown_key" | "unavailable";

/** Nobody waits longer, and no answer of the database is older than this when it is used. */
const LOOK_UP_LIMIT_MS = 2_000;
/** So many keys one statement asks for at most. */
const BATCH = 256;
/** So many statements are under way at once; together one less than the pool has connections, which is for /health. */
const WIDTHS = { knownBefore: 3, others: 4 };
/** So many keys wait at once in each lane. */
const LANE_LIMIT = 5_000;

// A copy that only reads may lag behind without end, and nobody is heard there: it is no live database.
const STATEMENT = `
  SELECT k.hash, pg_is_in_recovery() AS "isCopy", k.id AS "keyId", k.status AS "keyStatus", a.id AS "applicationId", a.name AS "applicationName",
         u.id AS "ownerId", u.username AS "ownerName", u.status AS "ownerStatus",
         l.id AS "planId", l.name AS "planName", l.active AS "planActive", p.id AS "packageId", p.name AS "packageName"
  FROM package_keys k
  JOIN applications a ON a.id = k.application_id
  JOIN users u ON u.id = a.owner_id
  JOIN plans l ON l.id = k.plan_id
  JOIN packages p ON p.id = l.package_id
  WHERE k.hash = ANY ($1::bytea[])`;

type FoundRow = FoundKey & { readonly hash: Buffer; readonly isCopy: boolean };

/** Look-ups that wait for each other. What was not sent yet stands in the queue, in the order in which it came. */
type Lane = { readonly width: number; readonly queue: Set<LookUp>; waiting: number; underWay: number };

type LookUp = {
  readonly hash: string;
  readonly lane: Lane;
  readonly answer: Promise<LookedUp>;
  readonly resolve: (found: LookedUp) => void;
  readonly timer: NodeJS.Timeout;
};

export class LookUps {
  readonly #pool: Pool;
  readonly #keys: KnownKeys;
  readonly #changes: ChangeLog;
  readonly #isFollowing: () => boolean;
  readonly #open = new Map<string, LookUp>();
  readonly #knownBefore = makeLane(WIDTHS.knownBefore);
  readonly #others = makeLane(WIDTHS.others);

  /** While the feed is not followed nothing is remembered: nobody would tell when to forget it. */
  constructor(pool: Pool, keys: KnownKeys, changes: ChangeLog, isFollowing: () => boolean) {
    this.#pool = pool;
    this.#keys = keys;
    this.#changes = changes;
    this.#isFollowing = isFollowing;
  }

  lookUp(hash: string): Promise<LookedUp> {
    const present = this.#open.get(hash);
    if (present !== undefined) return present.answer;
    // Anybody can make up keys, and only somebody who has a key can ask for one that was known before.
    const lane = this.#keys.wasKnown(hash) ? this.#knownBefore : this.#others;
    if (lane.waiting >= LANE_LIMIT) return Promise.resolve("unavailable");
    const lookUp = this.#makeLookUp(hash, lane);
    this.#open.set(hash, lookUp);
    lane.waiting += 1;
    lane.queue.add(lookUp);
    this.#sendNext(lane);
    return lookUp.answer;
  }

  /** Settles when those that are under way have ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.#open.values()].map(({ answer }) => answer));
  }

  #makeLookUp(hash: string, lane: Lane): LookUp {
    let resolve: LookUp["resolve"] = () => undefined;
    const answer = new Promise<LookedUp>((settle) => (resolve = settle));
    const timer = setTimeout(() => this.#settle(lookUp, "unavailable"), LOOK_UP_LIMIT_MS);
    const lookUp: LookUp = { hash, lane, answer, resolve, timer };
    return lookUp;
  }

  /** What comes while as many statements are under way as may be goes together by the next one. */
  #sendNext(lane: Lane): void {
    while (lane.underWay < lane.width && lane.queue.size > 0) {
      const batch = takeFirst(lane.queue, BATCH);
      lane.underWay += 1;
      void this.#lookUpAll(batch).finally(() => {
        lane.underWay -= 1;
        this.#sendNext(lane);
      });
    }
  }

  async #lookUpAll(batch: readonly LookUp[]): Promise<void> {
    const sent = performance.now();
    const sentAt = Date.now();
    const moment = this.#changes.now;
    const found = await this.#ask(batch);
    const now = performance.now();
    // The time is taken again, by both clocks: a process that was stopped in between, or a machine that slept, wakes up
    // with an old answer.
    const age = Math.max(now - sent, Date.now() - sentAt);
    for (const lookUp of batch) {
      if (found === "unavailable" || age > LOOK_UP_LIMIT_MS) this.#settle(lookUp, "unavailable");
      else this.#settleBy(lookUp, found.get(lookUp.hash), moment, now);
    }
  }

  /** What was overtaken by a change is asked for once more, while somebody waits for it. */
  #settleBy(lookUp: LookUp, found: FoundKey | undefined, moment: number, now: number): void {
    const { hash, lane } = lookUp;
    if (this.#open.get(hash) !== lookUp) return;
    if (found === undefined) this.#settle(lookUp, this.#takeUnknown(hash, now));
    else if (this.#changes.isOvertaken(found, moment)) lane.queue.add(lookUp);
    else this.#settle(lookUp, this.#takeFound(hash, found));
  }

  #settle(lookUp: LookUp, found: LookedUp): void {
    if (this.#open.get(lookUp.hash) !== lookUp) return;
    clearTimeout(lookUp.timer);
    this.#open.delete(lookUp.hash);
    lookUp.lane.queue.delete(lookUp);
    lookUp.lane.waiting -= 1;
    lookUp.resolve(found);
  }

  /** No statement holds up its lane for longer than its answer may be used: the pool would wait for a connection first. */
  async #ask(batch: readonly LookUp[]): Promise<ReadonlyMap<string, FoundKey> | "unavailable"> {
    const values = [batch.map(({ hash }) => Buffer.from(hash, "base64"))];
    const answer = this.#pool.query<FoundRow>({ name: "find-keys", text: STATEMENT, values }).then(
      ({ rows }) => (rows[0]?.isCopy ? "unavailable" : byHash(rows)),
      () => "unavailable" as const,
    );
    let impatience: NodeJS.Timeout | undefined;
    const late = new Promise<"unavailable">((resolve) => {
      impatience = setTimeout(resolve, LOOK_UP_LIMIT_MS, "unavailable");
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(impatience));
  }

  #takeFound(hash: string, found: FoundKey): KnownKey {
    return this.#isFollowing() ? this.#keys.remember(hash, found) : this.#keys.describe(found);
  }

  #takeUnknown(hash: string, now: number): "unknown_key" {
    if (this.#isFollowing()) this.#keys.rememberUnknown(hash, now);
    return "unknown_key";
  }
}

function makeLane(width: number): Lane {
  return { width, queue: new Set(), waiting: 0, underWay: 0 };
}

function takeFirst(queue: Set<LookUp>, count: number): LookUp[] {
  const taken: LookUp[] = [];
  for (const lookUp of queue) {
    if (taken.length === count) break;
    queue.delete(lookUp);
    taken.push(lookUp);
  }
  return taken;
}

function byHash(rows: readonly FoundRow[]): Map<string, FoundKey> {
  return new Map(rows.map((row) => [row.hash.toString("base64"), row]));
}
