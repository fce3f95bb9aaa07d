import type { ReactNode } from "react";
import { type PlatformSettings, platformSettings } from "@/access/platform-settings";
import { type Asker, type Refusal, accessSettings, mayChangeAccountStatus, mayDeleteUser } from "@/access/rules";
import type { ListedUser, UserListQuery } from "@/access/user-list";
import { Table, Th } from "@/components/table";
import { SortColumn } from "@/app/manage/sort-column";
import { managerOf } from "@/app/manager";
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
  const head = (
    <>
      <SortColumn {...sorts} column="username" kind="name" label="Username" />
      <SortColumn {...sorts} column="email" kind="name" label="Email" />
      <SortColumn {...sorts} column="name" kind="name" label="Display Name" />
      <Th>Company</Th>
      <Th>Status</Th>
      <Th>Access Settings</Th>
      <Th>Keys</Th>
      <SortColumn {...sorts} column="signin" kind="time" label="Last sign-in" />
      <SortColumn {...sorts} column="created" kind="time" label="Created" />
      <SortColumn {...sorts} column="updated" kind="time" label="Updated" />
      <Th>Actions</Th>
    </>
  );
  return (
    <Table caption="Users. Times are in UTC." head={head} dense>
      <UserRows
        rows={users.map((user) => ({ ...userRow(actor, user, platform), ...scheduledOf(user) }))}
        here={here}
        selectable={selectable}
      />
    </Table>
  );
}

/** What the browser gets of a user: what the row shows, and what of it may be changed. */
function userRow(actor: Asker, user: ListedUser, platform: PlatformSettings): UserRow {
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
    access: texts().words.access[accessSettings(roles)],
    statusChange: verdict.allowed ? "offered" : { lockedBecause: LOCKED_BECAUSE[verdict.refusal] ?? "" },
    offersDelete: mayDeleteUser(actor, user).allowed,
    manager: user.origin === "PLATFORM" ? managerOf(user, platform) : null,
  };
}

/** Most have nothing put down for later, and carry nothing for it. */
function scheduledOf({ disabledFrom, disabledUntil }: ListedUser): Pick<UserRow, "scheduled"> {
  if (!disabledFrom && !disabledUntil) return {};
  const changes = [change("DISABLED", disabledFrom), change("ENABLED", disabledUntil)].flat();
  return { scheduled: changes.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime()).map(scheduleText) };
}

type Change = Parameters<typeof scheduleText>[0];

function change(target: Change["target"], dueAt: Date | null): Change[] {
  return dueAt ? [{ target, dueAt }] : [];
}

/**
 * Why there is no link, in the few words that a cell has room for; of the platform's users the row tells it by itself. A
 * reader's role is no news to them.
 */
const LOCKED_BECAUSE: Partial<Record<Refusal, string>> = {
  own_account: "Your own account",
  above_role: "An administrator",
};
