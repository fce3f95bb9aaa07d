import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { hasKeyInSearch } from "@/access/lists";
import { findNotice } from "@/access/notices";
import { requireConsoleActor } from "@/access/require-actor";
import { mayCreateUser } from "@/access/rules";
import { isFiltered, listUsers, parseUserListQuery } from "@/access/user-list";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { countText } from "@/app/manage/list-pager";
import { ChangeNotice } from "./change-notice";
import { listPath } from "./list-path";
import { UserTable } from "./user-table";
import { UserToolbar } from "./user-toolbar";

export const metadata: Metadata = { title: "Manage your Users" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ManageUsersPage({ searchParams }: Props): Promise<ReactNode> {
  const parameters = await searchParams;
  const query = parseUserListQuery(parameters);
  const asked = listPath(query, { place: query.place });
  const actor = await requireConsoleActor(asked);
  // No user is found by a key, but its characters must not stay in the address.
  if (hasKeyInSearch(parameters)) redirect(asked);
  const [list, notice] = await Promise.all([listUsers(actor, query), findNotice(actor, parameters["notice"])]);
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
      <UserToolbar query={query} list={list} />
      {list.users.length > 0 ? (
        <UserTable actor={actor} query={query} users={list.users} here={asked} />
      ) : (
        <NoUsers filtered={isFiltered(query)} />
      )}
    </ConsolePage>
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
