import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findNotice } from "@/access/notices";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { readSettings } from "@/access/settings";
import { awaitFirstAttempts } from "@/access/signal-patience";
import { listSignalDeliveries, listSignalReceivers } from "@/access/signal-receivers";
import { ButtonLink } from "@/components/button";
import { Copyable } from "@/components/copyable";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { EVENTS, NEW_RECEIVER } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";
import { Section } from "@/app/manage/settings/platform/section";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { DeliverySection } from "./delivery-section";
import { ReceiverTable } from "./receiver-table";

export const metadata: Metadata = { title: "Security Events" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function EventsPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireConsoleActor(EVENTS);
  if (!mayManagePlatform(actor).allowed) notFound();
  const done = await findNotice(actor, (await searchParams)["notice"]);
  const deliveries = await (done ? awaitFirstAttempts(actor) : listSignalDeliveries(actor));
  const receivers = await listSignalReceivers(actor);
  const { url } = readSettings(process.env);
  return (
    <PlatformFrame actor={actor} page="events">
      <ChangeNotice notice={done} back={EVENTS} />
      <PageTitle
        title="Security Events"
        caption="Other programs can be told when a user is disabled, enabled or deleted, so that their sessions end as well: by Shared Signals, pushed to them as signed events."
      />
      <div className="grid gap-8">
        <Card>
          <Copyable label="Keys by which a receiver verifies events" value={`${url}/.well-known/jwks.json`} />
        </Card>
        <Section
          title="Receivers"
          action={
            <ButtonLink href={NEW_RECEIVER} variant="primary">
              New Receiver
            </ButtonLink>
          }
        >
          {receivers.length === 0 ? (
            <EmptyState title="No receiver yet">Nobody is told. Add the first one with New Receiver.</EmptyState>
          ) : (
            <ReceiverTable receivers={receivers} />
          )}
        </Section>
        {receivers.length > 0 && <DeliverySection deliveries={deliveries} />}
      </div>
    </PlatformFrame>
  );
}
