import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CloseDialog, Dialog } from "@/components/dialog";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { DeletionConfirmation, deletionTitle, findDeletion } from "@/app/manage/users/deletion-confirmation";
import { texts } from "@/text/texts";

export default async function DeleteUserDialog({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "delete"));
  const deletion = (await findDeletion(actor, username)) ?? notFound();
  return (
    <Dialog title={deletionTitle(deletion)}>
      <DeletionConfirmation deletion={deletion} cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>} />
    </Dialog>
  );
}
