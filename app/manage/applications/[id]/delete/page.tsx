import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findApplication } from "@/access/keys/applications";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ApplicationDeletion } from "@/app/manage/applications/deletion-confirmation";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { userPath } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().applications.deletion.title };
}

export default async function DeleteApplicationPage({ params }: IdPageProps): Promise<ReactNode> {
  const { applications, forms, shell } = texts();
  const { id } = await params;
  const actor = await requireConsoleActor(idPath("applications", id, "delete"));
  const application = (await findApplication(actor, id)) ?? notFound();
  const { owner, name } = application;
  const back = userPath(owner.username, "applications");
  return (
    <ConfirmationPage
      actor={actor}
      area="users"
      trail={[
        { label: shell.areas.users, href: "/manage/users" },
        { label: owner.displayName, href: userPath(owner.username) },
        { label: applications.trail, href: back },
        { label: applications.deletion.step },
      ]}
      title={applications.deletion.question(name)}
    >
      <ApplicationDeletion
        application={application}
        verdict={mayManageKeys(actor, owner)}
        cancel={<ButtonLink href={back}>{forms.cancel}</ButtonLink>}
      />
    </ConfirmationPage>
  );
}
