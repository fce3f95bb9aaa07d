import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { ConsolePage } from "@/app/console-page";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { DeletionConfirmation, deletionTitle, findDeletion } from "@/app/manage/users/deletion-confirmation";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.deletion.pageTitle };
}

export default async function DeleteUserPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "delete"));
  const deletion = (await findDeletion(actor, username)) ?? notFound();
  const { user } = deletion;
  const { userParts, userPages, forms } = texts();
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb
        trail={[
          { label: userParts.rail.usersCrumb, href: "/manage/users" },
          { label: user.displayName, href: userPath(user.username) },
          { label: userPages.deletion.trail },
        ]}
      />
      <PageTitle title={deletionTitle(deletion)} />
      <Card>
        <DeletionConfirmation
          deletion={deletion}
          cancel={<ButtonLink href="/manage/users">{forms.cancel}</ButtonLink>}
        />
      </Card>
    </ConsolePage>
  );
}
