import type { Metadata } from "next";
import type { ReactNode } from "react";
import { listPackages } from "@/access/keys/packages";
import { requireConsoleActor } from "@/access/require-actor";
import { mayManagePackages } from "@/access/rules";
import { findNotice } from "@/access/status/notices";
import { ConsolePage } from "@/app/console-page";
import { ChangeNotice } from "@/app/manage/users/change-notice";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { PackageSection } from "./package-section";

export function generateMetadata(): Metadata {
  return { title: texts().packages.list.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PackagesPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireConsoleActor("/manage/packages");
  const { notice } = await searchParams;
  const [packages, done] = await Promise.all([listPackages(actor), findNotice(actor, notice)]);
  const manages = mayManagePackages(actor).allowed;
  const { number, shell, packages: words } = texts();
  const { title, caption, count, none, newPackage } = words.list;
  return (
    <ConsolePage actor={actor} current="packages">
      <Breadcrumb trail={[{ label: shell.areas.packages }]} />
      <ChangeNotice notice={done} back="/manage/packages" />
      <PageTitle
        title={title}
        caption={caption}
        actions={
          manages && (
            <ButtonLink href="/manage/packages/new" variant="primary">
              {newPackage}
            </ButtonLink>
          )
        }
      >
        <Count value={number(packages.length)} label={count(packages.length)} />
      </PageTitle>
      {packages.length === 0 ? (
        <EmptyState title={none.title}>{manages && none.advice}</EmptyState>
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
