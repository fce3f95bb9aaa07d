import type { UserListQuery } from "@/access/user-list";

const DEFAULT_SORT = "-updated";
const DEFAULT_PER = 50;

/** The address of the list with some of its parameters changed. What stands at its default is left out. */
export function listPath(query: UserListQuery, changes: Partial<UserListQuery> = {}): string {
  const parameters = new URLSearchParams(listParameters({ ...query, page: 1, ...changes }));
  return parameters.size === 0 ? "/manage/users" : `/manage/users?${parameters}`;
}

/** The parameters of the list but the search itself, for a form that asks for another one. */
export function keptParameters(query: UserListQuery): Record<string, string> {
  const { sort, per } = listParameters({ ...query, page: 1 });
  return { ...(sort && { sort }), ...(per && { per }) };
}

function listParameters({ q, field, status, origin, access, sort, per, page }: UserListQuery): Record<string, string> {
  const sorted = `${sort.descending ? "-" : ""}${sort.column}`;
  return {
    ...(q && { q }),
    ...(q && field !== "all" && { field }),
    ...(status && { status }),
    ...(origin && { origin }),
    ...(access && { access }),
    ...(sorted !== DEFAULT_SORT && { sort: sorted }),
    ...(per !== DEFAULT_PER && { per: `${per}` }),
    ...(page > 1 && { page: `${page}` }),
  };
}
