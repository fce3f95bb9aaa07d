import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { listJobItems } from "@/access/jobs/job-list";
import { type JobDetails, findJob } from "@/access/jobs/jobs";
import { FIRST_PLACE, readPlace } from "@/access/lists/list-place";
import { firstOfEach } from "@/access/lists/lists";
import { requireConsoleActor } from "@/access/require-actor";
import { mayRunJobs } from "@/access/rules";
import { ConsolePage } from "@/app/console-page";
import type { IdPageProps } from "@/app/id-page";
import { JobCaption } from "@/app/manage/jobs/job-caption";
import { JobDraft } from "@/app/manage/jobs/job-draft";
import { JobItems, shownOutcome } from "@/app/manage/jobs/job-items";
import { JOBS, jobPath } from "@/app/manage/jobs/job-path";
import { JobProgress } from "@/app/manage/jobs/job-progress";
import { JobResult } from "@/app/manage/jobs/job-result";
import { orderText } from "@/app/manage/jobs/job-words";
import { Breadcrumb } from "@/components/breadcrumb";
import { PageTitle } from "@/components/page-title";
import { texts } from "@/text/texts";

export function generateMetadata(): Metadata {
  return { title: texts().jobs.title };
}

/** One address for a job from the draft to its end: to be reviewed, under way, or done. */
export default async function JobPage({ params, searchParams }: IdPageProps): Promise<ReactNode> {
  const { id } = await params;
  const actor = await requireConsoleActor(jobPath(id));
  const job = (await findJob(actor, id)) ?? notFound();
  const { show, ...place } = firstOfEach(await searchParams);
  const outcome = shownOutcome(job, show);
  const items = await listJobItems(actor, id, { outcome }, readPlace(place, "number", "number") ?? FIRST_PLACE);
  const mayRun = mayRunJobs(actor).allowed;
  const { jobs, shell } = texts();
  return (
    <ConsolePage actor={actor} current="jobs">
      <Breadcrumb trail={[{ label: shell.areas.jobs, href: JOBS }, { label: jobs.trail(job.number) }]} />
      <PageTitle title={titleOf(job)} caption={<JobCaption job={job} />} />
      {job.status === "DRAFT" && <JobDraft job={job} mayRun={mayRun} />}
      {isUnderWay(job) && <JobProgress job={job} mayRun={mayRun} />}
      {hasEnded(job) && <JobResult job={job} mayRun={mayRun} />}
      {!isUnderWay(job) && <JobItems job={job} outcome={outcome} items={items} />}
    </ConsolePage>
  );
}

function titleOf(job: JobDetails): string {
  const { draftHeading, heading } = texts().jobs;
  return job.status === "DRAFT" ? draftHeading(orderText(job)) : heading(job.number, orderText(job));
}

function isUnderWay({ status }: JobDetails): boolean {
  return status === "QUEUED" || status === "RUNNING";
}

function hasEnded({ status }: JobDetails): boolean {
  return status === "FINISHED" || status === "STOPPED";
}
