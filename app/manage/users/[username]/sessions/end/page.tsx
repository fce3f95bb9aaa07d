import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { ButtonLink } from "@/components/button";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import {
  EndAllConfirmation,
  endingTitle,
  findEnding,
} from "@/app/manage/users/[username]/sessions/end-all-confirmation";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.endSessions.pageTitle };
}

export default async function EndAllSessionsPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "sessions/end"));
  const ending = (await findEnding(actor, username)) ?? notFound();
  const { user } = ending;
  const back = userPath(user.username, "sessions");
  const { userParts, userPages, forms } = texts();
  return (
    <ConfirmationPage
      actor={actor}
      area="users"
      trail={[
        { label: userParts.rail.usersCrumb, href: "/manage/users" },
        { label: user.displayName, href: userPath(user.username) },
        { label: userParts.rail.pages.sessions, href: back },
        { label: userPages.endSessions.trail },
      ]}
      title={endingTitle(ending)}
    >
      <EndAllConfirmation ending={ending} cancel={<ButtonLink href={back}>{forms.cancel}</ButtonLink>} />
    </ConfirmationPage>
  );
}
