/**
 * Verifies that the audit is what was written: every file on record, every entry behind them, link by link. Finds a
 * changed, added, moved or removed entry unless the whole chain behind it was computed anew; a position and hash that
 * were noted before find that as well.
 */
import { basename } from "node:path";
import type { Actor } from "@/access/actor";
import { mayReachConsole } from "@/access/rules";
import { readArchive } from "./audit-archive-file";
import { BEFORE_THE_FIRST, type ChainedFields, type Link, type ShownLink, nextHash } from "./audit-chain";
import { Findings, TOLD, type Finding } from "./audit-findings";
import {
  type ArchiveRecord,
  type ChainedEntry,
  type Snapshot,
  archiveRecords,
  atOneMoment,
  chainedEntries,
  countChained,
  unlinkedEntries,
} from "./audit-snapshot";

export type VerificationRequest = {
  readonly archiveFolder: string;
  /** What was noted of the chain before. */
  readonly seen: readonly ShownLink[];
  readonly onProgress?: (done: number, of: number) => void;
};

export type Verification = {
  readonly intact: boolean;
  /** How many entries were computed again: of the table, and of files. */
  readonly entries: number;
  readonly archived: number;
  /** The end of the chain; null while nothing has happened. */
  readonly newest: ShownLink | null;
  readonly findings: readonly Finding[];
  /** How many there are, told or not. */
  readonly found: number;
};

const BATCH = 5_000;

/** null for who may not read the audit. */
export async function verifyAudit(actor: Actor, request: VerificationRequest): Promise<Verification | null> {
  if (!mayReachConsole(actor).allowed) return null;
  return atOneMoment((snapshot) => verifyAt(snapshot, request));
}

/** The same for who asks more of the same moment. */
export function verifyAt(snapshot: Snapshot, request: VerificationRequest): Promise<Verification> {
  return new ChainWalk(request).through(snapshot);
}

/** One walk along the chain, from the first entry to the last. */
class ChainWalk {
  readonly #request: VerificationRequest;
  readonly #findings = new Findings();
  /** Several hashes of one position, where one of them is of before the chain was computed anew. */
  readonly #seen = new Map<bigint, Set<string>>();
  #at: Link = BEFORE_THE_FIRST;
  #entries = 0;
  #archived = 0;
  /** Entries that the table has a link of, found or not. */
  #linked = 0;
  #of = 0;

  constructor(request: VerificationRequest) {
    this.#request = request;
    for (const { position, hash } of request.seen) {
      this.#seen.set(position, (this.#seen.get(position) ?? new Set()).add(hash.toLowerCase()));
    }
  }

  async through(snapshot: Snapshot): Promise<Verification> {
    const records = await archiveRecords(snapshot);
    const counted = await countChained(snapshot);
    this.#of = counted.links + records.reduce((sum, { first, last }) => sum + Number(last - first) + 1, 0);
    for (const record of records) await this.#file(record);
    for await (const entries of chainedEntries(snapshot, this.#at.position, BATCH)) {
      for (const entry of entries) this.#entry(entry);
      this.#progress();
    }
    // Whoever added an entry and left the chain as it is has more entries than links.
    if (counted.entries !== this.#linked) await this.#unlinked(snapshot);
    for (const position of this.#seen.keys()) this.#notFound(position);
    return this.#result();
  }

  async #file(record: ArchiveRecord): Promise<void> {
    this.#gapBefore(record.first);
    const entries = await this.#entriesOf(record);
    for (const { position, hash, fields } of entries) this.#step({ position, hash }, fields, `${record.file}, entry`);
    this.#archived += entries.length;
    if (entries.length > 0 && !(this.#at.position === record.last && this.#at.hash.equals(record.lastHash))) {
      this.#findings.add("archive_changed", `The file ${record.file} ends otherwise than on record.`);
    }
    this.#at = { position: record.last, hash: record.lastHash };
    this.#progress();
  }

  async #entriesOf({ file, fileHash, last, lastHash }: ArchiveRecord) {
    try {
      if (basename(file) !== file) throw new Error("it is the name of no file of that folder");
      const { hash, entries } = await readArchive(this.#request.archiveFolder, file);
      if (!hash.equals(fileHash)) this.#findings.add("archive_changed", `The file ${file} was changed.`);
      return entries;
    } catch (error) {
      this.#findings.add("archive_missing", `The file ${file} is missing or can't be read: ${causeOf(error)}.`);
      this.#compareSeen({ position: last, hash: lastHash });
      return [];
    }
  }

  #entry({ position, hash, entryId, fields }: ChainedEntry): void {
    if (fields) {
      this.#linked += 1;
      this.#entries += 1;
      this.#step({ position, hash }, fields, "Entry");
      return;
    }
    this.#gapBefore(position);
    this.#findings.add("entry_missing", `Entry ${entryId}, at position ${position}, is missing.`);
    this.#pass({ position, hash });
  }

  /** What is wrong with one entry is told once: the next one is compared with what is on record of this one. */
  #step(link: Link, fields: ChainedFields, what: string): void {
    const complete = this.#gapBefore(link.position);
    if (complete && !nextHash(this.#at.hash, fields).equals(link.hash)) {
      const sentence = `${what} ${fields[0] ?? ""}, at position ${link.position}, is not what was written there.`;
      this.#findings.add("entry_changed", sentence);
    }
    this.#pass(link);
  }

  #pass(link: Link): void {
    this.#compareSeen(link);
    this.#at = link;
  }

  /** Whether the position is the next one. Behind a gap a hash can't be computed again. */
  #gapBefore(position: bigint): boolean {
    const expected = this.#at.position + 1n;
    if (position === expected) return true;
    const which = position - 1n > expected ? `positions ${expected} to ${position - 1n}` : `position ${expected}`;
    this.#findings.add(
      "links_missing",
      position < expected ? `Position ${position} comes twice.` : `What was at ${which} is missing.`,
    );
    return false;
  }

  #compareSeen({ position, hash }: Link): void {
    const seen = this.#seen.get(position);
    if (seen === undefined) return;
    this.#seen.delete(position);
    if (seen.size === 1 && seen.has(hash.toString("hex"))) return;
    const sentence = `At position ${position} another hash was seen: the chain was computed anew from there or before.`;
    this.#findings.add("seen_differs", sentence);
  }

  #notFound(position: bigint): void {
    const where = position > this.#at.position ? `the chain ends at ${this.#at.position}` : "it is not there any more";
    this.#findings.add("seen_not_found", `Position ${position} was seen, but ${where}.`);
  }

  async #unlinked(snapshot: Snapshot): Promise<void> {
    for (const id of await unlinkedEntries(snapshot, TOLD)) {
      this.#findings.add("entry_without_link", `Entry ${id} was added beside the chain.`);
    }
  }

  #progress(): void {
    this.#request.onProgress?.(this.#entries + this.#archived, this.#of);
  }

  #result(): Verification {
    const { position, hash } = this.#at;
    return {
      intact: this.#findings.count === 0,
      entries: this.#entries,
      archived: this.#archived,
      newest: position === 0n ? null : { position, hash: hash.toString("hex") },
      findings: this.#findings.told,
      found: this.#findings.count,
    };
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
