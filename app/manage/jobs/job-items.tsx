import type { ReactNode } from "react";
import type { JobDetails, JobItem, JobItemOutcome } from "@/access/jobs/jobs";
import type { Page } from "@/access/lists/lists";
import { ListPager } from "@/app/manage/list-pager";
import { userPath } from "@/app/user-path";
import { LinkChoice } from "@/components/link-choice";
import { PersonText } from "@/components/person-text";
import { Row, RowLink, Table, Td, Th } from "@/components/table";
import { texts } from "@/text/texts";
import { itemsPath } from "./job-path";
import { outcomeText, whyText } from "./job-words";

type Props = { job: JobDetails; outcome: JobItemOutcome; items: Page<JobItem> };

/** The users of a job, those of one outcome at a time. */
export function JobItems({ job, outcome, items }: Props): ReactNode {
  if (job.total === 0) return null;
  const { number, jobs } = texts();
  return (
    <section id="users" className="mt-6 scroll-mt-4">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <ListPager page={items} rows={items.rows.length} to={({ place }) => itemsPath(job.id, outcome, place)} />
        <LinkChoice
          label={jobs.items.show}
          options={offered(job).map((other) => ({
            label: `${outcomeText(other, job)} (${number(countOf(job, other))})`,
            href: itemsPath(job.id, other),
            current: other === outcome,
          }))}
        />
      </div>
      <ItemTable job={job} outcome={outcome} rows={items.rows} />
    </section>
  );
}

const OUTCOMES: readonly JobItemOutcome[] = ["FAILED", "PENDING", "CHANGED", "SKIPPED"];

function countOf(job: JobDetails, outcome: JobItemOutcome): number {
  const counts: Record<JobItemOutcome, number> = {
    PENDING: job.status === "DRAFT" ? job.planned : job.remaining,
    CHANGED: job.changed,
    SKIPPED: job.skipped,
    FAILED: job.failed,
  };
  return counts[outcome];
}

function offered(job: JobDetails): JobItemOutcome[] {
  return OUTCOMES.filter((outcome) => countOf(job, outcome) > 0);
}

/** What the address asks for; otherwise what somebody has to look at first: of a result, what did not go well. */
export function shownOutcome(job: JobDetails, show: string | undefined): JobItemOutcome {
  const asked = offered(job).find((outcome) => outcome.toLowerCase() === show);
  return asked ?? offered(job)[0] ?? "PENDING";
}

function ItemTable({ job, outcome, rows }: Pick<Props, "job" | "outcome"> & { rows: readonly JobItem[] }): ReactNode {
  const words = texts().jobs.items;
  const happens = job.status === "DRAFT" ? words.whatHappens : words.whatHappened;
  const explains = outcome === "SKIPPED" || outcome === "FAILED";
  const head = (
    <>
      <Th>{words.username}</Th>
      <Th>{happens}</Th>
      {explains && <Th>{words.why}</Th>}
    </>
  );
  return (
    <Table caption={words.caption(job.number, outcomeText(outcome, job))} head={head}>
      {rows.map((item) => (
        <Row key={item.number}>
          <Td label={words.username}>
            <ItemName item={item} />
          </Td>
          <Td label={happens}>{outcomeText(item.outcome, job)}</Td>
          {explains && <Td label={words.why}>{item.refusal === null ? "" : whyText(item.refusal, job)}</Td>}
        </Row>
      ))}
    </Table>
  );
}

function ItemName({ item: { userId, username, line } }: { item: JobItem }): ReactNode {
  if (line !== null) return texts().jobs.items.atLine(line, <PersonText>{username}</PersonText>);
  if (userId === null) return <PersonText>{username}</PersonText>;
  return <RowLink href={userPath(username)}>{username}</RowLink>;
}
