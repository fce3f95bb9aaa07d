import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayChangeView } from "@/access/rules";
import { findView } from "@/access/users/saved-views";
import { changeViewAction, removeViewAction } from "@/app/manage/views/actions";
import { ViewPage } from "@/app/manage/views/view-page";
import { VIEWS, viewPath } from "@/app/manage/views/view-path";
import { ButtonLink } from "@/components/button";
import { Checkbox } from "@/components/choice";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().views.view };
}

export default async function ChangeViewPage({ params }: { params: Promise<{ id: string }> }): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(viewPath(id));
  const view = (await findView(actor, id)) ?? notFound();
  if (!mayChangeView(actor, view).allowed) notFound();
  const { forms, views } = texts();
  return (
    <ViewPage actor={actor} title={view.name} about={view.name}>
      <Form action={changeViewAction} className="max-w-3xl">
        <Card>
          <input type="hidden" name="id" value={view.id} />
          <Field
            name="name"
            label={views.name.label}
            defaultValue={view.name}
            autoComplete="off"
            required
            maxLength={60}
          />
          <Checkbox name="shared" label={views.share} hint={views.shareHint} defaultChecked={view.shared} />
          <div className="flex flex-wrap gap-2">
            <SubmitButton whenChanged>{forms.save}</SubmitButton>
            <ButtonLink href={VIEWS}>{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
      <Form action={removeViewAction} className="mt-4">
        <input type="hidden" name="id" value={view.id} />
        <SubmitButton variant="danger" pendingText={views.removing}>
          {views.remove}
        </SubmitButton>
      </Form>
    </ViewPage>
  );
}
