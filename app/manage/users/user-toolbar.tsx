import type { ReactNode } from "react";
import { platformSettings } from "@/access/platform-settings";
import type { UserListQuery, UserPage } from "@/access/user-list";
import { ACCESS_WORDS, STATUS_WORDS, originWords } from "@/access/words";
import { ListToolbar, wordOptions } from "@/app/manage/list-toolbar";
import { listPath, USERS } from "./list-path";

const FIELDS = [
  { value: "all", label: "All Fields" },
  { value: "username", label: "Username" },
  { value: "email", label: "Email" },
  { value: "name", label: "Display Name" },
  { value: "company", label: "Company" },
];

export function UserToolbar({ query, list }: { query: UserListQuery; list: UserPage }): ReactNode {
  const { status, origin, access } = query;
  return (
    <ListToolbar
      path={USERS}
      search={{ label: "Search users", fields: FIELDS }}
      query={query}
      page={list}
      rows={list.users.length}
      to={(changes) => listPath(query, changes)}
      filters={[
        {
          name: "status",
          label: "Status",
          options: wordOptions(STATUS_WORDS),
          value: status,
          without: listPath(query, { status: null }),
        },
        {
          name: "origin",
          label: "Managed by",
          options: wordOptions(originWords(platformSettings().name)),
          value: origin,
          without: listPath(query, { origin: null }),
        },
        {
          name: "access",
          label: "Access Settings",
          options: wordOptions(ACCESS_WORDS),
          value: access,
          without: listPath(query, { access: null }),
        },
      ]}
    />
  );
}
