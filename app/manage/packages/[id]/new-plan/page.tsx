import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findPackage } from "@/access/keys/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { type IdPageProps, idPath } from "@/app/id-page";
import { createPlanAction } from "@/app/manage/packages/actions";
import { PackageFormPage } from "@/app/manage/packages/form-page";
import { PlanFields } from "@/app/manage/packages/plan-fields";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().packages.newPlan.title };
}

export default async function NewPlanPage({ params }: IdPageProps): Promise<ReactNode> {
  const { newPlan, creating } = texts().packages;
  const { id } = await params;
  const actor = await requireConsoleActor(idPath("packages", id, "new-plan"));
  const found = (await findPackage(actor, id)) ?? notFound();
  if (!mayManagePackages(actor).allowed) notFound();
  return (
    <PackageFormPage
      actor={actor}
      about={found.name}
      title={newPlan.heading(found.name)}
      action={createPlanAction}
      submit={<SubmitButton pendingText={creating}>{newPlan.submit}</SubmitButton>}
    >
      <input type="hidden" name="packageId" value={found.id} />
      <PlanFields />
    </PackageFormPage>
  );
}
