import type { ReactNode } from "react";
import type { Job } from "@/access/jobs/jobs";
import { PersonText } from "@/components/person-text";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { JobSelection } from "./job-selection";

/** Who ordered a job, when and why, and how its users were chosen. */
export function JobCaption({ job }: { job: Job }): ReactNode {
  const { createdByUsername, createdAt, queuedAt, reason } = job;
  const { jobs } = texts();
  const selection = <JobSelection selection={job.selection} total={job.total} />;
  const by = <PersonText>{createdByUsername}</PersonText>;
  return (
    <>
      {queuedAt === null
        ? jobs.drafted(selection, by, <Time at={createdAt} zone />)
        : jobs.ordered(selection, by, <Time at={queuedAt} zone />)}
      {reason !== null && <span className="block">{jobs.reason(<PersonText>{reason}</PersonText>)}</span>}
    </>
  );
}
