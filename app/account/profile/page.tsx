import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireActor } from "@/access/require-actor";
import { mayEditProfile } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { findOwnUser } from "@/access/users/users";
import { ConsolePage } from "@/app/console-page";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { ProfileForm } from "@/app/profile-form";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().account.profile.edit };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function OwnProfilePage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireActor("/account/profile");
  const user = (await findOwnUser(actor)) ?? notFound();
  if (!mayEditProfile(actor, user).allowed) notFound();
  const { notice } = await searchParams;
  const { account } = texts();
  return (
    <ConsolePage actor={actor} current="account">
      <ChangeNotice notice={await findNotice(actor, notice)} back="/account/profile" />
      <Breadcrumb trail={[{ label: account.title, href: "/account" }, { label: account.profile.trail }]} />
      <PageTitle title={account.profile.edit} />
      <ProfileForm user={user} here="/account/profile" cancel="/account" />
    </ConsolePage>
  );
}
