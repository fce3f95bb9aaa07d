import type { ReactNode } from "react";
import { platformSettings } from "@/access/platform/platform-settings";
import type { UserListQuery } from "@/access/users/user-list";
import { ListToolbar, wordOptions } from "@/app/manage/list-toolbar";
import { texts } from "@/text/texts";
import { listPath, USERS } from "./list-path";
import { userFilters } from "./user-filters";

export function UserToolbar({ query, pager }: { query: UserListQuery; pager: ReactNode }): ReactNode {
  const { search, fields } = texts().users;
  return (
    <ListToolbar
      path={USERS}
      search={{ label: search, fields: wordOptions(fields) }}
      query={query}
      pager={pager}
      to={(changes) => listPath(query, changes)}
      filters={userFilters(query, platformSettings().name)}
    />
  );
}
