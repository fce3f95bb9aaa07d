/**
 * Moves entries older than the operator keeps in the database to files, so that the chain goes on behind them. Guarantees
 * that nothing leaves the database before the file that holds it is on the disk and on record, whenever this process
 * ends, and that nothing is moved that is not what was written.
 */
import type { Actor } from "@/access/actor";
import { type Tx, transaction } from "@/access/database";
import { type Refusal, mayArchiveAudit } from "@/access/rules";
import { record } from "./audit";
import { archiveName, writeArchive } from "./audit-archive-file";
import { type ChainedFields, type Link, BEFORE_THE_FIRST, findNewestLink, nextHash } from "./audit-chain";
import type { AuditSettings } from "./audit-settings";
import { type ChainedEntry, archiveRecords, atOneMoment, chainedEntries } from "./audit-snapshot";

export type ArchivedFile = { readonly file: string; readonly entries: number };

export type Archived =
  | { readonly ok: true; readonly files: readonly ArchivedFile[] }
  | { readonly ok: false; readonly refusal: Extract<Refusal, "not_permitted"> };

/** The message is a whole sentence, fit for printing as it is. */
export class AuditNotIntact extends Error {
  override readonly name = "AuditNotIntact";
}

/** How many entries a file has at most: about as many as a transaction of a second or two deletes. */
const ENTRIES_IN_A_FILE = 20_000;

const DAY_MS = 86_400_000;

type Options = { readonly onFile?: (made: ArchivedFile) => void; readonly perFile?: number };

/** File after file until nothing older is left. Does nothing where another process archives, or all is kept. */
export async function archiveAudit(
  actor: Actor,
  { retentionDays, archiveFolder }: AuditSettings,
  { onFile, perFile = ENTRIES_IN_A_FILE }: Options = {},
): Promise<Archived> {
  if (!mayArchiveAudit(actor).allowed) return { ok: false, refusal: "not_permitted" };
  if (retentionDays === null) return { ok: true, files: [] };
  // What this adds to the audit itself stays, however the clocks of the two machines differ.
  const newest = await findNewestLink(actor);
  if (!newest) return { ok: true, files: [] };
  const files: ArchivedFile[] = [];
  const upTo = newest.position;
  const olderThan = Date.now() - retentionDays * DAY_MS;
  for (;;) {
    const made = await transaction((tx) => archiveNext(tx, actor, { archiveFolder, olderThan, upTo, perFile }));
    if (!made) return { ok: true, files };
    files.push(made);
    onFile?.(made);
  }
}

type Part = {
  readonly archiveFolder: string;
  readonly olderThan: number;
  readonly upTo: bigint;
  readonly perFile: number;
};

/** The file is written while this transaction is under way: the record and the deletion come after it, or never. */
async function archiveNext(tx: Tx, actor: Actor, part: Part): Promise<ArchivedFile | null> {
  const [lock] = await tx.rows<{ mine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('latchkey: audit archive', 0)) AS mine`;
  if (!lock?.mine) return null;
  const entries = await nextEntries(part);
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return null;
  const file = archiveName(first, last);
  const fileHash = await writeArchive(part.archiveFolder, file, entries);
  // The database records the file and deletes its entries: this role may do neither by itself.
  await tx.rows`SELECT archive_audit_entries(${first.position}, ${last.position}, ${last.hash}, ${file}, ${fileHash})`;
  await record(tx, actor, {
    event: "audit.archived",
    subject: null,
    after: { file, first: Number(first.position), last: Number(last.position), hash: last.hash.toString("hex") },
    effects: { entries: entries.length },
  });
  return { file, entries: entries.length };
}

type WholeEntry = ChainedEntry & { readonly fields: ChainedFields };

/** Those that follow what is in files, up to the first that is not old enough. */
async function nextEntries({ olderThan, upTo, perFile }: Part): Promise<WholeEntry[]> {
  return atOneMoment(async (snapshot) => {
    const newest = (await archiveRecords(snapshot)).at(-1);
    const after: Link = newest ? { position: newest.last, hash: newest.lastHash } : BEFORE_THE_FIRST;
    for await (const entries of chainedEntries(snapshot, after.position, perFile)) {
      const young = entries.findIndex(
        ({ position, fields }) => position > upTo || (fields !== null && Number(fields[1]) >= olderThan),
      );
      return intact(after, young === -1 ? entries : entries.slice(0, young));
    }
    return [];
  });
}

/** A manipulation must not leave for a file, where it would look like what was written. */
function intact(after: Link, entries: readonly ChainedEntry[]): WholeEntry[] {
  let previous = after;
  return entries.map((entry) => {
    const { position, hash, fields } = entry;
    const follows = position === previous.position + 1n;
    if (!follows || !fields || !nextHash(previous.hash, fields).equals(hash)) {
      throw new AuditNotIntact(
        `Nothing more was archived: the audit is not what was written at position ${previous.position + 1n}. ` +
          "npm run audit:verify tells more.",
      );
    }
    previous = entry;
    return { ...entry, fields };
  });
}
