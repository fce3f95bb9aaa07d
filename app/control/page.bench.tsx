/**
 * The control of the benchmarks: the page Manage your Users from constants, with no session and no database behind it.
 * Only a build for measuring has it (next.config.js).
 */
import type { ReactNode } from "react";
import { parseUserListQuery, type ListedUser, type UserPage } from "@/access/user-list";
import { UserTable } from "@/app/manage/users/user-table";
import { UserToolbar } from "@/app/manage/users/user-toolbar";
import { Breadcrumb } from "@/components/breadcrumb";
import { Button, ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { PageTitle } from "@/components/page-title";
import { Shell } from "@/components/shell";

const AT = new Date("2026-01-20T17:02:00Z");

const USERS: ListedUser[] = Array.from({ length: 50 }, (_, index) => ({
  id: `00000000-0000-7000-8000-${`${index}`.padStart(12, "0")}`,
  username: `user-${index}`,
  email: `user-${index}@example.com`,
  displayName: `User Number ${index}`,
  company: `Company ${index % 100}`,
  origin: index % 3 === 0 ? "PLATFORM" : "LOCAL",
  externalId: index % 3 === 0 ? `idp|user-${index}` : null,
  platformDeletedAt: null,
  status: index % 10 === 0 ? "DISABLED" : "ENABLED",
  roles: [],
  keyCount: index % 2,
  lastSignInAt: AT,
  createdAt: AT,
  updatedAt: AT,
}));

const COUNT = { count: 1_000, more: false };
const LIST: UserPage = { users: USERS, matching: COUNT, all: COUNT, position: 1, previous: null, next: null };
const READER = { kind: "user", id: "00000000-0000-7000-8000-999999999999", roles: ["ADMINISTRATOR"] } as const;

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ControlPage({ searchParams }: Props): Promise<ReactNode> {
  const query = parseUserListQuery(await searchParams);
  const signOut = (
    <form>
      <Button type="submit" variant="quiet" size="small">
        Sign out
      </Button>
    </form>
  );
  return (
    <Shell
      account={{ username: "ada", displayName: "Ada" }}
      nav={[{ label: "Users", href: "/manage/users", current: true }]}
      signOut={signOut}
    >
      <Breadcrumb trail={[{ label: "Users" }]} />
      <PageTitle
        title="Manage your Users"
        actions={
          <ButtonLink href="/manage/new-user" variant="primary">
            New User
          </ButtonLink>
        }
      >
        <Count value="1,000" label="Users" />
      </PageTitle>
      <UserToolbar query={query} list={LIST} />
      <UserTable actor={READER} query={query} users={USERS} here="/manage/users" />
    </Shell>
  );
}
