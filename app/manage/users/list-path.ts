import { FIRST_PLACE } from "@/access/lists/list-place";
import { filtersOf } from "@/access/users/user-filters";
import { type UserListQuery, userListAddress } from "@/access/users/user-list";
import { listAddress } from "@/app/manage/list-path";

export const USERS = "/manage/users";

/** The address of the list with some of its parameters changed; another search or order begins at the first page. */
export function listPath(query: UserListQuery, changes: Partial<UserListQuery> = {}): string {
  const asked = { ...query, place: FIRST_PLACE, ...changes };
  return listAddress(USERS, asked, filtersOf(asked));
}

/** The address of everybody whom the list shows, as a file. */
export function exportPath(query: UserListQuery): string {
  const asked = userListAddress(query);
  return `/manage/export/users.csv${asked && "?"}${asked}`;
}
