import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { platformSettings } from "@/access/platform-settings";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePlatform } from "@/access/rules";
import { readSettings } from "@/access/settings";
import { listUnknownSubjects } from "@/access/unknown-subjects";
import { Copyable } from "@/components/copyable";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { SINGLE_SIGN_ON } from "@/app/manage/settings/platform/paths";
import { PlatformFrame } from "@/app/manage/settings/platform/platform-frame";
import { Section } from "@/app/manage/settings/platform/section";
import { ProviderFacts, ProviderSettings } from "./provider";
import { UnknownSection } from "./unknown-section";

export const metadata: Metadata = { title: "Single Sign-On" };

export default async function SingleSignOnPage(): Promise<ReactNode> {
  const actor = await requireConsoleActor(SINGLE_SIGN_ON);
  if (!mayManagePlatform(actor).allowed) notFound();
  const { singleSignOn } = platformSettings();
  const unknown = await listUnknownSubjects(actor);
  const { url } = readSettings(process.env);
  return (
    <PlatformFrame actor={actor} page="single-sign-on">
      <PageTitle
        title="Single Sign-On"
        caption="The platform's users sign in with it and only with it, by OpenID Connect. They are known by their external id, never by their email address."
      />
      <div className="grid gap-8">
        <Section title="The provider">
          {singleSignOn ? <ProviderFacts provider={singleSignOn} /> : <ProviderSettings />}
        </Section>
        <Section
          title="To paste there"
          explanation="What the provider asks for when this console is registered with it."
        >
          <Card>
            <div className="grid gap-4">
              <Copyable label="Redirect URI" value={`${url}/api/auth/callback/oidc`} />
              <Copyable label="Sign-out redirect URI" value={`${url}/sign-in?signed-out`} />
              <Copyable label="Initiate login URI" value={`${url}/sign-in/platform`} />
            </div>
          </Card>
        </Section>
        {singleSignOn && <UnknownSection subjects={unknown} claim={singleSignOn.claim} />}
      </div>
    </PlatformFrame>
  );
}
