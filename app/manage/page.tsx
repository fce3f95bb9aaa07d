import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { platformSettings } from "@/access/platform/platform-settings";
import { requireConsoleActor } from "@/access/require-actor";
import { listAttention } from "@/access/users/attention";
import { findOverview } from "@/access/users/overview";
import { ConsolePage } from "@/app/console-page";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { AttentionList } from "./attention-list";
import { FirstSteps } from "./first-steps";
import { LatestChanges } from "./latest-changes";
import { OverviewSection } from "./overview-section";
import { UserNumberLinks } from "./user-number-links";

export function generateMetadata(): Metadata {
  return { title: texts().overview.title };
}

export default async function OverviewPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage");
  const [found, attention] = await Promise.all([findOverview(actor), listAttention(actor)]);
  const { users, today, changes, firstSteps } = found ?? notFound();
  const { title, caption, sections } = texts().overview;
  return (
    <ConsolePage actor={actor} current="overview">
      <Breadcrumb trail={[{ label: title }]} />
      <PageTitle title={title} caption={caption} />
      <div className="grid gap-8">
        {firstSteps.length > 0 && (
          <OverviewSection title={sections.firstSteps}>
            <FirstSteps steps={firstSteps} />
          </OverviewSection>
        )}
        <OverviewSection title={sections.users}>
          <UserNumberLinks numbers={users} platform={platformSettings().name} />
        </OverviewSection>
        <div className="grid items-start gap-8 xl:grid-cols-2">
          <OverviewSection title={sections.attention}>
            <AttentionList items={attention} />
          </OverviewSection>
          <OverviewSection title={sections.changes}>
            <LatestChanges today={today} changes={changes} />
          </OverviewSection>
        </div>
      </div>
    </ConsolePage>
  );
}
