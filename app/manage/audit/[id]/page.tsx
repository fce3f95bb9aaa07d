import type { Metadata } from "next";
import { Link } from "@/components/link";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { AuditEntry } from "@/access/audit/audit";
import { type EntryLink, findEntryLink } from "@/access/audit/audit-chain";
import { changesOf } from "@/access/audit/audit-changes";
import { findAuditEntry } from "@/access/audit/audit-list";
import { historyLine } from "@/access/audit/audit-sentences";
import { requireConsoleActor } from "@/access/require-actor";
import { ConsolePage } from "@/app/console-page";
import { AUDIT, entryPath } from "@/app/manage/audit/audit-path";
import { SubjectOf } from "@/app/manage/audit/audit-table";
import { Breadcrumb } from "@/components/breadcrumb";
import { Facts } from "@/components/facts";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().audit.entry.title };
}

type Props = { params: Promise<{ id: string }> };

export default async function AuditEntryPage({ params }: Props): Promise<ReactNode> {
  const { id: said } = await params;
  const id = /^[1-9]\d{0,17}$/.test(said) ? BigInt(said) : notFound();
  const actor = await requireConsoleActor(entryPath(id));
  const [found, link] = await Promise.all([findAuditEntry(actor, id), findEntryLink(actor, id)]);
  const entry = found ?? notFound();
  const { title, details } = historyLine(entry);
  const { audit } = texts();
  return (
    <ConsolePage actor={actor} current="audit">
      <Breadcrumb trail={[{ label: audit.title, href: AUDIT }, { label: audit.entry.crumb(id) }]} />
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
  const { audit, words } = texts();
  const { facts: labels, done, refused, theJob } = audit.entry;
  const facts: [string, ReactNode][] = [
    [labels.time, <Time key="at" at={at} seconds zone />],
    [labels.event, <code key="event">{event}</code>],
    [labels.outcome, outcome === "DONE" ? done : refused(refusal ?? "")],
    [labels.actor, <PersonText key="actor">{actorUsername}</PersonText>],
    [labels.actorId, actorId && <code>{actorId}</code>],
    [labels.source, words.sources[source]],
    [labels.address, address],
    [labels.subject, <SubjectOf key="subject" entry={entry} />],
    [labels.subjectId, subjectId && <code>{subjectId}</code>],
    [labels.reason, reason && <PersonText>{reason}</PersonText>],
    [labels.job, jobId && <Link href={`/manage/jobs/${jobId}`}>{theJob}</Link>],
  ];
  return facts.filter(([, value]) => value !== null && value !== "").map(([label, value]) => ({ label, value }));
}

function Changes({ entry }: { entry: AuditEntry }): ReactNode {
  const changes = changesOf(entry);
  if (changes.length === 0) return null;
  const { changes: caption, columns } = texts().audit.entry;
  const head = (
    <>
      <Th>{columns.field}</Th>
      <Th>{columns.before}</Th>
      <Th>{columns.after}</Th>
    </>
  );
  return (
    <Table caption={caption} head={head} columns="even">
      {changes.map(({ label, before, after }) => (
        <Row key={label}>
          <Td label={columns.field}>{label}</Td>
          <Td label={columns.before}>
            <PersonText>{before}</PersonText>
          </Td>
          <Td label={columns.after}>
            <PersonText>{after}</PersonText>
          </Td>
        </Row>
      ))}
    </Table>
  );
}

function LinkCard({ link }: { link: EntryLink | null }): ReactNode {
  const { audit, number } = texts();
  const told = audit.entry.link;
  return (
    <Card>
      <h2 className="mb-3 font-semibold">{told.title}</h2>
      {link ? (
        <Facts
          columns={2}
          facts={[
            { label: told.position, value: number(link.position) },
            { label: told.hash, value: <code>{link.hash}</code> },
            { label: told.previousHash, value: <code>{link.previousHash}</code> },
          ]}
        />
      ) : (
        <p className="text-danger">{told.missing(<code>npm run audit:verify</code>)}</p>
      )}
    </Card>
  );
}
