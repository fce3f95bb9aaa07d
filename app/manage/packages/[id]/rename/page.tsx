import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { findPackage } from "@/access/keys/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { type IdPageProps, idPath } from "@/app/id-page";
import { renamePackageAction } from "@/app/manage/packages/actions";
import { PackageFormPage } from "@/app/manage/packages/form-page";
import { Field } from "@/components/field";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().packages.renaming.title };
}

export default async function RenamePackagePage({ params }: IdPageProps): Promise<ReactNode> {
  const { packages, forms } = texts();
  const { id } = await params;
  const actor = await requireConsoleActor(idPath("packages", id, "rename"));
  const found = (await findPackage(actor, id)) ?? notFound();
  if (!mayManagePackages(actor).allowed) notFound();
  return (
    <PackageFormPage
      actor={actor}
      about={found.name}
      title={packages.renaming.heading(found.name)}
      action={renamePackageAction}
      submit={<SubmitButton whenChanged>{forms.save}</SubmitButton>}
    >
      <input type="hidden" name="id" value={found.id} />
      <input type="hidden" name="seen" value={found.name} />
      <Field name="name" label={packages.name} defaultValue={found.name} autoComplete="off" required />
    </PackageFormPage>
  );
}
