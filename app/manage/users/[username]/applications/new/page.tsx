import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { findUser } from "@/access/users";
import { ButtonLink } from "@/components/button";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { PersonText } from "@/components/person-text";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { createApplicationAction } from "@/app/manage/applications/actions";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { UserFrame } from "@/app/manage/users/user-frame";

export const metadata: Metadata = { title: "New Application" };

export default async function NewApplicationPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "applications/new"));
  const user = (await findUser(actor, username)) ?? notFound();
  if (!mayManageKeys(actor, user).allowed) notFound();
  return (
    <UserFrame actor={actor} user={user} page="applications" step="New Application">
      <PageTitle
        title="New Application"
        caption={
          <>
            An application of <PersonText>{user.username}</PersonText>. It gets its keys afterwards.
          </>
        }
      />
      <Form action={createApplicationAction}>
        <input type="hidden" name="username" value={user.username} />
        <Card>
          <Field
            name="name"
            label="Name"
            hint="Such as the product or the server that calls the API."
            autoComplete="off"
            required
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText="Creating…">Create application</SubmitButton>
            <ButtonLink href={userPath(user.username, "applications")}>Cancel</ButtonLink>
          </div>
        </Card>
      </Form>
    </UserFrame>
  );
}
