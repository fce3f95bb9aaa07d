import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { listAttention } from "@/access/attention";
import { findOverview } from "@/access/overview";
import { platformSettings } from "@/access/platform-settings";
import { requireConsoleActor } from "@/access/require-actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { AttentionList } from "./attention-list";
import { FirstSteps } from "./first-steps";
import { LatestChanges } from "./latest-changes";
import { OverviewSection } from "./overview-section";
import { UserNumberLinks } from "./user-number-links";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage");
  const [found, attention] = await Promise.all([findOverview(actor), listAttention(actor)]);
  const { users, today, changes, firstSteps } = found ?? notFound();
  return (
    <ConsolePage actor={actor} current="overview">
      <Breadcrumb trail={[{ label: "Overview" }]} />
      <PageTitle title="Overview" caption="Who there is, what needs attention, and what changed. Times are in UTC." />
      <div className="grid gap-8">
        {firstSteps.length > 0 && (
          <OverviewSection title="First steps">
            <FirstSteps steps={firstSteps} />
          </OverviewSection>
        )}
        <OverviewSection title="Users">
          <UserNumberLinks numbers={users} platform={platformSettings().name} />
        </OverviewSection>
        <div className="grid items-start gap-8 xl:grid-cols-2">
          <OverviewSection title="Needs attention">
            <AttentionList items={attention} />
          </OverviewSection>
          <OverviewSection title="Changes">
            <LatestChanges today={today} changes={changes} />
          </OverviewSection>
        </div>
      </div>
    </ConsolePage>
  );
}
