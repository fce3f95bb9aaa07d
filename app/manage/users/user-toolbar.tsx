import type { ReactNode } from "react";
import { platformSettings } from "@/access/platform-settings";
import type { UserListQuery, UserPage } from "@/access/user-list";
import { ListToolbar } from "@/app/manage/list-toolbar";
import { listPath, USERS } from "./list-path";
import { userFilters } from "./user-filters";

const FIELDS = [
  { value: "all", label: "All Fields" },
  { value: "username", label: "Username" },
  { value: "email", label: "Email" },
  { value: "name", label: "Display Name" },
  { value: "company", label: "Company" },
];

export function UserToolbar({ query, list }: { query: UserListQuery; list: UserPage }): ReactNode {
  return (
    <ListToolbar
      path={USERS}
      search={{ label: "Search users", fields: FIELDS }}
      query={query}
      page={list}
      rows={list.users.length}
      to={(changes) => listPath(query, changes)}
      filters={userFilters(query, platformSettings().name)}
    />
  );
}
