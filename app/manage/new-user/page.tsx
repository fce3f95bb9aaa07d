import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { CONTROL_CENTER_ROLES, mayCreateUser } from "@/access/rules";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { CheckboxGroup } from "@/components/choice";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { ConsolePage } from "@/app/console-page";
import { ProfileFields } from "@/app/profile-fields";
import { texts } from "@/text/texts";
import { createUserAction } from "./actions";

export function generateMetadata(): Metadata {
  return { title: texts().newUser.title };
}

export default async function NewUserPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/new-user");
  if (!mayCreateUser(actor, []).allowed) notFound();
  const mayGiveRoles = mayCreateUser(actor, ["ADMINISTRATOR"]).allowed;
  const { forms, newUser, words } = texts();
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb trail={[{ label: newUser.usersCrumb, href: "/manage/users" }, { label: newUser.title }]} />
      <PageTitle title={newUser.title} caption={newUser.caption} />
      <Form action={createUserAction} className="max-w-3xl">
        <Card>
          <div className="grid gap-x-8 sm:grid-cols-2">
            <Field
              name="username"
              label={newUser.username}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <Field
              name="password"
              label={newUser.password}
              type="password"
              autoComplete="new-password"
              hint={newUser.passwordHint}
            />
          </div>
          <ProfileFields />
          {mayGiveRoles && (
            <CheckboxGroup
              name="roles"
              legend={newUser.roles}
              options={CONTROL_CENTER_ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
            />
          )}
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText={newUser.creating}>{newUser.create}</SubmitButton>
            <ButtonLink href="/manage/users">{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </ConsolePage>
  );
}
