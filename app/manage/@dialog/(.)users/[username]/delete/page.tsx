import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CloseDialog, Dialog } from "@/components/dialog";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { DeletionConfirmation, findDeletion } from "@/app/manage/users/deletion-confirmation";

export default async function DeleteUserDialog({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "delete"));
  const deletion = (await findDeletion(actor, username)) ?? notFound();
  return (
    <Dialog title={`Delete ${deletion.user.username}?`}>
      <DeletionConfirmation deletion={deletion} cancel={<CloseDialog>Cancel</CloseDialog>} />
    </Dialog>
  );
}
