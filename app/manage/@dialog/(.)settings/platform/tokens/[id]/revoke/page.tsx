import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findPlatformToken } from "@/access/platform/platform-tokens";
import { requireConsoleActor } from "@/access/require-actor";
import type { IdPageProps } from "@/app/id-page";
import { revocationPath } from "@/app/manage/settings/platform/paths";
import { Revocation, revocationTitle } from "@/app/manage/settings/platform/revocation";
import { CloseDialog, Dialog } from "@/components/dialog";
import { texts } from "@/text/texts";

export default async function RevokeTokenDialog({ params }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(revocationPath(id));
  const token = (await findPlatformToken(actor, id)) ?? notFound();
  return (
    <Dialog title={revocationTitle(token)}>
      <Revocation token={token} cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>} />
    </Dialog>
  );
}
