import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { LIVE_TOKENS, listPlatformTokens } from "@/access/platform/platform-tokens";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { createTokenAction } from "@/app/manage/settings/platform/actions";
import { NEW_TOKEN, PLATFORM } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().platform.newToken.title };
}

export default async function NewTokenPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(NEW_TOKEN);
  if (!mayManagePlatform(actor).allowed) notFound();
  const tokens = await listPlatformTokens(actor);
  const { title, caption } = texts().platform.newToken;
  const live = tokens.filter(({ revokedAt }) => revokedAt === null);
  return (
    <PlatformFrame actor={actor} page="connection" step={title}>
      <PageTitle title={title} caption={caption} />
      {/* Also where two are in use: the second of them is shown in the answer to this form. */}
      <Form action={createTokenAction}>{live.length >= LIVE_TOKENS ? <NoMoreTokens /> : <TokenFields />}</Form>
    </PlatformFrame>
  );
}

function TokenFields(): ReactNode {
  const { forms, platform } = texts();
  const { newToken } = platform;
  return (
    <Card>
      <input type="hidden" name="id" value={randomUUID()} />
      <Field name="label" label={newToken.label} hint={newToken.hint} autoComplete="off" required />
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingText={newToken.creating}>{newToken.create}</SubmitButton>
        <ButtonLink href={PLATFORM}>{forms.cancel}</ButtonLink>
      </div>
    </Card>
  );
}

function NoMoreTokens(): ReactNode {
  const { full, fullAdvice, back } = texts().platform.newToken;
  return (
    <EmptyState title={full} wayOn={{ label: back, href: PLATFORM }}>
      {fullAdvice}
    </EmptyState>
  );
}
