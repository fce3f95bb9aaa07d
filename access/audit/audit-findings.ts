/** What a verification of the audit finds: a kind for programs, a sentence for people. */

export type FindingKind =
  | "entry_changed"
  | "entry_missing"
  | "links_missing"
  | "entry_without_link"
  | "archive_missing"
  | "archive_changed"
  | "seen_not_found"
  | "seen_differs";

export type Finding = { readonly kind: FindingKind; readonly sentence: string };

/** So many are told one by one; the others are counted. */
export const TOLD = 20;

/** Collects findings without keeping millions of them. */
export class Findings {
  readonly told: Finding[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(kind: FindingKind, sentence: string): void {
    this.#count += 1;
    if (this.told.length < TOLD) this.told.push({ kind, sentence });
  }
}
