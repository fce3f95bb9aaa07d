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

export const metadata: Metadata = { title: "End all sessions" };

export default async function EndAllSessionsPage({ params }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "sessions/end"));
  const ending = (await findEnding(actor, username)) ?? notFound();
  const { user } = ending;
  const back = userPath(user.username, "sessions");
  return (
    <ConfirmationPage
      actor={actor}
      area="users"
      trail={[
        { label: "Users", href: "/manage/users" },
        { label: user.displayName, href: userPath(user.username) },
        { label: "Sessions", href: back },
        { label: "End all" },
      ]}
      title={endingTitle(ending)}
    >
      <EndAllConfirmation ending={ending} cancel={<ButtonLink href={back}>Cancel</ButtonLink>} />
    </ConfirmationPage>
  );
}
