import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireActor } from "@/access/require-actor";
import { mayChangePassword } from "@/access/rules";
import { PASSWORD_MINIMUM } from "@/access/sign-in/passwords";
import { findOwnUser } from "@/access/users/users";
import { changePasswordAction } from "@/app/account/actions";
import { ConsolePage } from "@/app/console-page";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().account.password.title };
}

export default async function PasswordPage(): Promise<ReactNode> {
  const actor = await requireActor("/account/password");
  const user = (await findOwnUser(actor)) ?? notFound();
  if (!mayChangePassword(user).allowed) notFound();
  const { account, forms } = texts();
  const { password } = account;
  return (
    <ConsolePage actor={actor} current="account">
      <Breadcrumb trail={[{ label: account.title, href: "/account" }, { label: password.trail }]} />
      <PageTitle title={password.title} caption={password.caption} />
      <Form action={changePasswordAction} className="max-w-lg">
        <Card>
          <input type="hidden" name="username" autoComplete="username" value={user.username} />
          <Field name="present" label={password.present} type="password" autoComplete="current-password" required />
          <Field
            name="password"
            label={password.password}
            type="password"
            autoComplete="new-password"
            hint={password.hint(PASSWORD_MINIMUM)}
            required
          />
          <Field name="again" label={password.again} type="password" autoComplete="new-password" required />
          <div className="flex flex-wrap gap-2">
            <SubmitButton>{password.submit}</SubmitButton>
            <ButtonLink href="/account">{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </ConsolePage>
  );
}
