import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { ButtonLink } from "@/components/button";
import { type IdPageProps, idPath } from "@/app/id-page";
import { ConfirmationPage } from "@/app/manage/confirmation-page";
import { ActivityConfirmation, activityTitle, findActivityChange } from "@/app/manage/packages/activity-confirmation";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().packages.activity.title };
}

export default async function PlanActivityPage({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { packages, forms, shell } = texts();
  const { id } = await params;
  const { to } = await searchParams;
  const actor = await requireConsoleActor(idPath("plans", id, "activity"));
  const change = (await findActivityChange(actor, id, to)) ?? notFound();
  return (
    <ConfirmationPage
      actor={actor}
      area="packages"
      trail={[
        { label: shell.areas.packages, href: "/manage/packages" },
        { label: change.plan.package.name },
        { label: change.plan.name },
        { label: packages.activity.step },
      ]}
      title={activityTitle(change)}
    >
      <ActivityConfirmation
        actor={actor}
        change={change}
        cancel={<ButtonLink href="/manage/packages">{forms.cancel}</ButtonLink>}
      />
    </ConfirmationPage>
  );
}
