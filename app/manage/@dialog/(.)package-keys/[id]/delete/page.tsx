import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { keyName } from "@/access/keys/package-key-format";
import { findPackageKey } from "@/access/keys/package-keys";
import { requireConsoleActor } from "@/access/require-actor";
import { type IdPageProps, idPath } from "@/app/id-page";
import { KeyDeletion } from "@/app/manage/package-keys/deletion-confirmation";
import { returnPath } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import { CloseDialog, Dialog } from "@/components/dialog";
import { texts } from "@/text/texts";

export default async function DeleteKeyDialog({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const { from } = await searchParams;
  const actor = await requireConsoleActor(idPath("package-keys", id, "delete"));
  const packageKey = (await findPackageKey(actor, id)) ?? notFound();
  return (
    <Dialog title={texts().keys.deletion.question(keyName(packageKey))}>
      <KeyDeletion
        actor={actor}
        packageKey={packageKey}
        from={returnPath(from, userPath(packageKey.owner.username, "package-keys"))}
        cancel={<CloseDialog>{texts().forms.cancel}</CloseDialog>}
      />
    </Dialog>
  );
}
