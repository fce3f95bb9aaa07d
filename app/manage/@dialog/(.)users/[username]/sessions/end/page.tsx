import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CloseDialog, Dialog } from "@/components/dialog";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import {
  EndAllConfirmation,
  endingTitle,
  findEnding,
} from "@/app/manage/users/[username]/sessions/end-all-confirmation";
import { texts } from "@/text/texts";

export default async function EndAllSessionsDialog({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "sessions/end"));
  const ending = (await findEnding(actor, username)) ?? notFound();
  return (
    <Dialog title={endingTitle(ending)}>
      <EndAllConfirmation ending={ending} cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>} />
    </Dialog>
  );
}
