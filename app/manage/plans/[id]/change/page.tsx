import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findPlan } from "@/access/keys/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { type IdPageProps, idPath } from "@/app/id-page";
import { changePlanAction } from "@/app/manage/packages/actions";
import { PackageFormPage } from "@/app/manage/packages/form-page";
import { PlanFields, SeenPlan } from "@/app/manage/packages/plan-fields";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().packages.plan.title };
}

export default async function ChangePlanPage({ params }: IdPageProps): Promise<ReactNode> {
  const { packages, forms } = texts();
  const { id } = await params;
  const actor = await requireConsoleActor(idPath("plans", id, "change"));
  const plan = (await findPlan(actor, id)) ?? notFound();
  if (!mayManagePackages(actor).allowed) notFound();
  return (
    <PackageFormPage
      actor={actor}
      about={plan.package.name}
      title={packages.plan.heading(plan.name, plan.package.name)}
      action={changePlanAction}
      submit={<SubmitButton whenChanged>{forms.save}</SubmitButton>}
    >
      <input type="hidden" name="id" value={plan.id} />
      <SeenPlan plan={plan} />
      <PlanFields plan={plan} />
    </PackageFormPage>
  );
}
