import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { listApplications } from "@/access/keys/applications";
import { listPlanChoices } from "@/access/keys/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { findUser } from "@/access/users/users";
import { NewKeyForm } from "@/app/manage/package-keys/new-key-form";
import { UserFrame } from "@/app/manage/users/user-frame";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { PageTitle } from "@/components/page-title";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.newKey.title };
}

export default async function NewPackageKeyPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "package-keys/new"));
  const user = (await findUser(actor, username)) ?? notFound();
  if (!mayManageKeys(actor, user).allowed) notFound();
  const [applications, plans] = await Promise.all([listApplications(actor, user.id), listPlanChoices(actor)]);
  const words = texts().userPages.newKey;
  return (
    <UserFrame actor={actor} user={user} page="package-keys" step={words.title}>
      <PageTitle title={words.title} caption={words.caption(<PersonText>{user.username}</PersonText>)} />
      <NewKeyForm keyId={randomUUID()} user={user} applications={applications} plans={plans} />
    </UserFrame>
  );
}
