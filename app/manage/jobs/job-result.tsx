import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs/jobs";
import { ButtonAnchor } from "@/components/button";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { undoJobAction } from "./actions";
import { JobNumbers } from "./job-numbers";
import { resultFile } from "./job-path";
import { JobReasons } from "./job-reasons";
import { whyText } from "./job-words";

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
            {texts().jobs.result.download}
          </ButtonAnchor>
        </div>
      </Card>
    </>
  );
}

function resultSentence(job: JobDetails): string {
  const { finished, stopped } = texts().jobs.result;
  if (job.status === "FINISHED") return finished(job);
  return stopped(job, job.refusal === null ? null : whyText(job.refusal, job));
}

function UndoForm({ job }: { job: JobDetails }): ReactNode {
  const { result } = texts().jobs;
  return (
    <Form action={undoJobAction}>
      <input type="hidden" name="id" value={job.id} />
      <SubmitButton variant="secondary" pendingText={result.undoing}>
        {result.undo}
      </SubmitButton>
    </Form>
  );
}
