import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { listApplications } from "@/access/keys/applications";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { findUser } from "@/access/users/users";
import { ApplicationTable } from "@/app/application-table";
import { CutOff } from "@/app/cut-off";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { keysLocked } from "@/app/manage/users/keys-locked";
import { UserFrame } from "@/app/manage/users/user-frame";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.applications.pageTitle };
}

export default async function ApplicationsPage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const here = userPath(username, "applications");
  const actor = await requireConsoleActor(here);
  const user = (await findUser(actor, username)) ?? notFound();
  const { notice } = await searchParams;
  const [applications, done] = await Promise.all([listApplications(actor, user.id), findNotice(actor, notice)]);
  const verdict = mayManageKeys(actor, user);
  const { applications: words, newApplication } = texts().userPages;
  return (
    <UserFrame actor={actor} user={user} page="applications">
      <ChangeNotice notice={done} back={here} />
      <PageTitle
        title={words.title(user.displayName)}
        caption={keysLocked(verdict) ?? words.about}
        actions={
          verdict.allowed && (
            <ButtonLink href={userPath(user.username, "applications/new")} variant="primary">
              {newApplication.title}
            </ButtonLink>
          )
        }
      />
      {applications.length === 0 ? (
        <EmptyState title={words.none.title}>{verdict.allowed && words.none.advice}</EmptyState>
      ) : (
        <ApplicationTable
          caption={words.caption}
          applications={applications}
          deletableOf={verdict.allowed ? user.username : null}
        />
      )}
      <CutOff rows={applications} what="applications" username={user.username} />
    </UserFrame>
  );
}
