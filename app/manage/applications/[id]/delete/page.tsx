import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findApplication } from "@/access/applications";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { ButtonLink } from "@/components/button";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ApplicationDeletion } from "@/app/manage/applications/deletion-confirmation";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { userPath } from "@/app/user-path";

export const metadata: Metadata = { title: "Delete application" };

export default async function DeleteApplicationPage({ params }: IdPageProps): Promise<ReactNode> {
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
        { label: "Users", href: "/manage/users" },
        { label: owner.displayName, href: userPath(owner.username) },
        { label: "Applications", href: back },
        { label: "Delete" },
      ]}
      title={`Delete ${name}?`}
    >
      <ApplicationDeletion
        application={application}
        verdict={mayManageKeys(actor, owner)}
        cancel={<ButtonLink href={back}>Cancel</ButtonLink>}
      />
    </ConfirmationPage>
  );
}
