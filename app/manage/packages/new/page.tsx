import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { Field } from "@/components/field";
import { SubmitButton } from "@/components/submit-button";
import { createPackageAction } from "@/app/manage/packages/actions";
import { PackageFormPage } from "@/app/manage/packages/form-page";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().packages.newPackage.title };
}

export default async function NewPackagePage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/packages/new");
  if (!mayManagePackages(actor).allowed) notFound();
  const { newPackage, name, creating } = texts().packages;
  return (
    <PackageFormPage
      actor={actor}
      about={null}
      title={newPackage.title}
      action={createPackageAction}
      submit={<SubmitButton pendingText={creating}>{newPackage.submit}</SubmitButton>}
    >
      <Field name="name" label={name} autoComplete="off" required />
    </PackageFormPage>
  );
}
