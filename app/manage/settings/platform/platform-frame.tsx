import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { Rail, RailLayout } from "@/components/rail";
import { ConsolePage } from "@/app/console-page";
import { EVENTS, PLATFORM, SINGLE_SIGN_ON } from "./paths";

const PAGES = [
  { page: "connection", label: "Connection", href: PLATFORM },
  { page: "single-sign-on", label: "Single Sign-On", href: SINGLE_SIGN_ON },
  { page: "events", label: "Security Events", href: EVENTS },
] as const;

type Props = {
  actor: Actor;
  page: (typeof PAGES)[number]["page"];
  /** What is done on it, where the page is a step of its own. */
  step?: string;
  children: ReactNode;
};

/** What the pages about the identity platform have in common: the rail, and where one is. */
export function PlatformFrame({ actor, page, step, children }: Props): ReactNode {
  const here = PAGES.filter((other) => other.page === page);
  const items = PAGES.map(({ label, href, page: other }) => ({ label, href, current: other === page }));
  return (
    <ConsolePage actor={actor} current="platform">
      <RailLayout rail={<Rail label="Platform" items={items} />}>
        <Breadcrumb
          trail={[{ label: "Platform", href: PLATFORM }, ...here, ...(step === undefined ? [] : [{ label: step }])]}
        />
        {children}
      </RailLayout>
    </ConsolePage>
  );
}
