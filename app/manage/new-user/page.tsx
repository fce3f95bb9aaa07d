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

export const metadata: Metadata = { title: "New User" };

export default async function NewUserPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/new-user");
  if (!mayCreateUser(actor, []).allowed) notFound();
  const mayGiveRoles = mayCreateUser(actor, ["ADMINISTRATOR"]).allowed;
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb trail={[{ label: "Users", href: "/manage/users" }, { label: "New User" }]} />
      <PageTitle
        title="New User"
        caption="A user of this program, enabled from the start. The username never changes."
      />
      <Form action={createUserAction} className="max-w-3xl">
        <Card>
          <div className="grid gap-x-8 sm:grid-cols-2">
            <Field
              name="username"
              label="Username"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
            />
            <Field
              name="password"
              label="Password (optional)"
              type="password"
              autoComplete="new-password"
              hint="Leave it empty to have one made and shown to you once."
            />
          </div>
          <ProfileFields />
          {mayGiveRoles && (
            <CheckboxGroup
              name="roles"
              legend="Control Center Roles"
              options={CONTROL_CENTER_ROLES.map((role) => ({ value: role, label: texts().words.roles[role] }))}
            />
          )}
        </Card>
        <div className="mt-5 flex flex-wrap gap-2">
          <SubmitButton pendingText="Creating…">Create user</SubmitButton>
          <ButtonLink href="/manage/users">Cancel</ButtonLink>
        </div>
      </Form>
    </ConsolePage>
  );
}
