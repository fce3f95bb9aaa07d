import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayEndSessions } from "@/access/rules";
import { listSessionsOf } from "@/access/sign-in/sessions";
import { findNotice } from "@/access/status/notices";
import { findUser } from "@/access/users/users";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { UserFrame } from "@/app/manage/users/user-frame";
import { SessionTable } from "@/app/session-table";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";
import { EndSession } from "./end-session";
import { WhatEndingDoes } from "./what-ending-does";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.sessions.pageTitle };
}

export default async function SessionsPage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const actor = await requireConsoleActor(userPath(username, "sessions"));
  const user = (await findUser(actor, username)) ?? notFound();
  const { notice } = await searchParams;
  const [sessions, done] = await Promise.all([listSessionsOf(actor, user.id), findNotice(actor, notice)]);
  const verdict = mayEndSessions(actor, user);
  const words = texts().userPages.sessions;
  return (
    <UserFrame actor={actor} user={user} page="sessions">
      <ChangeNotice notice={done} back={userPath(user.username, "sessions")} />
      <PageTitle
        title={words.title(user.displayName)}
        caption={<WhatEndingDoes user={user} verdict={verdict} />}
        actions={
          verdict.allowed && sessions.length > 0 ? (
            <ButtonLink href={userPath(user.username, "sessions/end")}>{words.endAll}</ButtonLink>
          ) : undefined
        }
      />
      {sessions.length === 0 ? (
        <EmptyState title={words.none}>{words.signedInNowhere(<PersonText>{user.displayName}</PersonText>)}</EmptyState>
      ) : (
        <SessionTable
          caption={words.caption}
          sessions={sessions}
          currentId={actor.sessionId}
          ending={verdict.allowed ? (session) => <EndSession username={user.username} session={session} /> : null}
          inFull
        />
      )}
    </UserFrame>
  );
}
