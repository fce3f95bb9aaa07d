import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { hasKeyInSearch } from "@/access/lists/lists";
import { requireConsoleActor } from "@/access/require-actor";
import { type SettableStatus, mayCreateUser, mayRunJobs } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { listViews } from "@/access/users/saved-views";
import {
  type UserListQuery,
  type UserPage,
  isFiltered,
  listUsers,
  parseUserListQuery,
  userListAddress,
} from "@/access/users/user-list";
import { Await, begin } from "@/app/await";
import { ConsolePage } from "@/app/console-page";
import { ListIgnored } from "@/app/manage/list-ignored";
import { ListPager, countText } from "@/app/manage/list-pager";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { ChangeNotice } from "./change-notice";
import { exportPath, listPath } from "./list-path";
import { Selection } from "./selection";
import { UserTable } from "./user-table";
import { UserToolbar } from "./user-toolbar";
import { ViewLinks } from "./view-links";

export function generateMetadata(): Metadata {
  return { title: texts().users.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ManageUsersPage({ searchParams }: Props): Promise<ReactNode> {
  const parameters = await searchParams;
  const query = parseUserListQuery(parameters);
  const asked = listPath(query, { place: query.place });
  const actor = await requireConsoleActor(asked);
  // No user is found by a key, but its characters must not stay in the address.
  if (hasKeyInSearch(parameters)) redirect(asked);
  const list = begin(listUsers(actor, query));
  const views = begin(listViews(actor));
  const notice = await findNotice(actor, parameters["notice"]);
  const { title, crumb, newUser, count } = texts().users;
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb trail={[{ label: crumb }]} />
      <PageTitle
        title={title}
        actions={
          mayCreateUser(actor, []).allowed && (
            <ButtonLink href="/manage/new-user" variant="primary">
              {newUser}
            </ButtonLink>
          )
        }
      >
        <Await value={list}>{({ all }) => <Count value={countText(all)} label={count(all.count)} />}</Await>
      </PageTitle>
      <ChangeNotice notice={notice} back={asked} />
      <ListIgnored names={query.ignored} />
      <Await value={views}>
        {(all) => <ViewLinks views={all} asked={userListAddress(query)} exportPath={exportPath(query)} />}
      </Await>
      <UserToolbar
        query={query}
        pager={
          <Await value={list}>
            {(page) => <ListPager page={page} rows={page.users.length} to={(changes) => listPath(query, changes)} />}
          </Await>
        }
      />
      <Await value={list}>
        {(page) =>
          page.users.length > 0 ? (
            <Users actor={actor} query={query} list={page} here={asked} />
          ) : (
            <NoUsers filtered={isFiltered(query)} />
          )
        }
      </Await>
    </ConsolePage>
  );
}

type UsersProps = {
  actor: Actor;
  query: UserListQuery;
  list: UserPage;
  here: string;
};

function Users({ list: { users, matching }, ...shown }: UsersProps): ReactNode {
  const { actor, query } = shown;
  const selectable = mayRunJobs(actor).allowed;
  const table = <UserTable {...shown} users={users} selectable={selectable} />;
  if (!selectable) return table;
  const isAll = !matching.more && matching.count <= users.length;
  return (
    <Selection filter={userListAddress(query)} everybody={isAll ? null : everybodyWords(matching)}>
      {table}
    </Selection>
  );
}

function everybodyWords({ count, more }: UserPage["matching"]): Record<SettableStatus, string> {
  const { ENABLED, DISABLED } = texts().users.everybody;
  const known = more ? null : count;
  return { ENABLED: ENABLED(known), DISABLED: DISABLED(known) };
}

function NoUsers({ filtered }: { filtered: boolean }): ReactNode {
  const { none, noMatch } = texts().users;
  if (!filtered) return <EmptyState title={none.title}>{none.advice}</EmptyState>;
  return (
    <EmptyState title={noMatch.title} wayOn={{ label: noMatch.clear, href: "/manage/users" }}>
      {noMatch.advice}
    </EmptyState>
  );
}
