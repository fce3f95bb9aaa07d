import type { ReactNode } from "react";
import type { AuditEntry } from "@/access/audit/audit";
import { changeText, changesOf } from "@/access/audit/audit-changes";
import { objectOf } from "@/access/audit/audit-names";
import { titleOf } from "@/access/audit/audit-titles";
import { userPath } from "@/app/user-path";
import { Table, Th } from "@/components/table";
import { texts } from "@/text/texts";
import { entryPath } from "./audit-path";
import { type AuditRow, AuditRows } from "./audit-rows";
import { type Subject, SubjectText } from "./subject-text";

export function AuditTable({ entries }: { entries: readonly AuditEntry[] }): ReactNode {
  const { table, columns } = texts().audit;
  const head = (
    <>
      <Th>{columns.time}</Th>
      <Th>{columns.what}</Th>
      <Th>{columns.actor}</Th>
      <Th>{columns.source}</Th>
      <Th>{columns.subject}</Th>
      <Th>{columns.change}</Th>
      <Th>{columns.reason}</Th>
      <Th>{columns.address}</Th>
    </>
  );
  return (
    <Table caption={table} head={head}>
      <AuditRows columns={columns} rows={entries.map(auditRow)} />
    </Table>
  );
}

/** What the browser gets of an entry. */
function auditRow(entry: AuditEntry): AuditRow {
  const { id, at, event, outcome, source, actorUsername, address, reason } = entry;
  const title = titleOf(event);
  const refused = outcome === "REFUSED";
  return {
    href: entryPath(id),
    at,
    title: refused ? title.refused : title.happened,
    refused,
    actor: actorUsername,
    source: texts().words.sources[source],
    subject: subjectOf(entry),
    changes: changesOf(entry).map(changeText).join("; "),
    reason,
    address,
  };
}

/** Whom it is about, or else what. */
export function SubjectOf({ entry }: { entry: AuditEntry }): ReactNode {
  return <SubjectText subject={subjectOf(entry)} />;
}

/** Who is deleted has no history any more. */
function subjectOf(entry: AuditEntry): Subject {
  const { subjectUsername, event } = entry;
  if (subjectUsername === null) return { text: objectOf(entry), href: null };
  return { text: subjectUsername, href: event === "user.deleted" ? null : userPath(subjectUsername, "history") };
}
