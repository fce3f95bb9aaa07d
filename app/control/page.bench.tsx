/**
 * The control of the benchmarks: the page Manage your Users from constants, with no session and no database behind it.
 * Only a build for measuring has it (next.config.js).
 */
import { readFileSync } from "node:fs";
import type { ReactNode } from "react";
import { z } from "zod";
import { ACCOUNT_STATUSES, ROLES } from "@/access/rules";
import { parseUserListQuery, type ListedUser } from "@/access/users/user-list";
import { ListPager } from "@/app/manage/list-pager";
import { listPath } from "@/app/manage/users/list-path";
import { Selection } from "@/app/manage/users/selection";
import { UserTable } from "@/app/manage/users/user-table";
import { UserToolbar } from "@/app/manage/users/user-toolbar";
import { ViewLinks } from "@/app/manage/users/view-links";
import { Breadcrumb } from "@/components/breadcrumb";
import { Button, ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { PageTitle } from "@/components/page-title";
import { Shell } from "@/components/shell";

const time = z.coerce.date();
const rows = z.array(
  z.object({
    id: z.string(),
    username: z.string(),
    email: z.string(),
    displayName: z.string(),
    company: z.string(),
    origin: z.enum(["LOCAL", "PLATFORM"]),
    externalId: z.string().nullable(),
    platformDeletedAt: time.nullable(),
    status: z.enum(ACCOUNT_STATUSES),
    roles: z.array(z.enum(ROLES)),
    keyCount: z.number(),
    lastSignInAt: time.nullable(),
    createdAt: time,
    updatedAt: time,
    disabledFrom: time.nullable(),
    disabledUntil: time.nullable(),
    isLocked: z.boolean(),
  }),
);

let constants: ListedUser[] | undefined;

/** The rows that the page under measurement shows, so that both write the same text (scripts/bench/pages.ts). */
function users(): ListedUser[] {
  constants ??= rows.parse(JSON.parse(readFileSync(process.env["LATCHKEY_BENCH_USERS"] ?? "", "utf8")));
  return constants;
}

const FIRST_PAGE = { matching: { count: 1_000, more: false }, position: 1, previous: null, next: null };
const EVERYBODY = { ENABLED: "Enable all 1,000 that match", DISABLED: "Disable all 1,000 that match" };
const NAV = ["Overview", "Users", "Package Keys", "Packages", "Jobs", "Audit", "Gates", "Platform"];
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
      nav={NAV.map((label) => ({ label, href: "/manage/users", current: label === "Users" }))}
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
      <ViewLinks views={[]} asked="" exportPath="/manage/export/users.csv" />
      <UserToolbar
        query={query}
        pager={<ListPager page={FIRST_PAGE} rows={users().length} to={(changes) => listPath(query, changes)} />}
      />
      <Selection filter="" everybody={EVERYBODY}>
        <UserTable actor={READER} query={query} users={users()} here="/manage/users" selectable />
      </Selection>
    </Shell>
  );
}
