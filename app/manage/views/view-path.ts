import { USERS } from "@/app/manage/users/list-path";

export const VIEWS = "/manage/views";

export function viewPath(id: string): string {
  return `${VIEWS}/${id}`;
}

/** The list as a view has it. */
export function listOfView(query: string): string {
  return `${USERS}${query && "?"}${query}`;
}

/** The form that saves what the address of the list says. */
export function newViewPath(query: string): string {
  return `${VIEWS}/new?${new URLSearchParams({ query })}`;
}
