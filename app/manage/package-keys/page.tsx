import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { isFiltered, listPackageKeys, parsePackageKeyListQuery } from "@/access/keys/package-key-list";
import { listPlanChoices } from "@/access/keys/packages";
import { hasKeyInSearch } from "@/access/lists/lists";
import { requireConsoleActor } from "@/access/require-actor";
import { findNotice } from "@/access/status/notices";
import { Await, begin } from "@/app/await";
import { ConsolePage } from "@/app/console-page";
import { ListIgnored } from "@/app/manage/list-ignored";
import { ListPager, countText } from "@/app/manage/list-pager";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { USERS } from "@/app/manage/users/list-path";
import { Breadcrumb } from "@/components/breadcrumb";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { KeyTable } from "./key-table";
import { KeyToolbar } from "./key-toolbar";
import { PACKAGE_KEYS, listPath } from "./list-path";

export function generateMetadata(): Metadata {
  return { title: texts().keys.list.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ManagePackageKeysPage({ searchParams }: Props): Promise<ReactNode> {
  const { keys, shell } = texts();
  const parameters = await searchParams;
  const query = parsePackageKeyListQuery(parameters);
  const asked = listPath(query, { place: query.place });
  const actor = await requireConsoleActor(asked);
  // A whole key that was searched for is cut down to its name; its characters must not stay in the address either.
  if (hasKeyInSearch(parameters)) redirect(asked);
  const list = begin(listPackageKeys(actor, query));
  const [plans, notice] = await Promise.all([listPlanChoices(actor), findNotice(actor, parameters["notice"])]);
  return (
    <ConsolePage actor={actor} current="package-keys">
      <Breadcrumb trail={[{ label: shell.areas["package-keys"] }]} />
      <PageTitle title={keys.list.title}>
        <Await value={list}>{({ all }) => <Count value={countText(all)} label={keys.list.count(all.count)} />}</Await>
      </PageTitle>
      <ChangeNotice notice={notice} back={asked} />
      <ListIgnored names={query.ignored} />
      <KeyToolbar
        query={query}
        plans={plans}
        pager={
          <Await value={list}>
            {(page) => <ListPager page={page} rows={page.keys.length} to={(changes) => listPath(query, changes)} />}
          </Await>
        }
      />
      <Await value={list}>
        {(page) =>
          page.keys.length > 0 ? (
            <KeyTable actor={actor} query={query} keys={page.keys} here={asked} />
          ) : (
            <NoKeys filtered={isFiltered(query)} />
          )
        }
      </Await>
    </ConsolePage>
  );
}

function NoKeys({ filtered }: { filtered: boolean }): ReactNode {
  const { keys, shell } = texts();
  const { none, noMatch } = keys.list;
  if (!filtered) {
    return (
      <EmptyState title={none.title} wayOn={{ label: shell.areas.users, href: USERS }}>
        {none.advice}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={noMatch.title} wayOn={{ label: noMatch.clear, href: PACKAGE_KEYS }}>
      {noMatch.advice}
    </EmptyState>
  );
}
