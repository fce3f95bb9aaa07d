/**
 * The keys that a gate remembers, by their hash and never by their text. Guarantees that there are never more than the
 * limit, and that nothing is found that a change has made void. A change costs one step, however many keys it concerns:
 * whether an entry still holds is asked when it is found.
 */
import { LRUCache } from "lru-cache";
import { type AccountStatus, type KeyDecision, keyDecision, type PackageKeyStatus } from "@/access/rules";
import { type ChangeLog, type Grounds } from "./change-log";

/** A key as the database knows it, with all that it stands on. */
export type FoundKey = Grounds & {
  readonly keyStatus: PackageKeyStatus;
  readonly applicationName: string;
  readonly ownerName: string;
  readonly ownerStatus: AccountStatus;
  readonly planName: string;
  readonly planActive: boolean;
  readonly packageName: string;
};

/** The names are fit for headers: ASCII, and never empty. */
export type KnownKey = Grounds & {
  readonly decision: KeyDecision;
  readonly applicationName: string;
  readonly ownerName: string;
  readonly planName: string;
  readonly packageName: string;
  /** When it was looked up, by performance.now(). */
  readonly foundAt: number;
  /** The moment of the change log up to which this holds. */
  holdsAt: number;
  /** When it was last let pass, by performance.now(). */
  usedAt: number;
  /** How often since that was last gathered. */
  calls: number;
  /** Whether the next writing of uses knows of it already. */
  isNoted: boolean;
};

// Nobody announces a new key, so that a key is unknown is remembered shortly.
const UNKNOWN_FOR_MS = 2_000;
const UNKNOWN_LIMIT = 10_000;
// Whoever disables the triggers that announce changes is seen by nobody. So nothing is believed for longer.
const KNOWN_FOR_MS = 60_000;
const SHARED_LIMIT = 10_000;

export class KnownKeys {
  readonly #changes: ChangeLog;
  readonly #keys: LRUCache<string, KnownKey>;
  /** Until when a hash is taken for unknown. */
  readonly #unknown = new LRUCache<string, number>({ max: UNKNOWN_LIMIT });
  /** Many keys stand on few plans and packages, whose texts need not be kept for each. */
  readonly #shared = new LRUCache<string, string>({ max: SHARED_LIMIT });

  constructor(limit: number, changes: ChangeLog) {
    this.#keys = new LRUCache({ max: limit });
    this.#changes = changes;
  }

  /** Those that a change has made void count until they are found to be unknown, or pushed out. */
  get size(): number {
    return this.#keys.size;
  }

  /** What is remembered of a key, if only that there is none of this hash. */
  find(hash: string, now: number): KnownKey | "unknown_key" | undefined {
    const known = this.#keys.get(hash);
    if (known === undefined) return now < (this.#unknown.get(hash) ?? 0) ? "unknown_key" : undefined;
    if (now - known.foundAt > KNOWN_FOR_MS || this.#changes.isOvertaken(known, known.holdsAt)) return undefined;
    known.holdsAt = this.#changes.now;
    return known;
  }

  /** Whether this key was found before, also where that is void by now: strangers can't make up such a key. */
  wasKnown(hash: string): boolean {
    return this.#keys.has(hash);
  }

  /** The caller has made sure that no change overtook what was found. */
  remember(hash: string, found: FoundKey): KnownKey {
    const known = this.describe(found);
    this.#keys.set(hash, known);
    return known;
  }

  rememberUnknown(hash: string, now: number): void {
    this.#keys.delete(hash);
    this.#unknown.set(hash, now + UNKNOWN_FOR_MS);
  }

  /** After a change of everything, which makes void what was found: what no change can name is forgotten here. */
  forgetUnknown(): void {
    this.#unknown.clear();
    this.#shared.clear();
  }

  describe(found: FoundKey): KnownKey {
    return {
      decision: keyDecision({ owner: found.ownerStatus, planActive: found.planActive, key: found.keyStatus }),
      keyId: found.keyId,
      applicationId: found.applicationId,
      applicationName: headerValue(found.applicationName),
      ownerId: found.ownerId,
      ownerName: headerValue(found.ownerName),
      planId: this.#share(found.planId),
      planName: this.#share(headerValue(found.planName)),
      packageId: this.#share(found.packageId),
      packageName: this.#share(headerValue(found.packageName)),
      foundAt: performance.now(),
      holdsAt: this.#changes.now,
      usedAt: 0,
      calls: 0,
      isNoted: false,
    };
  }

  #share(text: string): string {
    const present = this.#shared.get(text);
    if (present !== undefined) return present;
    this.#shared.set(text, text);
    return text;
  }
}

function headerValue(name: string): string {
  return encodeURIComponent(name) || "-";
}
