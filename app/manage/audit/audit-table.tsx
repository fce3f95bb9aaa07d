import Link from "next/link";
import type { ReactNode } from "react";
import type { AuditEntry } from "@/access/audit";
import { changeText, changesOf } from "@/access/audit-changes";
import { objectOf } from "@/access/audit-names";
import { titleOf } from "@/access/audit-titles";
import { PersonText } from "@/components/person-text";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { userPath } from "@/app/user-path";
import { texts } from "@/text/texts";
import { entryPath } from "./audit-path";

export function AuditTable({ entries }: { entries: readonly AuditEntry[] }): ReactNode {
  const head = (
    <>
      <Th>Time</Th>
      <Th>What</Th>
      <Th>Actor</Th>
      <Th>Source</Th>
      <Th>Subject</Th>
      <Th>Before → after</Th>
      <Th>Reason</Th>
      <Th>Address</Th>
    </>
  );
  return (
    <Table caption="Audit entries, newest first. Times are in UTC." head={head}>
      {entries.map((entry) => (
        <AuditRow key={`${entry.id}`} entry={entry} />
      ))}
    </Table>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }): ReactNode {
  const { id, at, event, outcome, source, actorUsername, address, reason } = entry;
  const title = titleOf(event);
  const refused = outcome === "REFUSED";
  return (
    <Row>
      <Td label="Time">
        <Time at={at} seconds />
      </Td>
      <Td label="What">
        <Link
          href={entryPath(id)}
          prefetch={false}
          className={`inline-block leading-6 font-medium hover:underline lg:w-max lg:max-w-48 ${refused ? "text-danger" : "text-accent"}`}
        >
          {refused ? title.refused : title.happened}
        </Link>
      </Td>
      <Td label="Actor">
        <span className="block lg:w-max lg:max-w-40">
          <PersonText>{actorUsername}</PersonText>
        </span>
      </Td>
      <Td label="Source">
        <span className="whitespace-nowrap">{texts().words.sources[source]}</span>
      </Td>
      <Td label="Subject">
        <SubjectOf entry={entry} />
      </Td>
      <Td label="Before → after">
        <span className="line-clamp-2">
          <PersonText>{changesOf(entry).map(changeText).join("; ")}</PersonText>
        </span>
      </Td>
      <Td label="Reason">
        <span className="line-clamp-2">
          <PersonText>{reason}</PersonText>
        </span>
      </Td>
      <Td label="Address">
        <span className="block lg:w-max lg:max-w-40">{address}</span>
      </Td>
    </Row>
  );
}

/** Whom it is about, or else what. */
export function SubjectOf({ entry }: { entry: AuditEntry }): ReactNode {
  const { subjectUsername, event } = entry;
  if (subjectUsername === null) return <PersonText>{objectOf(entry)}</PersonText>;
  if (event === "user.deleted") return <PersonText>{subjectUsername}</PersonText>;
  return (
    <Link
      href={userPath(subjectUsername, "history")}
      prefetch={false}
      className="inline-block leading-6 hover:underline"
    >
      <PersonText>{subjectUsername}</PersonText>
    </Link>
  );
}
