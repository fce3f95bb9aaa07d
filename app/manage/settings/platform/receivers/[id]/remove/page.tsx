import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { findSignalReceiver } from "@/access/signals/signal-receivers";
import type { IdPageProps } from "@/app/id-page";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { EVENTS, PLATFORM, removalPath } from "@/app/manage/settings/platform/paths";
import { Removal, removalTitle } from "@/app/manage/settings/platform/removal";
import { ButtonLink } from "@/components/button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().securityEvents.removal.title };
}

export default async function RemoveReceiverPage({ params }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(removalPath(id));
  const receiver = (await findSignalReceiver(actor, id)) ?? notFound();
  const { forms, platform, securityEvents } = texts();
  return (
    <ConfirmationPage
      actor={actor}
      area="platform"
      trail={[
        { label: platform.area, href: PLATFORM },
        { label: platform.pages.events, href: EVENTS },
        { label: receiver.label },
        { label: securityEvents.removal.crumb },
      ]}
      title={removalTitle(receiver)}
    >
      <Removal receiver={receiver} cancel={<ButtonLink href={EVENTS}>{forms.cancel}</ButtonLink>} />
    </ConfirmationPage>
  );
}
