import type { ReactNode } from "react";
import type { Job } from "@/access/jobs";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, RowLink, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { jobPath } from "./job-path";
import { JobSelection } from "./job-selection";
import { JOB_STATES, numberText, orderText } from "./job-words";

export function JobTable({ jobs }: { jobs: readonly Job[] }): ReactNode {
  const head = (
    <>
      <Th>Job</Th>
      <Th>State</Th>
      <Th>Done</Th>
      <Th>Users</Th>
      <Th>Reason</Th>
      <Th>By</Th>
      <Th>Created</Th>
      <Th>Ended</Th>
    </>
  );
  return (
    <Table caption="Jobs, newest first. Times are in UTC." head={head}>
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </Table>
  );
}

function JobRow({ job }: { job: Job }): ReactNode {
  return (
    <Row>
      <Td label="Job">
        <span className="block lg:w-max lg:max-w-72">
          <RowLink href={jobPath(job.id)}>{`${job.number} : ${orderText(job)}`}</RowLink>
        </span>
      </Td>
      <Td label="State">
        <StateTag state={JOB_STATES[job.status]} />
      </Td>
      <Td label="Done">
        <span className="block lg:w-max">{doneText(job)}</span>
      </Td>
      <Td label="Users">
        <span className="block lg:w-max lg:max-w-56">
          <JobSelection selection={job.selection} total={job.total} />
        </span>
      </Td>
      <Td label="Reason">
        <span className="line-clamp-2" title={job.reason ?? undefined}>
          <PersonText>{job.reason}</PersonText>
        </span>
      </Td>
      <Td label="By">
        <span className="block lg:w-max lg:max-w-40">
          <PersonText>{job.createdByUsername}</PersonText>
        </span>
      </Td>
      <Td label="Created">
        <Time at={job.createdAt} />
      </Td>
      <Td label="Ended">{job.finishedAt && <Time at={job.finishedAt} />}</Td>
    </Row>
  );
}

function doneText({ status, planned, changed, failed }: Job): string {
  if (status === "DRAFT") return "";
  const done = `${numberText(changed)} of ${numberText(planned)}`;
  return failed > 0 ? `${done}, ${numberText(failed)} failed` : done;
}
