import type { Metadata } from "next";
import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { listOwnApplications } from "@/access/applications";
import { findNotice } from "@/access/notices";
import { listOwnKeys } from "@/access/package-keys";
import { requireActor } from "@/access/require-actor";
import { mayChangePassword, mayEditProfile } from "@/access/rules";
import { findOwnSecondFactor } from "@/access/second-factor";
import { type ListedSession, listOwnSessions } from "@/access/sessions";
import { findOwnUser } from "@/access/users";
import { ButtonLink } from "@/components/button";
import { ManagedBy } from "@/components/managed-by";
import { PageTitle } from "@/components/page-title";
import { notFound } from "next/navigation";
import { AccountFacts } from "@/app/account-facts";
import { ConsolePage } from "@/app/console-page";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { managerOf } from "@/app/manager";
import { ProfileFacts } from "@/app/profile-fields";
import { OwnKeys } from "./own-keys";
import { OwnSessions } from "./own-sessions";
import { SecondFactorSection } from "./second-factor-section";
import { Section } from "./section";

export const metadata: Metadata = { title: "Your account" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AccountPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireActor("/account");
  const user = (await findOwnUser(actor)) ?? notFound();
  const { notice } = await searchParams;
  const [applications, keys, sessions, factor, done] = await Promise.all([
    listOwnApplications(actor),
    listOwnKeys(actor),
    listOwnSessions(actor),
    findOwnSecondFactor(actor),
    findNotice(actor, notice),
  ]);
  const password = mayChangePassword(user);
  return (
    <ConsolePage actor={actor} current="account">
      <ChangeNotice notice={done} back="/account" />
      <PageTitle title={user.displayName} caption="Your account" />
      <div className="grid gap-5">
        <Section title="Profile">
          <AccountFacts user={user} />
          <hr className="my-5 border-line" />
          <ProfileFacts user={user} />
          <div className="mt-5 flex flex-wrap gap-2">
            {mayEditProfile(actor, user).allowed && <ButtonLink href="/account/profile">Edit profile</ButtonLink>}
            {password.allowed && <ButtonLink href="/account/password">Change password</ButtonLink>}
          </div>
          {user.origin === "PLATFORM" && (
            <p className="text-muted">
              <ManagedBy manager={managerOf(user)} whom={user.username} />: your profile and your password can only be
              changed there.
            </p>
          )}
        </Section>
        {user.origin === "LOCAL" && <SecondFactorSection user={user} factor={factor} />}
        <OwnKeys applications={applications} keys={keys} />
        <SessionsSection actor={actor} sessions={sessions} />
      </div>
    </ConsolePage>
  );
}

function SessionsSection({ actor, sessions }: { actor: Actor; sessions: ListedSession[] }): ReactNode {
  return (
    <Section title="Your sessions">
      <OwnSessions sessions={sessions} currentId={actor.sessionId} />
    </Section>
  );
}
