import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { PASSWORD_MINIMUM } from "@/access/passwords";
import { requireActor } from "@/access/require-actor";
import { mayChangePassword } from "@/access/rules";
import { findOwnUser } from "@/access/users";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { ConsolePage } from "@/app/console-page";
import { changePasswordAction } from "@/app/account/actions";

export const metadata: Metadata = { title: "Change password" };

export default async function PasswordPage(): Promise<ReactNode> {
  const actor = await requireActor("/account/password");
  const user = (await findOwnUser(actor)) ?? notFound();
  if (!mayChangePassword(user).allowed) notFound();
  return (
    <ConsolePage actor={actor} current="account">
      <Breadcrumb trail={[{ label: "Your account", href: "/account" }, { label: "Password" }]} />
      <PageTitle title="Change password" caption="Your other sessions are signed out." />
      <Form action={changePasswordAction} className="max-w-lg">
        <Card>
          <input type="hidden" name="username" autoComplete="username" value={user.username} />
          <Field name="present" label="Present password" type="password" autoComplete="current-password" required />
          <Field
            name="password"
            label="New password"
            type="password"
            autoComplete="new-password"
            hint={`At least ${PASSWORD_MINIMUM} characters. A few words that only you put together are good.`}
            required
          />
          <Field name="again" label="New password again" type="password" autoComplete="new-password" required />
        </Card>
        <div className="mt-5 flex flex-wrap gap-2">
          <SubmitButton>Change password</SubmitButton>
          <ButtonLink href="/account">Cancel</ButtonLink>
        </div>
      </Form>
    </ConsolePage>
  );
}
