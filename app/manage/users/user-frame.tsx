import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import type { User } from "@/access/users/users";
import { ConsolePage } from "@/app/console-page";
import { userPath } from "@/app/user-path";
import { Breadcrumb } from "@/components/breadcrumb";
import { Rail, RailLayout } from "@/components/rail";
import { texts } from "@/text/texts";

const PAGES = ["profile", "applications", "package-keys", "sessions", "history", ""] as const;

type Props = {
  actor: Actor;
  user: User;
  page: (typeof PAGES)[number];
  /** What is done on it, where the page is a step of its own. */
  step?: string;
  children: ReactNode;
};

/** What the pages of one user have in common: the rail, and where one is. */
export function UserFrame({ actor, user, page, step, children }: Props): ReactNode {
  const { back, label, pages, usersCrumb } = texts().userParts.rail;
  const items = PAGES.map((other) => ({
    label: pages[other],
    href: userPath(user.username, other),
    current: other === page,
  }));
  return (
    <ConsolePage actor={actor} current="users">
      <RailLayout rail={<Rail back={{ label: back, href: "/manage/users" }} label={label} items={items} />}>
        <Breadcrumb
          trail={[
            { label: usersCrumb, href: "/manage/users" },
            { label: user.displayName, href: userPath(user.username) },
            { label: pages[page], href: userPath(user.username, page) },
            ...(step === undefined ? [] : [{ label: step }]),
          ]}
        />
        {children}
      </RailLayout>
    </ConsolePage>
  );
}
