import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayEditProfile } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { findUser } from "@/access/users/users";
import { AccountFacts } from "@/app/account-facts";
import { Locked } from "@/app/locked";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { UserFrame } from "@/app/manage/users/user-frame";
import { ProfileFacts } from "@/app/profile-fields";
import { ProfileForm } from "@/app/profile-form";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.profile.pageTitle };
}

export default async function ProfilePage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const here = userPath(username, "profile");
  const actor = await requireConsoleActor(here);
  const user = (await findUser(actor, username)) ?? notFound();
  const verdict = mayEditProfile(actor, user);
  const notice = await findNotice(actor, (await searchParams)["notice"]);
  return (
    <UserFrame actor={actor} user={user} page="profile">
      <ChangeNotice notice={notice} back={here} />
      <PageTitle
        title={texts().userPages.profile.title(user.displayName)}
        {...(!verdict.allowed && { caption: <Locked user={user} refusal={verdict.refusal} /> })}
      />
      <div className="grid gap-5">
        <Card>
          <AccountFacts user={user} />
        </Card>
        {verdict.allowed ? (
          <ProfileForm user={user} here={here} cancel="/manage/users" />
        ) : (
          <Card>
            <ProfileFacts user={user} />
          </Card>
        )}
      </div>
    </UserFrame>
  );
}
