import type { ReactNode } from "react";
import type { Job } from "@/access/jobs/jobs";
import { PersonText } from "@/components/person-text";
import { StateTag } from "@/components/status-tag";
import { Row, RowLink, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { jobPath } from "./job-path";
import { JobSelection } from "./job-selection";
import { jobState, orderText } from "./job-words";

export function JobTable({ jobs }: { jobs: readonly Job[] }): ReactNode {
  const { tableCaption, columns } = texts().jobs.list;
  const head = (
    <>
      <Th>{columns.job}</Th>
      <Th>{columns.state}</Th>
      <Th>{columns.done}</Th>
      <Th>{columns.users}</Th>
      <Th>{columns.reason}</Th>
      <Th>{columns.by}</Th>
      <Th>{columns.created}</Th>
      <Th>{columns.ended}</Th>
    </>
  );
  return (
    <Table caption={tableCaption} head={head} columns="many">
      {jobs.map((job) => (
        <JobRow key={job.id} job={job} />
      ))}
    </Table>
  );
}

function JobRow({ job }: { job: Job }): ReactNode {
  const words = texts().jobs.list;
  const { columns } = words;
  return (
    <Row>
      <Td label={columns.job}>
        <span className="block lg:max-w-72 lg:min-w-28">
          <RowLink href={jobPath(job.id)}>{words.job(job.number, orderText(job))}</RowLink>
        </span>
      </Td>
      <Td label={columns.state}>
        <StateTag state={jobState(job.status)} />
      </Td>
      <Td label={columns.done}>{job.status === "DRAFT" ? "" : words.done(job)}</Td>
      <Td label={columns.users}>
        <span className="block lg:max-w-56 lg:min-w-28">
          <JobSelection selection={job.selection} total={job.total} />
        </span>
      </Td>
      <Td label={columns.reason}>
        {job.reason !== null && (
          <span title={job.reason} className="block lg:max-w-72 lg:min-w-28">
            <PersonText cut="two lines">{job.reason}</PersonText>
          </span>
        )}
      </Td>
      <Td label={columns.by}>
        <span className="block lg:max-w-40 lg:min-w-20">
          <PersonText>{job.createdByUsername}</PersonText>
        </span>
      </Td>
      <Td label={columns.created}>
        <Time at={job.createdAt} />
      </Td>
      <Td label={columns.ended}>{job.finishedAt && <Time at={job.finishedAt} />}</Td>
    </Row>
  );
}
