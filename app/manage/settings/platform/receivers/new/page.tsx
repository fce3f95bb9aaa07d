import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { ButtonLink } from "@/components/button";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { createReceiverAction } from "@/app/manage/settings/platform/actions";
import { EVENTS, NEW_RECEIVER } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().securityEvents.newReceiver.title };
}

export default async function NewReceiverPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(NEW_RECEIVER);
  if (!mayManagePlatform(actor).allowed) notFound();
  const { forms, securityEvents } = texts();
  const told = securityEvents.newReceiver;
  return (
    <PlatformFrame actor={actor} page="events" step={told.title}>
      <PageTitle title={told.title} caption={told.caption} />
      <Form action={createReceiverAction}>
        <Card>
          <Field name="label" label={told.label} hint={told.labelHint} autoComplete="off" required />
          <Field
            name="endpoint"
            label={told.endpoint}
            hint={told.endpointHint}
            type="url"
            autoComplete="off"
            required
          />
          <Field name="audience" label={told.audience} hint={told.audienceHint} autoComplete="off" required />
          <Field
            name="authorization"
            label={told.authorization}
            hint={told.authorizationHint}
            type="password"
            autoComplete="off"
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText={told.adding}>{told.add}</SubmitButton>
            <ButtonLink href={EVENTS}>{forms.cancel}</ButtonLink>
          </div>
        </Card>
      </Form>
    </PlatformFrame>
  );
}
