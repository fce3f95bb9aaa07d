import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { AuditEntry } from "@/access/audit";
import { type EntryLink, findEntryLink } from "@/access/audit-chain";
import { changesOf } from "@/access/audit-changes";
import { findAuditEntry } from "@/access/audit-list";
import { historyLine } from "@/access/audit-sentences";
import { requireConsoleActor } from "@/access/require-actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { Facts } from "@/components/facts";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { ConsolePage } from "@/app/console-page";
import { AUDIT, entryPath } from "@/app/manage/audit/audit-path";
import { SubjectOf } from "@/app/manage/audit/audit-table";
import { texts } from "@/text/texts";

export const metadata: Metadata = { title: "Audit entry" };

type Props = { params: Promise<{ id: string }> };

export default async function AuditEntryPage({ params }: Props): Promise<ReactNode> {
  const { id: said } = await params;
  const id = /^[1-9]\d{0,17}$/.test(said) ? BigInt(said) : notFound();
  const actor = await requireConsoleActor(entryPath(id));
  const [found, link] = await Promise.all([findAuditEntry(actor, id), findEntryLink(actor, id)]);
  const entry = found ?? notFound();
  const { title, details } = historyLine(entry);
  return (
    <ConsolePage actor={actor} current="audit">
      <Breadcrumb trail={[{ label: "Audit", href: AUDIT }, { label: `Entry ${id}` }]} />
      <PageTitle title={title} caption={details.length > 0 && <PersonText>{details.join(" ")}</PersonText>} />
      <div className="grid gap-6">
        <Card>
          <Facts facts={factsOf(entry)} />
        </Card>
        <Changes entry={entry} />
        <LinkCard link={link} />
      </div>
    </ConsolePage>
  );
}

function factsOf(entry: AuditEntry): { label: string; value: ReactNode }[] {
  const { at, event, outcome, refusal, source, actorUsername, actorId, subjectId, reason, address, jobId } = entry;
  const facts: [string, ReactNode][] = [
    ["Time", <Time key="at" at={at} seconds zone />],
    ["Event", <code key="event">{event}</code>],
    ["Outcome", outcome === "DONE" ? "Done" : `Refused: ${refusal ?? ""}`],
    ["Actor", <PersonText key="actor">{actorUsername}</PersonText>],
    ["Actor id", actorId && <code>{actorId}</code>],
    ["Source", texts().words.sources[source]],
    ["Address", address],
    ["Subject", <SubjectOf key="subject" entry={entry} />],
    ["Subject id", subjectId && <code>{subjectId}</code>],
    ["Reason", reason && <PersonText>{reason}</PersonText>],
    ["Job", jobId && <Link href={`/manage/jobs/${jobId}`}>The job</Link>],
  ];
  return facts.filter(([, value]) => value !== null && value !== "").map(([label, value]) => ({ label, value }));
}

function Changes({ entry }: { entry: AuditEntry }): ReactNode {
  const changes = changesOf(entry);
  if (changes.length === 0) return null;
  const head = (
    <>
      <Th>Field</Th>
      <Th>Before</Th>
      <Th>After</Th>
    </>
  );
  return (
    <Table caption="What it was about, before and after" head={head} even>
      {changes.map(({ label, before, after }) => (
        <Row key={label}>
          <Td label="Field">{label}</Td>
          <Td label="Before">
            <PersonText>{before}</PersonText>
          </Td>
          <Td label="After">
            <PersonText>{after}</PersonText>
          </Td>
        </Row>
      ))}
    </Table>
  );
}

function LinkCard({ link }: { link: EntryLink | null }): ReactNode {
  return (
    <Card>
      <h2 className="mb-3 font-semibold">Link in the chain</h2>
      {link ? (
        <Facts
          columns={2}
          facts={[
            { label: "Position", value: link.position.toLocaleString("en") },
            { label: "Hash", value: <code>{link.hash}</code> },
            { label: "Hash of the entry before", value: <code>{link.previousHash}</code> },
          ]}
        />
      ) : (
        <p className="text-danger">
          This entry has no link: it was added beside the chain. <code>npm run audit:verify</code> tells more.
        </p>
      )}
    </Card>
  );
}
