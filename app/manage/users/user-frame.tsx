import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import type { User } from "@/access/users";
import { Breadcrumb } from "@/components/breadcrumb";
import { Rail, RailLayout } from "@/components/rail";
import { ConsolePage } from "@/app/console-page";
import { userPath } from "@/app/user-path";

const PAGES = [
  { page: "profile", label: "Profile" },
  { page: "applications", label: "Applications" },
  { page: "package-keys", label: "Package Keys" },
  { page: "sessions", label: "Sessions" },
  { page: "history", label: "History" },
  { page: "", label: "Access Settings" },
] as const;

type Props = {
  actor: Actor;
  user: User;
  page: (typeof PAGES)[number]["page"];
  /** What is done on it, where the page is a step of its own. */
  step?: string;
  children: ReactNode;
};

/** What the pages of one user have in common: the rail, and where one is. */
export function UserFrame({ actor, user, page, step, children }: Props): ReactNode {
  const label = PAGES.find((other) => other.page === page)?.label ?? "";
  const items = PAGES.map((other) => ({
    label: other.label,
    href: userPath(user.username, other.page),
    current: other.page === page,
  }));
  return (
    <ConsolePage actor={actor} current="users">
      <RailLayout rail={<Rail back={{ label: "Back", href: "/manage/users" }} label="User" items={items} />}>
        <Breadcrumb
          trail={[
            { label: "Users", href: "/manage/users" },
            { label: user.displayName, href: userPath(user.username) },
            { label, href: userPath(user.username, page) },
            ...(step === undefined ? [] : [{ label: step }]),
          ]}
        />
        {children}
      </RailLayout>
    </ConsolePage>
  );
}
