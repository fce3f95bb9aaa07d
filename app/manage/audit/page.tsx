import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { findNewestLink } from "@/access/audit-chain";
import { isFiltered, listAudit, parseAuditListQuery } from "@/access/audit-list";
import { requireConsoleActor } from "@/access/require-actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { Notice } from "@/components/notice";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { countText } from "@/app/manage/list-pager";
import { AUDIT, auditPath } from "./audit-path";
import { AuditTable } from "./audit-table";
import { AuditToolbar } from "./audit-toolbar";
import { ChainEnd } from "./chain-end";
import { hasKey } from "./typed-key";

export const metadata: Metadata = { title: "Audit" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props): Promise<ReactNode> {
  const parameters = await searchParams;
  const query = parseAuditListQuery(parameters);
  const here = auditPath(query, { place: query.place });
  const actor = await requireConsoleActor(here);
  // Nobody is found by a key, but its characters must not stay in the address.
  if (hasKey(parameters)) redirect(here);
  const [list, newest] = await Promise.all([listAudit(actor, query), findNewestLink(actor)]);
  const filtered = isFiltered(query);
  return (
    <ConsolePage actor={actor} current="audit">
      <Breadcrumb trail={[{ label: "Audit" }]} />
      <PageTitle
        title="Audit"
        caption="Who did what to whom, what was refused, and every sign-in. Nothing here can be changed or deleted."
      >
        <Count value={countText(list.all)} label={list.all.count === 1 ? "Entry" : "Entries"} />
      </PageTitle>
      {query.ignored.length > 0 && (
        <Notice tone="warning">
          The address asks for something that this list does not know, which was left out: {query.ignored.join(", ")}.
        </Notice>
      )}
      <AuditToolbar query={query} list={list} />
      {list.rows.length > 0 ? <AuditTable entries={list.rows} /> : <NoEntries filtered={filtered} />}
      {newest && <ChainEnd newest={newest} />}
    </ConsolePage>
  );
}

function NoEntries({ filtered }: { filtered: boolean }): ReactNode {
  if (!filtered) return <EmptyState title="Nothing has happened yet" />;
  return (
    <EmptyState title="No entries match">
      <p>Nothing that happened fits all of the filters. Usernames are looked for as a whole.</p>
      <p className="mt-4">
        <ButtonLink href={AUDIT}>Clear filters</ButtonLink>
      </p>
    </EmptyState>
  );
}
