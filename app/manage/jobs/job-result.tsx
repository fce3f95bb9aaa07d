import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs";
import { ButtonAnchor } from "@/components/button";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { undoJobAction } from "./actions";
import { JobNumbers } from "./job-numbers";
import { resultFile } from "./job-path";
import { JobReasons } from "./job-reasons";
import { becameText, usersText, whyText } from "./job-words";

/** What came of a job that has ended, and the ways on: the file of it, and the way back. */
export function JobResult({ job, mayRun }: { job: JobDetails; mayRun: boolean }): ReactNode {
  const wentWell = job.status === "FINISHED" && job.failed === 0;
  return (
    <>
      <Notice tone={wentWell ? "done" : "warning"}>{resultSentence(job)}</Notice>
      <Card>
        <JobNumbers job={job} />
        <JobReasons job={job} />
        <div className="mt-5 flex flex-wrap gap-2 border-t border-line pt-5">
          {mayRun && job.changed > 0 && <UndoForm job={job} />}
          <ButtonAnchor href={resultFile(job.id)} download>
            Download CSV
          </ButtonAnchor>
        </div>
      </Card>
    </>
  );
}

function resultSentence(job: JobDetails): string {
  const { status, target, changed, failed, remaining, refusal } = job;
  const became = `${becameText(changed, target)}.`;
  const failures = failed > 0 ? ` ${usersText(failed)} could not be changed.` : "";
  if (status === "FINISHED") return `Finished: ${became}${failures}`;
  const why = refusal === null ? "" : ` ${whyText(refusal, job)}.`;
  return `Stopped: ${became}${failures} ${usersText(remaining)} not reached.${why}`;
}

function UndoForm({ job }: { job: JobDetails }): ReactNode {
  return (
    <Form action={undoJobAction}>
      <input type="hidden" name="id" value={job.id} />
      <SubmitButton variant="secondary" pendingText="Undoing…">
        Undo…
      </SubmitButton>
    </Form>
  );
}
