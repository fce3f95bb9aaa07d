import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { PageTitle } from "@/components/page-title";
import { Card } from "@/components/panel";
import { ConsolePage } from "@/app/console-page";
import { returnPath } from "@/app/return-path";
import { type UserPageProps, userPath, usernameOf } from "@/app/user-path";
import { StatusConfirmation, confirmationTitle, findStatusChange } from "@/app/manage/users/status-confirmation";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().userPages.status.pageTitle };
}

export default async function StatusPage({ params, searchParams }: UserPageProps): Promise<ReactNode> {
  const username = await usernameOf(params);
  const { to, from } = await searchParams;
  const actor = await requireConsoleActor(userPath(username, "status"));
  const change = (await findStatusChange(actor, username, to)) ?? notFound();
  const back = returnPath(from, "/manage/users");
  const { userParts, userPages, forms } = texts();
  return (
    <ConsolePage actor={actor} current="users">
      <Breadcrumb
        trail={[
          { label: userParts.rail.usersCrumb, href: "/manage/users" },
          { label: change.user.displayName, href: userPath(change.user.username) },
          { label: userPages.status.trail },
        ]}
      />
      <PageTitle title={confirmationTitle(change)} />
      <Card>
        <StatusConfirmation change={change} from={back} cancel={<ButtonLink href={back}>{forms.cancel}</ButtonLink>} />
      </Card>
    </ConsolePage>
  );
}
