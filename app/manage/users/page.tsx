import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { hasKeyInSearch } from "@/access/lists";
import { findNotice } from "@/access/notices";
import { requireConsoleActor } from "@/access/require-actor";
import { mayCreateUser, mayRunJobs } from "@/access/rules";
import { listViews } from "@/access/saved-views";
import {
  type UserListQuery,
  type UserPage,
  isFiltered,
  listUsers,
  parseUserListQuery,
  userListAddress,
} from "@/access/user-list";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { ListIgnored } from "@/app/manage/list-ignored";
import { countText } from "@/app/manage/list-pager";
import { ChangeNotice } from "./change-notice";
import { exportPath, listPath } from "./list-path";
import { Selection } from "./selection";
import { UserTable } from "./user-table";
import { UserToolbar } from "./user-toolbar";
import { ViewLinks } from "./view-links";

export const metadata: Metadata = { title: "Manage your Users" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ManageUsersPage({ searchParams }: Props): Promise<ReactNode> {
  const parameters = await searchParams;
  const query = parseUserListQuery(parameters);
  const asked = listPath(query, { place: query.place });
  const actor = await requireConsoleActor(asked);
  // No user is found by a key, but its characters must not stay in the address.
  if (hasKeyInSearch(parameters)) redirect(asked);
  const [list, views, notice] = await Promise.all([
    listUsers(actor, query),
    listViews(actor),
    findNotice(actor, parameters["notice"]),
  ]);
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb trail={[{ label: "Users" }]} />
      <PageTitle
        title="Manage your Users"
        actions={
          mayCreateUser(actor, []).allowed && (
            <ButtonLink href="/manage/new-user" variant="primary">
              New User
            </ButtonLink>
          )
        }
      >
        <Count value={countText(list.all)} label="Users" />
      </PageTitle>
      <ChangeNotice notice={notice} back={asked} />
      <ListIgnored names={query.ignored} />
      <ViewLinks views={views} asked={userListAddress(query)} exportPath={exportPath(query)} />
      <UserToolbar query={query} list={list} />
      {list.users.length > 0 ? (
        <Users actor={actor} query={query} list={list} here={asked} />
      ) : (
        <NoUsers filtered={isFiltered(query)} />
      )}
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
  const all = matching.more ? "all that match" : `all ${matching.count.toLocaleString("en")} that match`;
  return (
    <Selection filter={userListAddress(query)} matching={isAll ? null : all}>
      {table}
    </Selection>
  );
}

function NoUsers({ filtered }: { filtered: boolean }): ReactNode {
  if (!filtered) return <EmptyState title="No users yet">Create the first one with New User.</EmptyState>;
  return (
    <EmptyState title="No users match">
      <p>Nobody fits the search and all of the filters.</p>
      <p className="mt-4">
        <ButtonLink href="/manage/users">Clear filters</ButtonLink>
      </p>
    </EmptyState>
  );
}
