import type { ReactNode } from "react";
import { type Asker, type Refusal, accessSettings, mayChangeAccountStatus, mayDeleteUser } from "@/access/rules";
import type { ListedUser, SortColumn, UserListQuery } from "@/access/user-list";
import { ACCESS_WORDS } from "@/access/words";
import { PersonText } from "@/components/person-text";
import { StatusLink } from "@/components/status-link";
import { StatusTag } from "@/components/status-tag";
import { IconLink, Row, RowLink, SortHeader, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { userPath } from "@/app/user-path";
import { listPath } from "./list-path";

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
      {users.map((user) => (
        <UserRow key={user.id} actor={actor} user={user} here={here} />
      ))}
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

function UserRow({ actor, user, here }: { actor: Asker; user: ListedUser; here: string }): ReactNode {
  return (
    <Row>
      <Td label="Username">
        <RowLink href={userPath(user.username)}>{user.username}</RowLink>
      </Td>
      <Td label="Email">
        <PersonText>{user.email}</PersonText>
      </Td>
      <Td label="Display Name">
        <PersonText>{user.displayName}</PersonText>
      </Td>
      <Td label="Company">
        <PersonText>{user.company}</PersonText>
      </Td>
      <Td label="Status">
        <StatusCell actor={actor} user={user} here={here} />
      </Td>
      <Td label="Access Settings">{ACCESS_WORDS[accessSettings(user.roles)]}</Td>
      <Td label="Created">
        <Time at={user.createdAt} />
      </Td>
      <Td label="Updated">
        <Time at={user.updatedAt} />
      </Td>
      <Td label="Actions">
        <IconLink href={userPath(user.username)} label={`Settings of ${user.username}`} icon="settings" />
        {mayDeleteUser(actor, user).allowed && (
          <IconLink href={userPath(user.username, "delete")} label={`Delete ${user.username}`} icon="bin" danger />
        )}
      </Td>
    </Row>
  );
}

/** The Status link of a local user; for others the same dot and word, and why it can't be changed here. */
function StatusCell({ actor, user, here }: { actor: Asker; user: ListedUser; here: string }): ReactNode {
  const verdict = mayChangeAccountStatus(actor, user);
  if (verdict.allowed) {
    const to = user.status === "ENABLED" ? "DISABLED" : "ENABLED";
    const href = `${userPath(user.username, "status")}?to=${to}&from=${encodeURIComponent(here)}`;
    const verb = to === "DISABLED" ? "disable" : "enable";
    return <StatusLink href={href} status={user.status} label={`${verb} ${user.username}`} />;
  }
  return (
    <>
      <StatusTag status={user.status} muted />
      <span className="block text-xs text-muted">{LOCKED_BECAUSE[verdict.refusal]}</span>
    </>
  );
}

/** Why there is no link, in the few words that a cell has room for. A reader's role is no news to them. */
const LOCKED_BECAUSE: Partial<Record<Refusal, string>> = {
  platform_user: "Managed by the platform",
  own_account: "Your own account",
  above_role: "An administrator",
};
