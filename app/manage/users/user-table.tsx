import type { ReactNode } from "react";
import { type Asker, type Refusal, accessSettings, mayChangeAccountStatus, mayDeleteUser } from "@/access/rules";
import type { ListedUser, SortColumn, UserListQuery } from "@/access/user-list";
import { ACCESS_WORDS } from "@/access/words";
import { SortHeader, Table, Th } from "@/components/table";
import { listPath } from "./list-path";
import { type UserRow, UserRows } from "./user-rows";

type Props = { actor: Asker; query: UserListQuery; users: readonly ListedUser[]; here: string };

/** The columns are those of domain.md, "Manage your Users", in its order. */
export function UserTable({ actor, query, users, here }: Props): ReactNode {
  const sort = (column: SortColumn, label: string): ReactNode => sortHeader(query, column, label);
  const head = (
    <>
      {sort("username", "Username")}
      {sort("email", "Email")}
      {sort("name", "Display Name")}
      <Th>Company</Th>
      <Th>Status</Th>
      <Th>Access Settings</Th>
      {sort("created", "Created")}
      {sort("updated", "Updated")}
      <Th>Actions</Th>
    </>
  );
  return (
    <Table caption="Users. Times are in UTC." head={head}>
      <UserRows rows={users.map((user) => userRow(actor, user))} here={here} />
    </Table>
  );
}

function sortHeader(query: UserListQuery, column: SortColumn, label: string): ReactNode {
  const sorted = query.sort.column === column;
  // Times are first wanted newest first, names from A to Z.
  const descending = sorted ? !query.sort.descending : column === "created" || column === "updated";
  const direction = sorted ? (query.sort.descending ? "descending" : "ascending") : null;
  return <SortHeader label={label} href={listPath(query, { sort: { column, descending } })} direction={direction} />;
}

/** What the browser gets of a user: what the row shows, and what of it may be changed. */
function userRow(actor: Asker, user: ListedUser): UserRow {
  const { username, email, displayName, company, status, roles, createdAt, updatedAt } = user;
  const verdict = mayChangeAccountStatus(actor, user);
  return {
    username,
    email,
    displayName,
    company,
    status,
    createdAt,
    updatedAt,
    access: ACCESS_WORDS[accessSettings(roles)],
    statusChange: verdict.allowed ? "offered" : { lockedBecause: LOCKED_BECAUSE[verdict.refusal] ?? "" },
    offersDelete: mayDeleteUser(actor, user).allowed,
  };
}

/** Why there is no link, in the few words that a cell has room for. A reader's role is no news to them. */
const LOCKED_BECAUSE: Partial<Record<Refusal, string>> = {
  platform_user: "Managed by the platform",
  own_account: "Your own account",
  above_role: "An administrator",
};
