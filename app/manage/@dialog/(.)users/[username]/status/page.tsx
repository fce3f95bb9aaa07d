import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CloseDialog, Dialog } from "@/components/dialog";
import { returnPath } from "@/app/return-path";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { StatusConfirmation, confirmationTitle, findStatusChange } from "@/app/manage/users/status-confirmation";
import { texts } from "@/text/texts";

export default async function StatusDialog({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const { to, from } = await searchParams;
  const actor = await requireConsoleActor(userPath(username, "status"));
  const change = (await findStatusChange(actor, username, to)) ?? notFound();
  return (
    <Dialog title={confirmationTitle(change)}>
      <StatusConfirmation
        change={change}
        from={returnPath(from, "/manage/users")}
        cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>}
      />
    </Dialog>
  );
}
