import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireActor } from "@/access/require-actor";
import { findOwnSecondFactor } from "@/access/sign-in/second-factor";
import { ConsolePage } from "@/app/console-page";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import type { FormState } from "@/components/form-state";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { ProofField } from "./proof-field";

type Props = {
  path: string;
  title: string;
  caption: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
  button: ReactNode;
};

/** A change of the second factor that asks for the password and a code; there is none to change where it is off. */
export async function ProofPage({ path, title, caption, action, button }: Props): Promise<ReactNode> {
  const actor = await requireActor(path);
  if ((await findOwnSecondFactor(actor)) === null) notFound();
  const { account, secondFactor, forms } = texts();
  return (
    <ConsolePage actor={actor} current="account">
      <Breadcrumb trail={[{ label: account.title, href: "/account" }, { label: title }]} />
      <PageTitle title={title} caption={caption} />
      <Form action={action} className="max-w-lg">
        <Card>
          <input type="hidden" name="username" autoComplete="username" value={actor.username} />
          <Field
            name="password"
            label={secondFactor.password}
            type="password"
            autoComplete="current-password"
            required
          />
          <ProofField needed="code" />
          <div className="flex flex-wrap gap-2">
            <SubmitButton>{button}</SubmitButton>
            <ButtonLink href="/account">{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </ConsolePage>
  );
}
