import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findPlatformToken } from "@/access/platform/platform-tokens";
import { requireConsoleActor } from "@/access/require-actor";
import type { IdPageProps } from "@/app/id-page";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { PLATFORM, revocationPath } from "@/app/manage/settings/platform/paths";
import { Revocation, revocationTitle } from "@/app/manage/settings/platform/revocation";
import { ButtonLink } from "@/components/button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().platform.revocation.title };
}

export default async function RevokeTokenPage({ params }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(revocationPath(id));
  const token = (await findPlatformToken(actor, id)) ?? notFound();
  const { forms, platform } = texts();
  const { area, revocation } = platform;
  return (
    <ConfirmationPage
      actor={actor}
      area="platform"
      trail={[{ label: area, href: PLATFORM }, { label: token.label }, { label: revocation.crumb }]}
      title={revocationTitle(token)}
    >
      <Revocation token={token} cancel={<ButtonLink href={PLATFORM}>{forms.cancel}</ButtonLink>} />
    </ConfirmationPage>
  );
}
