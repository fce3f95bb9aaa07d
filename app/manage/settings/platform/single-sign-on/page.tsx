import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { readSettings } from "@/access/operation/settings";
import { platformSettings } from "@/access/platform/platform-settings";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { listUnknownSubjects } from "@/access/sign-in/unknown-subjects";
import { SINGLE_SIGN_ON } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";
import { Section } from "@/app/manage/settings/platform/section";
import { Copyable } from "@/components/copyable";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { texts } from "@/text/texts";
import { ProviderFacts, ProviderSettings } from "./provider";
import { UnknownSection } from "./unknown-section";

export function generateMetadata(): Metadata {
  return { title: texts().singleSignOn.title };
}

export default async function SingleSignOnPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(SINGLE_SIGN_ON);
  if (!mayManagePlatform(actor).allowed) notFound();
  const { singleSignOn } = platformSettings();
  const unknown = await listUnknownSubjects(actor);
  const { url } = readSettings(process.env);
  const { title, caption, provider, addresses } = texts().singleSignOn;
  return (
    <PlatformFrame actor={actor} page="single-sign-on">
      <PageTitle title={title} caption={caption} />
      <div className="grid gap-8">
        <Section title={provider.title}>
          {singleSignOn ? <ProviderFacts provider={singleSignOn} /> : <ProviderSettings />}
        </Section>
        <Section title={addresses.title} explanation={addresses.explanation}>
          <Card>
            <div className="grid gap-4">
              <Copyable label={addresses.redirect} value={`${url}/api/auth/callback/oidc`} />
              <Copyable label={addresses.signOut} value={`${url}/sign-in?signed-out`} />
              <Copyable label={addresses.initiate} value={`${url}/sign-in/platform`} />
            </div>
          </Card>
        </Section>
        {singleSignOn && <UnknownSection subjects={unknown} claim={singleSignOn.claim} />}
      </div>
    </PlatformFrame>
  );
}
