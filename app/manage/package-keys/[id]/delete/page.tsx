import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { keyName } from "@/access/keys/package-key-format";
import { findPackageKey } from "@/access/keys/package-keys";
import { requireConsoleActor } from "@/access/require-actor";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { KeyDeletion } from "@/app/manage/package-keys/deletion-confirmation";
import { keyTrail } from "@/app/manage/package-keys/key-trail";
import { returnPath } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().keys.deletion.title };
}

export default async function DeleteKeyPage({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { keys, forms } = texts();
  const { id } = await params;
  const { from } = await searchParams;
  const actor = await requireConsoleActor(idPath("package-keys", id, "delete"));
  const packageKey = (await findPackageKey(actor, id)) ?? notFound();
  const back = returnPath(from, userPath(packageKey.owner.username, "package-keys"));
  return (
    <ConfirmationPage
      actor={actor}
      area="users"
      trail={keyTrail(packageKey, keys.deletion.step)}
      title={keys.deletion.question(keyName(packageKey))}
    >
      <KeyDeletion
        actor={actor}
        packageKey={packageKey}
        from={back}
        cancel={<ButtonLink href={back}>{forms.cancel}</ButtonLink>}
      />
    </ConfirmationPage>
  );
}
