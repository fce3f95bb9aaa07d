import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CloseDialog, Dialog } from "@/components/dialog";
import { type IdPageProps, idPath } from "@/app/id-page";
import { KeyStatusConfirmation, findKeyChange, keyChangeTitle } from "@/app/manage/package-keys/status-confirmation";
import { returnPath } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import { texts } from "@/text/texts";

export default async function KeyStatusDialog({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const { to, from } = await searchParams;
  const actor = await requireConsoleActor(idPath("package-keys", id, "status"));
  const change = (await findKeyChange(actor, id, to)) ?? notFound();
  return (
    <Dialog title={keyChangeTitle(change)}>
      <KeyStatusConfirmation
        actor={actor}
        change={change}
        from={returnPath(from, userPath(change.packageKey.owner.username, "package-keys"))}
        cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>}
      />
    </Dialog>
  );
}
