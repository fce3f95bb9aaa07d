/**
 * What was changed lately, so that whoever knew something of a key before can tell whether it still holds. Guarantees
 * that a doubt counts as a change: of what is too long ago to be kept, everything may have changed since.
 */

/** What the standing of a key depends on, and what a change can name. */
export type Grounds = {
  readonly keyId: string;
  readonly applicationId: string;
  readonly ownerId: string;
  readonly planId: string;
  readonly packageId: string;
};

/** So many changed things are kept at least, and twice as many at most. */
const KEPT = 10_000;

export class ChangeLog {
  #count = 0;
  /** Whoever knew something before this one has to ask again. */
  #oldest = 0;
  #recent = new Map<string, number>();
  #recentSince = 0;
  #earlier = new Map<string, number>();

  /** A moment, to be compared with later. */
  get now(): number {
    return this.#count;
  }

  /** One thing by its id, or everything. */
  add(id: string | undefined): void {
    this.#count += 1;
    if (id === undefined) this.#addEverything();
    else this.#addOne(id);
  }

  /** Whether what was known of this key at that moment may not hold any more. */
  isOvertaken(grounds: Grounds, moment: number): boolean {
    if (moment === this.#count) return false;
    if (moment < this.#oldest) return true;
    const { keyId, applicationId, ownerId, planId, packageId } = grounds;
    return (
      this.#isChanged(ownerId, moment) ||
      this.#isChanged(keyId, moment) ||
      this.#isChanged(applicationId, moment) ||
      this.#isChanged(planId, moment) ||
      this.#isChanged(packageId, moment)
    );
  }

  #isChanged(id: string, moment: number): boolean {
    return (this.#recent.get(id) ?? this.#earlier.get(id) ?? 0) > moment;
  }

  #addOne(id: string): void {
    this.#recent.set(id, this.#count);
    if (this.#recent.size < KEPT) return;
    // What is dropped here is older than the beginning of the recent ones.
    this.#oldest = this.#recentSince;
    this.#earlier = this.#recent;
    this.#recent = new Map();
    this.#recentSince = this.#count;
  }

  #addEverything(): void {
    this.#recent = new Map();
    this.#earlier = new Map();
    this.#oldest = this.#count;
    this.#recentSince = this.#count;
  }
}
