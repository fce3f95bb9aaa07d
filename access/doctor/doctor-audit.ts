/**
 * What the doctor asks about the audit: that users are as it says, that every change of a status has one entry, and that the
 * end of the chain is what was written. Entries that may be in a file by now, and changes that gates may have removed, are
 * not judged.
 */
import { BEFORE_THE_FIRST, type Link, type ShownLink, nextHash } from "@/access/audit/audit-chain";
import { type ChainedEntry, type Snapshot, archiveRecords, bytes, chainedEntries } from "@/access/audit/audit-snapshot";
import { Prisma } from "@/generated/prisma/client";
import { ARCHIVED_UNTIL, type Check, type Circumstances, type Found, TOLD, check } from "./doctor-check";

const DONE_AND_TELLS_A_STATUS = Prisma.sql`
  event IN ('user.created', 'user.enabled', 'user.disabled', 'user.deleted') AND outcome = 'DONE'
  AND subject_id IS NOT NULL AND after ->> 'status' IS NOT NULL`;

/** A day less than gates keep changes for (gate/pruning.ts). */
const CHANGES_ARE_KEPT = Prisma.sql`now() - interval '89 days'`;

const LAST_ENTRIES = 2_000;

export const AUDIT_CHECKS: readonly Check[] = [
  check(
    "status-in-audit",
    "Each user has the status that the last entry about it says.",
    Prisma.sql`
      SELECT u.username, initcap(u.status::text), told.id, initcap(told.status) FROM users u
      JOIN (SELECT DISTINCT ON (subject_id) subject_id, id, after ->> 'status' AS status FROM audit_entries
            WHERE ${DONE_AND_TELLS_A_STATUS} ORDER BY subject_id, id DESC) AS told ON told.subject_id = u.id
      WHERE u.status::text <> told.status`,
    ([username, status, entry, told]) =>
      `${username} is ${status}, and entry ${entry} of the audit, the last about that, says ${told}: somebody else wrote to ` +
      `the database. Find out who, and set the status of ${username} on the page.`,
  ),
  check(
    "status-entries",
    "Each entry about a status begins where the one before it ended.",
    Prisma.sql`
      SELECT id, subject_username, initcap(before), initcap(told) FROM (
        SELECT id, subject_username, change_id, before ->> 'status' AS before,
               lag(after ->> 'status') OVER (PARTITION BY subject_id ORDER BY id) AS told
        FROM audit_entries WHERE ${DONE_AND_TELLS_A_STATUS}) AS entries
      WHERE change_id IS NOT NULL AND before <> told`,
    ([entry, username, before, told]) =>
      `Entry ${entry} says that ${username} was ${before} before, and the entry before it left them ${told}: a change ` +
      "between the two has no entry, or one has two. `npm run audit:verify` tells whether the audit was changed.",
  ),
  check(
    "changes-in-audit",
    "Each change of a status that the gates were told of has one entry.",
    Prisma.sql`
      SELECT changed.id, coalesce(u.username, changed.subject_id::text), changed.at, coalesce(told.entries, 0) FROM (
        SELECT xact, subject_id, max(id) AS id, max(at) AS at, count(*) AS changes FROM access_changes
        WHERE kind = 'USER' AND subject_id IS NOT NULL AND at > ${ARCHIVED_UNTIL} GROUP BY xact, subject_id) AS changed
      LEFT JOIN (
        SELECT c.xact, e.subject_id, count(*) AS entries FROM audit_entries e JOIN access_changes c ON c.id = e.change_id
        WHERE e.event IN ('user.enabled', 'user.disabled', 'user.deleted') AND e.outcome = 'DONE'
        GROUP BY c.xact, e.subject_id) AS told
        ON told.xact = changed.xact AND told.subject_id = changed.subject_id
      LEFT JOIN users u ON u.id = changed.subject_id
      WHERE coalesce(told.entries, 0) <> changed.changes`,
    ([change, username, at = "", entries]) =>
      `The status of ${username} was changed ${at.slice(0, 19)} UTC (change ${change}), and ${entries} entries of the audit ` +
      "tell of it: somebody else wrote to the database. Find out who.",
  ),
  check(
    "entry-changes",
    "Each entry that names a change for the gates names one that is there, and that of its user.",
    Prisma.sql`
      SELECT e.id, e.subject_username, e.change_id, c.id IS NULL FROM audit_entries e
      LEFT JOIN access_changes c ON c.id = e.change_id
      WHERE e.change_id IS NOT NULL AND e.at > ${CHANGES_ARE_KEPT}
        AND (c.id IS NULL OR (e.event IN ('user.enabled', 'user.disabled') AND e.outcome = 'DONE'
                              AND (c.kind, c.subject_id) IS DISTINCT FROM ('USER'::access_change_kind, e.subject_id)))`,
    ([entry, username, change, isMissing]) =>
      isMissing === "t"
        ? `Entry ${entry} about ${username} names change ${change}, which is not there: gates may not have been told. ` +
          "Restart the gates."
        : `Entry ${entry} names change ${change}, which is not that of ${username}: gates may not have been told. ` +
          "Restart the gates.",
  ),
  check(
    "refused-entries",
    "Each entry of a refused attempt says why, and no other does.",
    Prisma.sql`SELECT id, event FROM audit_entries WHERE (outcome = 'REFUSED') <> (refusal IS NOT NULL)`,
    ([entry, event]) =>
      `Entry ${entry} (${event}) is of a refused attempt without a reason, or of a change with one: \`npm run ` +
      "audit:verify` tells whether the audit was changed.",
  ),
  check(
    "audit-links",
    "Each entry has its place in the chain, which has no gap and goes on where the files end.",
    Prisma.sql`
      SELECT entries, links, first, last, archived FROM (
        SELECT (SELECT count(*) FROM audit_entries) AS entries, count(*) AS links, min(position) AS first, max(position) AS last,
               (SELECT coalesce(max(last_position), 0) FROM audit_archives) AS archived FROM audit_links) AS chain
      WHERE entries <> links OR links <> coalesce(last - first + 1, 0) OR first <> archived + 1`,
    ([entries, links, first, last, archived]) =>
      `The audit has ${entries} entries and ${links} links, from position ${first} to ${last} behind ${archived} in files: ` +
      "`npm run audit:verify` tells which are missing or were added.",
  ),
  {
    name: "audit-end",
    holds: `The last ${LAST_ENTRIES.toLocaleString("en")} entries are what was written, by the chain.`,
    find: findInEnd,
  },
];

/** Of the table; those in files are compared where the whole audit is verified. */
export const NOTED_ENDS: Check = {
  name: "audit-noted",
  holds: "The chain is the one whose end was noted before, in the log of the console or by whoever runs it.",
  find: findNoted,
};

async function findNoted(snapshot: Snapshot, { seen }: Circumstances): Promise<Found> {
  const positions = [...new Set(seen.map(({ position }) => position.toString()))];
  const found = await snapshot.rows(
    `SELECT n.position, encode(coalesce(l.hash, a.last_hash), 'hex'),
            n.position <= (SELECT coalesce(max(last_position), 0) FROM public.audit_archives)
     FROM unnest($1::bigint[]) AS n (position) LEFT JOIN public.audit_links l ON l.position = n.position
     LEFT JOIN public.audit_archives a ON a.last_position = n.position`,
    [positions],
  );
  const present = new Map(found.map(([position, hash, isArchived]) => [position, { hash, isArchived }]));
  const wrong = seen.filter(({ position, hash }) => {
    const there = present.get(position.toString());
    return there?.hash ? there.hash !== hash : there?.isArchived !== "t";
  });
  const sentences = wrong.slice(0, TOLD).map((link) => {
    const isAnother = Boolean(present.get(link.position.toString())?.hash);
    return notAsNoted(link, isAnother);
  });
  return { count: wrong.length, sentences };
}

function notAsNoted({ position, hash }: ShownLink, isAnother: boolean): string {
  const what = isAnother
    ? `has another hash than was noted (${hash.slice(0, 12)}…): the chain was computed anew from there or before`
    : "was noted and is not there any more: the end of the chain was cut off";
  return `Position ${position} of the audit ${what}, or a backup of before was restored. Find out who did that.`;
}

async function findInEnd(snapshot: Snapshot): Promise<Found> {
  let at = await lastButSo(snapshot, LAST_ENTRIES);
  const sentences: string[] = [];
  for await (const entries of chainedEntries(snapshot, at.position, LAST_ENTRIES)) {
    for (const entry of entries) {
      if (!follows(at, entry)) sentences.push(notWritten(entry));
      at = entry;
    }
  }
  return { count: sentences.length, sentences: sentences.slice(0, TOLD) };
}

/** The link so many places before the last, or what the first one in the table follows. */
async function lastButSo(snapshot: Snapshot, places: number): Promise<Link> {
  const [found] = await snapshot.rows(
    "SELECT position, hash FROM public.audit_links ORDER BY position DESC OFFSET $1 LIMIT 1",
    [places],
  );
  if (found) return { position: BigInt(found[0] ?? 0), hash: bytes(found[1]) };
  const file = (await archiveRecords(snapshot)).at(-1);
  return file ? { position: file.last, hash: file.lastHash } : BEFORE_THE_FIRST;
}

/** Behind a gap, which another check tells of, a hash can't be computed again. */
function follows(at: Link, { position, hash, fields }: ChainedEntry): boolean {
  if (fields === null) return false;
  return position !== at.position + 1n || nextHash(at.hash, fields).equals(hash);
}

function notWritten({ entryId, position }: ChainedEntry): string {
  return `Entry ${entryId}, at position ${position}, is not what was written there: \`npm run audit:verify\` tells the rest.`;
}
