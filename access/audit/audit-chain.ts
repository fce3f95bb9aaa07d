/**
 * The chain of the audit: each entry has a position, and a hash of itself and of the hash before it. The trigger of the
 * database writes it (prisma/migrations, link_audit_entry); here the same is computed from the bare columns, so that
 * nobody who owns the database, and its functions with it, can make a changed entry look right.
 */
import { createHash } from "node:crypto";
import type { Actor } from "@/access/actor";
import { rows } from "@/access/database";
import { mayReachConsole } from "@/access/rules";

/** What a hash covers, in this order: every column of an entry. */
export const CHAINED_COLUMNS = [
  "id",
  "at",
  "event",
  "outcome",
  "refusal",
  "source",
  "actor_id",
  "actor_username",
  "subject_id",
  "subject_username",
  "reason",
  "before",
  "after",
  "effects",
  "address",
  "change_id",
  "job_id",
] as const;

/** The columns as PostgreSQL writes them out, the time in milliseconds since 1970. */
export type ChainedFields = readonly (string | null)[];

export type Link = { readonly position: bigint; readonly hash: Buffer };

/** What the first entry follows. */
export const BEFORE_THE_FIRST: Link = { position: 0n, hash: Buffer.alloc(32) };

/** The hash of an entry behind another. Each column has its length, so that nothing can move from one to the next. */
export function nextHash(previous: Buffer, fields: ChainedFields): Buffer {
  return createHash("sha256").update(previous).update(fields.map(measured).join(",")).digest();
}

function measured(field: string | null): string {
  return field === null ? "-" : `${Buffer.byteLength(field)}:${field}`;
}

/** As pages and commands show a link: people note it and compare it later. */
export type ShownLink = { readonly position: bigint; readonly hash: string };

export type EntryLink = ShownLink & { readonly previousHash: string };

export type NewestLink = ShownLink & {
  /** Up to which position entries have left the table for files; 0 while none has. */
  readonly archivedTo: bigint;
};

/** The end of the chain at this moment; null while nothing has happened, and for who may not read the audit. */
export async function findNewestLink(actor: Actor): Promise<NewestLink | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const [found] = await rows<{ position: string; hash: string; archived: string }>`
    SELECT position::text AS position, encode(hash, 'hex') AS hash,
           (SELECT coalesce(max(last_position), 0)::text FROM audit_archives) AS archived
    FROM audit_links l ORDER BY l.position DESC LIMIT 1`;
  if (!found) return null;
  return { position: BigInt(found.position), hash: found.hash, archivedTo: BigInt(found.archived) };
}

/** Where an entry stands in the chain; null for one that has no link, which is a manipulation. */
export async function findEntryLink(actor: Actor, entryId: bigint): Promise<EntryLink | null> {
  if (!mayReachConsole(actor).allowed) return null;
  const [found] = await rows<{ position: string; hash: string; previous: string | null }>`
    SELECT l.position::text AS position, encode(l.hash, 'hex') AS hash, encode(coalesce(
      (SELECT hash FROM audit_links WHERE position = l.position - 1),
      (SELECT last_hash FROM audit_archives WHERE last_position = l.position - 1)), 'hex') AS previous
    FROM audit_links l WHERE l.entry_id = ${entryId}`;
  if (!found) return null;
  const { position, hash, previous } = found;
  return { position: BigInt(position), hash, previousHash: previous ?? BEFORE_THE_FIRST.hash.toString("hex") };
}
