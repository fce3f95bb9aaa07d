/** The feed of changes (the table access_changes and its notifications), as a gate reads it. */

/** Where a gate stands in the feed, and what it has missed since its last reading. */
export type CaughtUp = {
  /** Which transactions were finished at this reading, as PostgreSQL writes it: "xmin:xmax:under way". */
  readonly snapshot: string;
  /** Differs where the earlier snapshot says nothing about this database. */
  readonly incarnation: string;
  /** By the clock of the database. */
  readonly at: string;
  readonly changes: readonly string[];
};

/**
 * One statement, so that the snapshot and the changes are of the same moment. The numbers of changes and transactions are
 * given before the commit, so neither order tells what is new: new is what this snapshot sees and the last one didn't.
 * A server that started anew after a crash may give the numbers of lost transactions again (it forgets its statistics
 * then); another server or another table has other numbers altogether. Rows that came with a backup from another server
 * may have numbers that this one has not given yet: those are nobody's news.
 */
export const CATCH_UP = `
  SELECT pg_current_snapshot()::text AS snapshot, clock_timestamp()::text AS "at",
         concat_ws(' ', pg_postmaster_start_time(), (SELECT stats_reset FROM pg_stat_bgwriter),
                   (SELECT oid FROM pg_database WHERE datname = current_database()),
                   'access_changes'::regclass::oid) AS incarnation,
         ARRAY(SELECT concat_ws(' ', id, kind, subject_id) FROM access_changes
               WHERE xact >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint
                 AND xact < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                 AND NOT pg_visible_in_snapshot(xact::text::xid8, $1::pg_snapshot)
               ORDER BY id LIMIT $2::int) AS changes`;

/** Whether the changes since the one reading are all that the other brought. */
export function isUnbroken(before: CaughtUp, now: CaughtUp): boolean {
  if (before.incarnation !== now.incarnation) return false;
  const [oldest, newest] = bounds(before.snapshot);
  const [oldestNow, newestNow] = bounds(now.snapshot);
  return oldestNow >= oldest && newestNow >= newest;
}

function bounds(snapshot: string): [bigint, bigint] {
  const [oldest = "0", newest = "0"] = snapshot.split(":");
  return [BigInt(oldest), BigInt(newest)];
}

export type Change = {
  readonly id: string;
  /** Undefined: everything. */
  readonly subject: string | undefined;
};

const CHANGE = /^(\d{1,18}) [A-Z_]+(?: ([0-9a-f-]{36}))?$/;

/** "1042 USER 6d1f…": the number of the change, its kind, and what it names. */
export function parseChange(text: string): Change | undefined {
  const [, id, subject] = CHANGE.exec(text) ?? [];
  return id === undefined ? undefined : { id, subject };
}
