import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { Field } from "@/components/field";
import { SubmitButton } from "@/components/submit-button";
import { createPackageAction } from "@/app/manage/packages/actions";
import { PackageFormPage } from "@/app/manage/packages/form-page";

export const metadata: Metadata = { title: "New Package" };

export default async function NewPackagePage(): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/packages/new");
  if (!mayManagePackages(actor).allowed) notFound();
  return (
    <PackageFormPage
      actor={actor}
      about={null}
      title="New Package"
      action={createPackageAction}
      submit={<SubmitButton pendingText="Creating…">Create package</SubmitButton>}
    >
      <Field name="name" label="Name" autoComplete="off" required />
    </PackageFormPage>
  );
}
