import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { ButtonLink } from "@/components/button";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { keyTrail } from "@/app/manage/package-keys/key-trail";
import { KeyStatusConfirmation, findKeyChange, keyChangeTitle } from "@/app/manage/package-keys/status-confirmation";
import { returnPath } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().keys.status.title };
}

export default async function KeyStatusPage({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { keys, forms } = texts();
  const { id } = await params;
  const { to, from } = await searchParams;
  const actor = await requireConsoleActor(idPath("package-keys", id, "status"));
  const change = (await findKeyChange(actor, id, to)) ?? notFound();
  const back = returnPath(from, userPath(change.packageKey.owner.username, "package-keys"));
  return (
    <ConfirmationPage
      actor={actor}
      area="users"
      trail={keyTrail(change.packageKey, keys.status.step)}
      title={keyChangeTitle(change)}
    >
      <KeyStatusConfirmation
        actor={actor}
        change={change}
        from={back}
        cancel={<ButtonLink href={back}>{forms.cancel}</ButtonLink>}
      />
    </ConfirmationPage>
  );
}
