import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayDeleteUser } from "@/access/rules";
import { countOpenSessions } from "@/access/sessions";
import { findUser } from "@/access/users";
import { CloseDialog, Dialog } from "@/components/dialog";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { DeletionConfirmation } from "@/app/manage/users/deletion-confirmation";

export default async function DeleteUserDialog({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "delete"));
  const user = (await findUser(actor, username)) ?? notFound();
  return (
    <Dialog title={`Delete ${user.username}?`}>
      <DeletionConfirmation
        user={user}
        openSessions={await countOpenSessions(actor, user.id)}
        verdict={mayDeleteUser(actor, user)}
        cancel={<CloseDialog>Cancel</CloseDialog>}
      />
    </Dialog>
  );
}
