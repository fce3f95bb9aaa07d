import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { listApplications } from "@/access/applications";
import { listPlanChoices } from "@/access/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { findUser } from "@/access/users";
import { PageTitle } from "@/components/page-title";
import { PersonText } from "@/components/person-text";
import { NewKeyForm } from "@/app/manage/package-keys/new-key-form";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { UserFrame } from "@/app/manage/users/user-frame";

export const metadata: Metadata = { title: "New Package Key" };

export default async function NewPackageKeyPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "package-keys/new"));
  const user = (await findUser(actor, username)) ?? notFound();
  if (!mayManageKeys(actor, user).allowed) notFound();
  const [applications, plans] = await Promise.all([listApplications(actor, user.id), listPlanChoices(actor)]);
  return (
    <UserFrame actor={actor} user={user} page="package-keys" step="New Package Key">
      <PageTitle
        title="New Package Key"
        caption={
          <>
            A key of <PersonText>{user.username}</PersonText>, made here and enabled from the start. It is shown once.
          </>
        }
      />
      <NewKeyForm keyId={randomUUID()} user={user} applications={applications} plans={plans} />
    </UserFrame>
  );
}
