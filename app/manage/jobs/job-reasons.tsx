import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { JobDetails, JobLeft } from "@/access/jobs/jobs";
import { texts } from "@/text/texts";
import { itemsPath } from "./job-path";
import { whyText } from "./job-words";

/** Why some of those who were chosen are not changed: each reason with its number, and the way to the rows. */
export function JobReasons({ job }: { job: JobDetails }): ReactNode {
  if (job.left.length === 0) return null;
  return (
    <section className="mt-5 border-t border-line pt-4">
      <h2 className="mb-1 font-semibold">{texts().jobs.reasons.title}</h2>
      <ul>
        {job.left.map((left) => (
          <li key={`${left.outcome} ${left.refusal}`} className="flex gap-x-3">
            <ReasonLink job={job} left={left} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ReasonLink({ job, left }: { job: JobDetails; left: JobLeft }): ReactNode {
  const { outcome, refusal, count } = left;
  const { number, jobs } = texts();
  const why = whyText(refusal, job);
  return (
    <>
      <Link
        href={itemsPath(job.id, outcome)}
        className="inline-block min-h-6 leading-6 underline underline-offset-4 hover:text-accent"
      >
        {outcome === "FAILED" ? jobs.reasons.atItsTurn(why) : why}
      </Link>
      <span className="leading-6 text-muted tabular-nums">{number(count)}</span>
    </>
  );
}
