import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findApplication } from "@/access/keys/applications";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ApplicationDeletion } from "@/app/manage/applications/deletion-confirmation";
import { CloseDialog, Dialog } from "@/components/dialog";
import { texts } from "@/text/texts";

export default async function DeleteApplicationDialog({ params }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(idPath("applications", id, "delete"));
  const application = (await findApplication(actor, id)) ?? notFound();
  return (
    <Dialog title={texts().applications.deletion.question(application.name)}>
      <ApplicationDeletion
        application={application}
        verdict={mayManageKeys(actor, application.owner)}
        cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>}
      />
    </Dialog>
  );
}
