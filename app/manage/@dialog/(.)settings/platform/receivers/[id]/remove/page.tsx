import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { findSignalReceiver } from "@/access/signals/signal-receivers";
import type { IdPageProps } from "@/app/id-page";
import { removalPath } from "@/app/manage/settings/platform/paths";
import { Removal, removalTitle } from "@/app/manage/settings/platform/removal";
import { CloseDialog, Dialog } from "@/components/dialog";
import { texts } from "@/text/texts";

export default async function RemoveReceiverDialog({ params }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(removalPath(id));
  const receiver = (await findSignalReceiver(actor, id)) ?? notFound();
  return (
    <Dialog title={removalTitle(receiver)}>
      <Removal receiver={receiver} cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>} />
    </Dialog>
  );
}
