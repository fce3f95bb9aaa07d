import type { Metadata } from "next";
import type { ReactNode } from "react";
import { listJobs } from "@/access/job-list";
import { FIRST_PLACE, placeParameters, readPlace } from "@/access/list-place";
import { firstOfEach } from "@/access/lists";
import { requireConsoleActor } from "@/access/require-actor";
import { mayRunJobs } from "@/access/rules";
import { Breadcrumb } from "@/components/breadcrumb";
import { ButtonLink } from "@/components/button";
import { Count } from "@/components/count";
import { EmptyState } from "@/components/empty-state";
import { PageTitle } from "@/components/page-title";
import { ConsolePage } from "@/app/console-page";
import { ListPager, countText } from "@/app/manage/list-pager";
import { FROM_FILE, JOBS } from "./job-path";
import { JobTable } from "./job-table";

export const metadata: Metadata = { title: "Jobs" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function JobsPage({ searchParams }: Props): Promise<ReactNode> {
  const actor = await requireConsoleActor(JOBS);
  const place = readPlace(firstOfEach(await searchParams), "number", "number") ?? FIRST_PLACE;
  const list = await listJobs(actor, place);
  return (
    <ConsolePage actor={actor} current="jobs">
      <Breadcrumb trail={[{ label: "Jobs" }]} />
      <PageTitle
        title="Jobs"
        caption="Changes of many users at once. Choose users in the list of users, or bring their usernames. Each job is reviewed before it starts, and can be undone."
        actions={
          mayRunJobs(actor).allowed && (
            <ButtonLink href={FROM_FILE} variant="primary">
              Change users by file
            </ButtonLink>
          )
        }
      >
        <Count value={countText(list.all)} label={list.all.count === 1 ? "Job" : "Jobs"} />
      </PageTitle>
      {list.rows.length === 0 ? (
        <EmptyState title="No job yet">What was changed for many users at once is listed here.</EmptyState>
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
