import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Form } from "@/components/form";
import type { FormState } from "@/components/form-state";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { ConsolePage } from "@/app/console-page";
import { texts } from "@/text/texts";

type Props = {
  actor: Actor;
  /** The package it is about, if there is one yet. */
  about: string | null;
  title: string;
  action: (state: FormState, form: FormData) => Promise<FormState>;
  submit: ReactNode;
  children: ReactNode;
};

/** A page with one form about a package or a plan. */
export function PackageFormPage({ actor, about, title, action, submit, children }: Props): ReactNode {
  const { forms, shell } = texts();
  const trail = [
    { label: shell.areas.packages, href: "/manage/packages" },
    ...(about === null ? [] : [{ label: about }]),
    { label: title },
  ];
  return (
    <ConsolePage actor={actor} current="packages">
      <Breadcrumb trail={trail} />
      <PageTitle title={title} />
      <Form action={action} className="max-w-3xl">
        <Card>
          {children}
          <div className="flex flex-wrap gap-2">
            {submit}
            <ButtonLink href="/manage/packages">{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </ConsolePage>
  );
}
