import type { ReactNode } from "react";
import type { Job } from "@/access/jobs";
import { PersonText } from "@/components/person-text";
import { Time } from "@/components/time";
import { JobSelection } from "./job-selection";

/** Who ordered a job, when and why, and how its users were chosen. */
export function JobCaption({ job }: { job: Job }): ReactNode {
  const { createdByUsername, createdAt, queuedAt, reason } = job;
  return (
    <>
      <JobSelection selection={job.selection} total={job.total} />
      {queuedAt === null ? ". Nothing is changed yet." : "."} {queuedAt === null ? "Drafted" : "Ordered"} by{" "}
      <PersonText>{createdByUsername}</PersonText> on <Time at={queuedAt ?? createdAt} zone />.
      {reason !== null && (
        <span className="block">
          Reason: <PersonText>{reason}</PersonText>
        </span>
      )}
    </>
  );
}
