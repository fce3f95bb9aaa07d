import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { readSettings } from "@/access/operation/settings";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { awaitFirstAttempts } from "@/access/signals/signal-patience";
import { listSignalDeliveries, listSignalReceivers } from "@/access/signals/signal-receivers";
import { findNotice } from "@/access/status/notices";
import { EVENTS, NEW_RECEIVER } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";
import { Section } from "@/app/manage/settings/platform/section";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { ButtonLink } from "@/components/button";
import { Copyable } from "@/components/copyable";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { texts } from "@/text/texts";
import { DeliverySection } from "./delivery-section";
import { ReceiverTable } from "./receiver-table";

export function generateMetadata(): Metadata {
  return { title: texts().securityEvents.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function EventsPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireConsoleActor(EVENTS);
  if (!mayManagePlatform(actor).allowed) notFound();
  const done = await findNotice(actor, (await searchParams)["notice"]);
  const deliveries = await (done ? awaitFirstAttempts(actor) : listSignalDeliveries(actor));
  const receivers = await listSignalReceivers(actor);
  const { url } = readSettings(process.env);
  const { title, caption, keys, receivers: told, newReceiver } = texts().securityEvents;
  return (
    <PlatformFrame actor={actor} page="events">
      <ChangeNotice notice={done} back={EVENTS} />
      <PageTitle title={title} caption={caption} />
      <div className="grid gap-8">
        <Card>
          <Copyable label={keys} value={`${url}/.well-known/jwks.json`} />
        </Card>
        <Section
          title={told.title}
          action={
            <ButtonLink href={NEW_RECEIVER} variant="primary">
              {newReceiver.title}
            </ButtonLink>
          }
        >
          {receivers.length === 0 ? (
            <EmptyState title={told.empty}>{told.emptyAdvice}</EmptyState>
          ) : (
            <ReceiverTable receivers={receivers} />
          )}
        </Section>
        {receivers.length > 0 && <DeliverySection deliveries={deliveries} />}
      </div>
    </PlatformFrame>
  );
}
