import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { listKeysOf } from "@/access/keys/package-keys";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManageKeys } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { findUser } from "@/access/users/users";
import { CutOff } from "@/app/cut-off";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { keysLocked } from "@/app/manage/users/keys-locked";
import { UserFrame } from "@/app/manage/users/user-frame";
import { PackageKeyTable } from "@/app/package-key-table";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.keys.pageTitle };
}

export default async function PackageKeysPage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const here = userPath(username, "package-keys");
  const actor = await requireConsoleActor(here);
  const user = (await findUser(actor, username)) ?? notFound();
  const { notice } = await searchParams;
  const [keys, done] = await Promise.all([listKeysOf(actor, user.id), findNotice(actor, notice)]);
  const verdict = mayManageKeys(actor, user);
  const { keys: words, newKey } = texts().userPages;
  return (
    <UserFrame actor={actor} user={user} page="package-keys">
      <ChangeNotice notice={done} back={here} />
      <PageTitle
        title={words.title(user.displayName)}
        caption={keysLocked(verdict) ?? words.about}
        actions={
          verdict.allowed && (
            <ButtonLink href={userPath(user.username, "package-keys/new")} variant="primary">
              {newKey.title}
            </ButtonLink>
          )
        }
      />
      {keys.length === 0 ? (
        <EmptyState title={words.none.title}>{verdict.allowed && words.none.advice}</EmptyState>
      ) : (
        <PackageKeyTable
          caption={words.caption}
          keys={keys}
          changeable={verdict.allowed ? { username: user.username, here } : null}
        />
      )}
      <CutOff rows={keys} what="package keys" username={user.username} />
    </UserFrame>
  );
}
