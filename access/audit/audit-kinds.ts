/**
 * The kinds of entries that there are: what happened, by which way, and whether it was done. There are few of them, and
 * the index of each is in the order of time, so that a filter by any of the three costs the same wherever its page begins.
 */
import { rows } from "@/access/database";
import { folded } from "@/access/lists/lists";
import { Prisma } from "@/generated/prisma/client";
import type { AuditOutcome, AuditSource } from "@/generated/prisma/enums";

export type Kind = { readonly event: string; readonly source: AuditSource; readonly outcome: AuditOutcome };

/** All that have entries, of one actor or of anybody: each is one step along the index. */
export function selectKinds(actor: string | null): Promise<Kind[]> {
  const of = actor === null ? Prisma.sql`true` : isOfActor(actor);
  return rows<Kind>`
    WITH RECURSIVE kind AS (
      (SELECT event, source, outcome FROM audit_entries e WHERE ${of} ORDER BY event, source, outcome LIMIT 1)
      UNION ALL
      SELECT next.* FROM kind, LATERAL (
        SELECT event, source, outcome FROM audit_entries e
        WHERE ${of} AND (event, source, outcome) > (kind.event, kind.source, kind.outcome)
        ORDER BY event, source, outcome LIMIT 1) AS next)
    SELECT event, source, outcome FROM kind`;
}

export function isOfActor(username: string): Prisma.Sql {
  return Prisma.sql`${folded(Prisma.sql`e.actor_username`)} = ${folded(Prisma.sql`${username}::text`)}`;
}

/** The kinds as strands of the list (access/lists/list-page.ts). */
export function strandsOf(kinds: readonly Kind[]): { table: Prisma.Sql; fits: Prisma.Sql; any: Prisma.Sql } {
  const events = Prisma.sql`${kinds.map(({ event }) => event)}::text[]`;
  const sources = Prisma.sql`${kinds.map(({ source }) => source)}::audit_source[]`;
  const outcomes = Prisma.sql`${kinds.map(({ outcome }) => outcome)}::audit_outcome[]`;
  return {
    table: Prisma.sql`unnest(${events}, ${sources}, ${outcomes}) AS strand (event, source, outcome)`,
    fits: Prisma.sql`(e.event, e.source, e.outcome) = (strand.event, strand.source, strand.outcome)`,
    any: Prisma.sql`(e.event, e.source, e.outcome) IN (SELECT * FROM unnest(${events}, ${sources}, ${outcomes}))`,
  };
}
