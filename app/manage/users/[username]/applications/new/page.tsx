import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { findUser } from "@/access/users/users";
import { createApplicationAction } from "@/app/manage/applications/actions";
import { UserFrame } from "@/app/manage/users/user-frame";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.newApplication.title };
}

export default async function NewApplicationPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "applications/new"));
  const user = (await findUser(actor, username)) ?? notFound();
  if (!mayManageKeys(actor, user).allowed) notFound();
  const { userPages, forms } = texts();
  const words = userPages.newApplication;
  return (
    <UserFrame actor={actor} user={user} page="applications" step={words.title}>
      <PageTitle title={words.title} caption={words.caption(<PersonText>{user.username}</PersonText>)} />
      <Form action={createApplicationAction}>
        <input type="hidden" name="username" value={user.username} />
        <Card>
          <Field name="name" label={words.name} hint={words.hint} autoComplete="off" required />
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText={words.creating}>{words.submit}</SubmitButton>
            <ButtonLink href={userPath(user.username, "applications")}>{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </UserFrame>
  );
}
