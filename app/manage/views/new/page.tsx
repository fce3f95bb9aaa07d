import type { Metadata } from "next";
import type { ReactNode } from "react";
import { firstOfEach } from "@/access/lists/lists";
import { requireConsoleActor } from "@/access/require-actor";
import { parseUserListQuery, userListAddress } from "@/access/users/user-list";
import { saveViewAction } from "@/app/manage/views/actions";
import { ViewPage } from "@/app/manage/views/view-page";
import { listOfView, newViewPath } from "@/app/manage/views/view-path";
import { ButtonLink } from "@/components/button";
import { Checkbox } from "@/components/choice";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().views.save };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function NewViewPage({ searchParams }: Props): Promise<ReactNode> {
  const { query: given = "" } = firstOfEach(await searchParams);
  const query = userListAddress(parseUserListQuery(Object.fromEntries(new URLSearchParams(given))));
  const actor = await requireConsoleActor(newViewPath(query));
  const { forms, views } = texts();
  return (
    <ViewPage actor={actor} title={views.save} about={views.save}>
      <Form action={saveViewAction} className="max-w-3xl">
        <Card>
          <input type="hidden" name="query" value={query} />
          <Field name="name" label={views.name.label} autoComplete="off" required maxLength={60} />
          <Checkbox name="shared" label={views.share} hint={views.shareHint} />
          <div className="flex flex-wrap gap-2">
            <SubmitButton>{views.save}</SubmitButton>
            <ButtonLink href={listOfView(query)}>{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </ViewPage>
  );
}
