import type { Metadata } from "next";
import type { ReactNode } from "react";
import { listJobs } from "@/access/jobs/job-list";
import { FIRST_PLACE, placeParameters, readPlace } from "@/access/lists/list-place";
import { firstOfEach } from "@/access/lists/lists";
import { requireConsoleActor } from "@/access/require-actor";
import { mayRunJobs } from "@/access/rules";
import { ConsolePage } from "@/app/console-page";
import { ListPager, countText } from "@/app/manage/list-pager";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";
import { FROM_FILE, JOBS } from "./job-path";
import { JobTable } from "./job-table";

export function generateMetadata(): Metadata {
  return { title: texts().jobs.list.title };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function JobsPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireConsoleActor(JOBS);
  const place = readPlace(firstOfEach(await searchParams), "number", "number") ?? FIRST_PLACE;
  const list = await listJobs(actor, place);
  const { shell, jobs } = texts();
  const { title, caption, fromFile, count, none } = jobs.list;
  return (
    <ConsolePage actor={actor} current="jobs">
      <Breadcrumb trail={[{ label: shell.areas.jobs }]} />
      <PageTitle
        title={title}
        caption={caption}
        actions={
          mayRunJobs(actor).allowed && (
            <ButtonLink href={FROM_FILE} variant="primary">
              {fromFile}
            </ButtonLink>
          )
        }
      >
        <Count value={countText(list.all)} label={count(list.all.count)} />
      </PageTitle>
      {list.rows.length === 0 ? (
        <EmptyState title={none.title}>{none.advice}</EmptyState>
      ) : (
        <>
          <div className="mb-3">
            <ListPager
              page={list}
              rows={list.rows.length}
              to={(changes) => `${JOBS}?${new URLSearchParams(placeParameters(changes.place ?? FIRST_PLACE))}`}
            />
          </div>
          <JobTable jobs={list.rows} />
        </>
      )}
    </ConsolePage>
  );
}
