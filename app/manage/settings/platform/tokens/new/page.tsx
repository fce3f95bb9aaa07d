import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { LIVE_TOKENS, listPlatformTokens } from "@/access/platform-tokens";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { createTokenAction } from "@/app/manage/settings/platform/actions";
import { NEW_TOKEN, PLATFORM } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";

export const metadata: Metadata = { title: "New Token" };

export default async function NewTokenPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(NEW_TOKEN);
  if (!mayManagePlatform(actor).allowed) notFound();
  const tokens = await listPlatformTokens(actor);
  const live = tokens.filter(({ revokedAt }) => revokedAt === null);
  return (
    <PlatformFrame actor={actor} page="connection" step="New Token">
      <PageTitle title="New Token" caption="The identity platform calls with it. It is shown once." />
      {/* Also where two are in use: the second of them is shown in the answer to this form. */}
      <Form action={createTokenAction}>{live.length >= LIVE_TOKENS ? <NoMoreTokens /> : <TokenFields />}</Form>
    </PlatformFrame>
  );
}

function TokenFields(): ReactNode {
  return (
    <Card>
      <input type="hidden" name="id" value={randomUUID()} />
      <Field
        name="label"
        label="Label"
        hint="The history names the platform by it, such as Okta production."
        autoComplete="off"
        required
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingText="Creating…">Create token</SubmitButton>
        <ButtonLink href={PLATFORM}>Cancel</ButtonLink>
      </div>
    </Card>
  );
}

function NoMoreTokens(): ReactNode {
  return (
    <EmptyState title="Two tokens are in use already">
      <p>
        One can take the place of the other: once the platform calls with the new one, revoke the old one. Then there is
        room for another.
      </p>
      <p className="mt-4">
        <ButtonLink href={PLATFORM}>Back to the tokens</ButtonLink>
      </p>
    </EmptyState>
  );
}
