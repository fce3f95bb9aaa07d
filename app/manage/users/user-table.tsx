import type { ReactNode } from "react";
import { type PlatformSettings, platformSettings } from "@/access/platform/platform-settings";
import { type Asker, accessSettings, mayChangeAccountStatus, mayDeleteUser } from "@/access/rules";
import type { ListedUser, UserListQuery } from "@/access/users/user-list";
import { SortColumn } from "@/app/manage/sort-column";
import { managerOf } from "@/app/manager";
import { Table, Th } from "@/components/table";
import { browserTexts } from "@/text/browser-texts";
import type { Catalogue } from "@/text/en";
import { texts } from "@/text/texts";
import { listPath } from "./list-path";
import { scheduleText } from "./schedule-words";
import { type UserRow, UserRows } from "./user-rows";

type Props = {
  actor: Asker;
  query: UserListQuery;
  users: readonly ListedUser[];
  here: string;
  /** Whether rows can be ticked, inside a form that says what for. */
  selectable?: boolean;
};

/** The columns are those of domain.md, "Manage your Users", in its order, with the two that it misses. */
export function UserTable({ actor, query, users, here, selectable = false }: Props): ReactNode {
  const sorts = { query, to: (sort: UserListQuery["sort"]) => listPath(query, { sort }) };
  const platform = platformSettings();
  const catalogue = texts();
  const { userRows: columns } = browserTexts();
  const head = (
    <>
      <SortColumn {...sorts} column="username" kind="name" label={columns.username} />
      <SortColumn {...sorts} column="email" kind="name" label={columns.email} />
      <SortColumn {...sorts} column="name" kind="name" label={columns.displayName} />
      <Th>{columns.company}</Th>
      <Th>{columns.status}</Th>
      <Th>{columns.access}</Th>
      <Th>{columns.keys}</Th>
      <SortColumn {...sorts} column="signin" kind="time" label={columns.lastSignIn} />
      <SortColumn {...sorts} column="created" kind="time" label={columns.created} />
      <SortColumn {...sorts} column="updated" kind="time" label={columns.updated} />
      <Th>{columns.actions}</Th>
    </>
  );
  return (
    <Table caption={catalogue.users.caption} head={head} columns="very many">
      <UserRows
        rows={users.map((user) => ({ ...userRow(actor, user, platform, catalogue), ...notesOf(user, catalogue) }))}
        here={here}
        selectable={selectable}
      />
    </Table>
  );
}

/** What the browser gets of a user: what the row shows, and what of it may be changed. */
function userRow(actor: Asker, user: ListedUser, platform: PlatformSettings, { users, words }: Catalogue): UserRow {
  const { username, email, displayName, company, status, roles, keyCount, lastSignInAt, createdAt, updatedAt } = user;
  const verdict = mayChangeAccountStatus(actor, user);
  return {
    username,
    email,
    displayName,
    company,
    status,
    keyCount,
    lastSignInAt,
    createdAt,
    updatedAt,
    access: words.access[accessSettings(roles)],
    statusChange: verdict.allowed ? "offered" : { lockedBecause: users.lockedBecause(verdict.refusal) },
    offersDelete: mayDeleteUser(actor, user).allowed,
    manager: user.origin === "PLATFORM" ? managerOf(user, platform) : null,
  };
}

/** Most have none, and carry nothing for it. */
function notesOf(user: ListedUser, { users }: Catalogue): Pick<UserRow, "notes"> {
  const notes = [...(user.isLocked ? [users.locked] : []), ...scheduledOf(user)];
  return notes.length === 0 ? {} : { notes };
}

function scheduledOf({ disabledFrom, disabledUntil }: ListedUser): string[] {
  const changes = [change("DISABLED", disabledFrom), change("ENABLED", disabledUntil)].flat();
  return changes.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime()).map(scheduleText);
}

type Change = Parameters<typeof scheduleText>[0];

function change(target: Change["target"], dueAt: Date | null): Change[] {
  return dueAt ? [{ target, dueAt }] : [];
}
