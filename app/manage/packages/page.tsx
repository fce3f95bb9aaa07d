import type { Metadata } from "next";
import type { ReactNode } from "react";
import { findNotice } from "@/access/notices";
import { listPackages } from "@/access/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { PackageSection } from "./package-section";

export const metadata: Metadata = { title: "Manage your Packages" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PackagesPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/packages");
  const { notice } = await searchParams;
  const [packages, done] = await Promise.all([listPackages(actor), findNotice(actor, notice)]);
  const manages = mayManagePackages(actor).allowed;
  return (
    <ConsolePage actor={actor} current="packages">
      <Breadcrumb trail={[{ label: "Packages" }]} />
      <ChangeNotice notice={done} back="/manage/packages" />
      <PageTitle
        title="Manage your Packages"
        caption="A package is sold by its plans, and every package key belongs to one plan. An inactive plan refuses all its keys."
        actions={
          manages && (
            <ButtonLink href="/manage/packages/new" variant="primary">
              New Package
            </ButtonLink>
          )
        }
      >
        <Count value={packages.length.toLocaleString("en")} label={packages.length === 1 ? "Package" : "Packages"} />
      </PageTitle>
      {packages.length === 0 ? (
        <EmptyState title="No packages yet">{manages && "Create the first one with New Package."}</EmptyState>
      ) : (
        <div className="grid gap-8">
          {packages.map((each) => (
            <PackageSection key={each.id} listed={each} manages={manages} />
          ))}
        </div>
      )}
    </ConsolePage>
  );
}
