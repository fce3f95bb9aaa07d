import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { findSignalReceiver } from "@/access/signal-receivers";
import { ButtonLink } from "@/components/button";
import type { IdPageProps } from "@/app/id-page";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { EVENTS, PLATFORM, removalPath } from "@/app/manage/settings/platform/paths";
import { Removal, removalTitle } from "@/app/manage/settings/platform/removal";

export const metadata: Metadata = { title: "Remove receiver" };

export default async function RemoveReceiverPage({ params }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(removalPath(id));
  const receiver = (await findSignalReceiver(actor, id)) ?? notFound();
  return (
    <ConfirmationPage
      actor={actor}
      area="platform"
      trail={[
        { label: "Platform", href: PLATFORM },
        { label: "Security Events", href: EVENTS },
        { label: receiver.label },
        { label: "Remove" },
      ]}
      title={removalTitle(receiver)}
    >
      <Removal receiver={receiver} cancel={<ButtonLink href={EVENTS}>Cancel</ButtonLink>} />
    </ConfirmationPage>
  );
}
