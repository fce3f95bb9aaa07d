import { notFound } from "next/navigation";

/** Parameters of the pages below /manage/users/[username]. */
export type UserPageProps = {
  params: Promise<{ username: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The pages of a user, below their address. */
export type PageOfUser =
  | ""
  | "profile"
  | "applications"
  | "applications/new"
  | "package-keys"
  | "package-keys/new"
  | "sessions"
  | "sessions/end"
  | "history"
  | "status"
  | "second-factor"
  | "delete";

/** The address of a page of a user; any username fits. */
export function userPath(username: string, page: PageOfUser = ""): string {
  const path = `/manage/users/${encodeURIComponent(username)}`;
  return page === "" ? path : `${path}/${page}`;
}

/** The username in an address; one that can't be decoded names nobody. */
export async function usernameOf(params: UserPageProps["params"]): Promise<string> {
  const { username } = await params;
  try {
    return decodeURIComponent(username);
  } catch {
    notFound();
  }
}
