import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { Rail, RailLayout } from "@/components/rail";
import { ConsolePage } from "@/app/console-page";
import { texts } from "@/text/texts";
import { EVENTS, PLATFORM, SINGLE_SIGN_ON } from "./paths";

const PAGES = [
  { page: "connection", href: PLATFORM },
  { page: "single-sign-on", href: SINGLE_SIGN_ON },
  { page: "events", href: EVENTS },
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
  const { area, pages } = texts().platform;
  const items = PAGES.map(({ href, page: other }) => ({ label: pages[other], href, current: other === page }));
  return (
    <ConsolePage actor={actor} current="platform">
      <RailLayout rail={<Rail label={area} items={items} />}>
        <Breadcrumb
          trail={[
            { label: area, href: PLATFORM },
            ...items.filter(({ current }) => current),
            ...(step === undefined ? [] : [{ label: step }]),
          ]}
        />
        {children}
      </RailLayout>
    </ConsolePage>
  );
}
