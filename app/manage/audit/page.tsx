import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { findNewestLink } from "@/access/audit/audit-chain";
import { isFiltered, listAudit, parseAuditListQuery } from "@/access/audit/audit-list";
import { requireConsoleActor } from "@/access/require-actor";
import { Await, begin } from "@/app/await";
import { ConsolePage } from "@/app/console-page";
import { ListPager, countText } from "@/app/manage/list-pager";
import { Breadcrumb } from "@/components/breadcrumb";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { Notice } from "@/components/notice";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { AUDIT, auditPath } from "./audit-path";
import { AuditTable } from "./audit-table";
import { AuditToolbar } from "./audit-toolbar";
import { ChainEnd } from "./chain-end";
import { hasKey } from "./typed-key";

export function generateMetadata(): Metadata {
  return { title: texts().audit.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props): Promise<ReactNode> {
  const parameters = await searchParams;
  const query = parseAuditListQuery(parameters);
  const here = auditPath(query, { place: query.place });
  const actor = await requireConsoleActor(here);
  // Nobody is found by a key, but its characters must not stay in the address.
  if (hasKey(parameters)) redirect(here);
  const list = begin(listAudit(actor, query));
  const newest = begin(findNewestLink(actor));
  const { audit } = texts();
  return (
    <ConsolePage actor={actor} current="audit">
      <Breadcrumb trail={[{ label: audit.title }]} />
      <PageTitle title={audit.title} caption={audit.caption}>
        <Await value={list}>{({ all }) => <Count value={countText(all)} label={audit.entries(all.count)} />}</Await>
      </PageTitle>
      {query.ignored.length > 0 && <Notice tone="warning">{audit.ignored(query.ignored.join(", "))}</Notice>}
      <AuditToolbar
        query={query}
        pager={
          <Await value={list}>
            {(page) => <ListPager page={page} rows={page.rows.length} to={(changes) => auditPath(query, changes)} />}
          </Await>
        }
      />
      <Await value={list}>
        {({ rows }) => (rows.length > 0 ? <AuditTable entries={rows} /> : <NoEntries filtered={isFiltered(query)} />)}
      </Await>
      <Await value={newest}>{(link) => link && <ChainEnd newest={link} />}</Await>
    </ConsolePage>
  );
}

function NoEntries({ filtered }: { filtered: boolean }): ReactNode {
  const { empty, noMatch } = texts().audit;
  if (!filtered) return <EmptyState title={empty} />;
  return (
    <EmptyState title={noMatch.title} wayOn={{ label: noMatch.clear, href: AUDIT }}>
      {noMatch.advice}
    </EmptyState>
  );
}
