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
import { DeletionConfirmation, findDeletion } from "@/app/manage/users/deletion-confirmation";

export const metadata: Metadata = { title: "Delete user" };

export default async function DeleteUserPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "delete"));
  const deletion = (await findDeletion(actor, username)) ?? notFound();
  const { user } = deletion;
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb
        trail={[
          { label: "Users", href: "/manage/users" },
          { label: user.displayName, href: userPath(user.username) },
          { label: "Delete" },
        ]}
      />
      <PageTitle title={`Delete ${user.username}?`} />
      <Card>
        <DeletionConfirmation deletion={deletion} cancel={<ButtonLink href="/manage/users">Cancel</ButtonLink>} />
      </Card>
    </ConsolePage>
  );
}
