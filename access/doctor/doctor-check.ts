/**
 * What a check of the doctor is: a name, a sentence that has to hold, and a question to the database that finds what does
 * not. Guarantees that a check counts everything it finds and tells of a few, so that none brings a table into memory.
 */
import type { ShownLink } from "@/access/audit/audit-chain";
import type { Snapshot } from "@/access/audit/audit-snapshot";
import { Prisma } from "@/generated/prisma/client";

/** What the database alone does not know. */
export type Circumstances = {
  /** The names of this version's migrations, in their order. */
  readonly migrations: readonly string[];
  /** What was noted of the chain of the audit before. */
  readonly seen: readonly ShownLink[];
};

export type Found = {
  /** How many there are, told or not. */
  readonly count: number;
  readonly sentences: readonly string[];
  /** Whether nothing else can be asked any more. */
  readonly isLast?: boolean;
};

export type Check = {
  readonly name: string;
  /** What has to hold. */
  readonly holds: string;
  readonly find: (snapshot: Snapshot, circumstances: Circumstances) => Promise<Found>;
};

/** So many of each check are told one by one. */
export const TOLD = 10;

export const NOTHING: Found = { count: 0, sentences: [] };

type Row = readonly string[];

/** A check by one statement, which returns a row for each finding: its columns, as text, are what the sentence is made of. */
export function check(name: string, holds: string, statement: Prisma.Sql, tell: (row: Row) => string): Check {
  return { name, holds, find: (snapshot) => findBy(snapshot, statement, tell) };
}

/** The first in the order of their first column. */
export async function findBy(snapshot: Snapshot, statement: Prisma.Sql, tell: (row: Row) => string): Promise<Found> {
  const { text, values } = Prisma.sql`
    SELECT count(*) OVER (), found.* FROM (${statement}) AS found ORDER BY 2 LIMIT ${TOLD}`;
  const found = await snapshot.rows(text, values);
  const rows = found.map(([, ...columns]) => columns.map((value) => value ?? ""));
  return { count: Number(found[0]?.[0] ?? 0), sentences: rows.map(tell) };
}

/** Until when entries may have left the table for files. */
export const ARCHIVED_UNTIL = Prisma.sql`
  coalesce((SELECT max(last_at) + interval '1 hour' FROM audit_archives), '-infinity')`;

/** As people read it, of how PostgreSQL writes it. */
export function moment(at: string): string {
  return `${at.slice(0, 19)} UTC`;
}
