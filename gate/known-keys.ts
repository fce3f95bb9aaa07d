/**
 * The keys that a gate remembers, by their hash and never by their text. Guarantees that there are never more than the
 * limit, and that what a change names is forgotten in one step, however many keys stand on it.
 */
import { LRUCache } from "lru-cache";
import { type AccountStatus, type KeyDecision, keyDecision, type PackageKeyStatus } from "@/access/rules";

/** A key as the database knows it, with all that it stands on. */
export type FoundKey = {
  readonly keyId: string;
  readonly keyStatus: PackageKeyStatus;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly ownerStatus: AccountStatus;
  readonly planId: string;
  readonly planName: string;
  readonly planActive: boolean;
  readonly packageId: string;
  readonly packageName: string;
};

/** A user, an application, a plan, a package or a key: shared by all remembered keys that stand on it. */
export type Part = {
  readonly id: string;
  /** Fit for a header. */
  readonly name: string;
  /** False from the moment at which a change named it. */
  current: boolean;
  /** How many remembered keys stand on it. */
  uses: number;
};

export type KnownKey = {
  readonly decision: KeyDecision;
  readonly owner: Part;
  readonly application: Part;
  readonly package: Part;
  readonly plan: Part;
  readonly key: Part;
  /** When it was last let pass, by performance.now(). */
  usedAt: number;
  /** Whether the next writing of last uses knows of it already. */
  noted: boolean;
};

// That a key is unknown is remembered so shortly, since nobody announces a new one.
const UNKNOWN_FOR_MS = 2_000;
const UNKNOWN_LIMIT = 10_000;

export class KnownKeys {
  readonly #limit: number;
  #keys: LRUCache<string, KnownKey>;
  #parts = new Map<string, Part>();
  /** Until when a hash is taken for unknown. */
  readonly #unknown = new LRUCache<string, number>({ max: UNKNOWN_LIMIT });

  constructor(limit: number) {
    this.#limit = limit;
    this.#keys = this.#emptyKeys();
  }

  /** Those that a change made void stay counted until they are asked for again or pushed out. */
  get size(): number {
    return this.#keys.size;
  }

  /** What is remembered of a key, if only that there is none of this hash. */
  find(hash: string, now: number): KnownKey | "unknown_key" | undefined {
    const known = this.#keys.get(hash);
    if (known === undefined) return now < (this.#unknown.get(hash) ?? 0) ? "unknown_key" : undefined;
    if (isCurrent(known)) return known;
    this.#keys.delete(hash);
    return undefined;
  }

  remember(hash: string, found: FoundKey): KnownKey {
    const known = knownKey(found, (id, name) => this.#part(id, name));
    this.#keys.set(hash, known);
    return known;
  }

  rememberUnknown(hash: string, now: number): void {
    this.#unknown.set(hash, now + UNKNOWN_FOR_MS);
  }

  /** Everything that stands on the user, application, plan, package or key of this id. */
  forget(id: string): void {
    const part = this.#parts.get(id);
    if (part === undefined) return;
    part.current = false;
    this.#parts.delete(id);
  }

  forgetAll(): void {
    this.#parts = new Map();
    this.#keys = this.#emptyKeys();
    this.#unknown.clear();
  }

  #emptyKeys(): LRUCache<string, KnownKey> {
    return new LRUCache({ max: this.#limit, dispose: (known) => this.#release(known) });
  }

  #part(id: string, name: string): Part {
    const present = this.#parts.get(id);
    if (present !== undefined) {
      present.uses += 1;
      return present;
    }
    const part = loosePart(id, name);
    this.#parts.set(id, part);
    return part;
  }

  #release(known: KnownKey): void {
    for (const part of [known.owner, known.application, known.package, known.plan, known.key]) {
      part.uses -= 1;
      if (part.uses === 0 && part.current) this.#parts.delete(part.id);
    }
  }
}

/** For an answer that is not remembered. */
export function looseKey(found: FoundKey): KnownKey {
  return knownKey(found, loosePart);
}

function loosePart(id: string, name: string): Part {
  return { id, name: headerValue(name), current: true, uses: 1 };
}

function knownKey(found: FoundKey, part: (id: string, name: string) => Part): KnownKey {
  return {
    decision: keyDecision({ owner: found.ownerStatus, planActive: found.planActive, key: found.keyStatus }),
    owner: part(found.ownerId, found.ownerName),
    application: part(found.applicationId, found.applicationName),
    package: part(found.packageId, found.packageName),
    plan: part(found.planId, found.planName),
    key: part(found.keyId, ""),
    usedAt: 0,
    noted: false,
  };
}

function isCurrent({ owner, application, package: product, plan, key }: KnownKey): boolean {
  return owner.current && application.current && product.current && plan.current && key.current;
}

/** ASCII, and never empty. */
function headerValue(name: string): string {
  return encodeURIComponent(name) || "-";
}
