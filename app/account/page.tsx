import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { chosenLanguage } from "@/access/browser";
import { listOwnApplications } from "@/access/keys/applications";
import { listOwnKeys } from "@/access/keys/package-keys";
import { requireActor } from "@/access/require-actor";
import { mayChangePassword, mayEditProfile } from "@/access/rules";
import { findOwnSecondFactor } from "@/access/sign-in/second-factor";
import { type ListedSession, listOwnSessions } from "@/access/sign-in/sessions";
import { findNotice } from "@/access/status/notices";
import { findOwnUser } from "@/access/users/users";
import { AccountFacts } from "@/app/account-facts";
import { ConsolePage } from "@/app/console-page";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { managerOf } from "@/app/manager";
import { ProfileFacts } from "@/app/profile-fields";
import { ButtonLink } from "@/components/button";
import { ManagedBy } from "@/components/managed-by";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { LanguageSection } from "./language-section";
import { OwnKeys } from "./own-keys";
import { OwnSessions } from "./own-sessions";
import { SecondFactorSection } from "./second-factor-section";
import { Section } from "./section";

export function generateMetadata(): Metadata {
  return { title: texts().account.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AccountPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireActor("/account");
  const user = (await findOwnUser(actor)) ?? notFound();
  const { notice } = await searchParams;
  const [applications, keys, sessions, factor, language, done] = await Promise.all([
    listOwnApplications(actor),
    listOwnKeys(actor),
    listOwnSessions(actor),
    findOwnSecondFactor(actor),
    chosenLanguage(),
    findNotice(actor, notice),
  ]);
  const password = mayChangePassword(user);
  const { account } = texts();
  return (
    <ConsolePage actor={actor} current="account">
      <ChangeNotice notice={done} back="/account" />
      <PageTitle title={user.displayName} caption={account.title} />
      <div className="grid gap-5">
        <Section title={account.profile.title}>
          <AccountFacts user={user} />
          <hr className="my-5 border-line" />
          <ProfileFacts user={user} />
          <div className="mt-5 flex flex-wrap gap-2">
            {mayEditProfile(actor, user).allowed && (
              <ButtonLink href="/account/profile">{account.profile.edit}</ButtonLink>
            )}
            {password.allowed && <ButtonLink href="/account/password">{account.password.title}</ButtonLink>}
          </div>
          {user.origin === "PLATFORM" && (
            <p className="text-muted">
              {account.profile.managedBy(<ManagedBy manager={managerOf(user)} whom={user.username} />)}
            </p>
          )}
        </Section>
        {user.origin === "LOCAL" && <SecondFactorSection user={user} factor={factor} />}
        <OwnKeys applications={applications} keys={keys} />
        <LanguageSection chosen={language} />
        <SessionsSection actor={actor} sessions={sessions} />
      </div>
    </ConsolePage>
  );
}

function SessionsSection({ actor, sessions }: { actor: Actor; sessions: ListedSession[] }): ReactNode {
  return (
    <Section title={texts().account.sessions.title}>
      <OwnSessions sessions={sessions} currentId={actor.sessionId} />
    </Section>
  );
}
