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

export const metadata: Metadata = { title: "New Receiver" };

export default async function NewReceiverPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(NEW_RECEIVER);
  if (!mayManagePlatform(actor).allowed) notFound();
  return (
    <PlatformFrame actor={actor} page="events" step="New Receiver">
      <PageTitle title="New Receiver" caption="It is told of every change of status from then on." />
      <Form action={createReceiverAction}>
        <Card>
          <Field name="label" label="Label" hint="What this page calls it." autoComplete="off" required />
          <Field
            name="endpoint"
            label="Endpoint"
            hint="Where events are pushed to: https, or http on this machine."
            type="url"
            autoComplete="off"
            required
          />
          <Field
            name="audience"
            label="Audience"
            hint="What the receiver expects as aud in each event, often its own address."
            autoComplete="off"
            required
          />
          <Field
            name="authorization"
            label="Authorization (optional)"
            hint="The whole value of the header, such as Bearer and a token. It is stored sealed and never shown again."
            type="password"
            autoComplete="off"
          />
          <div className="flex flex-wrap gap-2">
            <SubmitButton pendingText="Adding…">Add receiver</SubmitButton>
            <ButtonLink href={EVENTS}>Cancel</ButtonLink>
          </div>
        </Card>
      </Form>
    </PlatformFrame>
  );
}
