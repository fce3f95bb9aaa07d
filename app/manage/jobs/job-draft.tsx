import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs/jobs";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { settleDraftAction } from "./actions";
import { JobNumbers } from "./job-numbers";
import { JobReasons } from "./job-reasons";
import { orderText } from "./job-words";

type Props = { job: JobDetails; mayRun: boolean };

/** What a draft would do, in numbers, before anybody has decided: the reason, and the two ways on. */
export function JobDraft({ job, mayRun }: Props): ReactNode {
  const { draft } = texts().jobs;
  return (
    <>
      {job.planned === 0 && <Notice tone="warning">{draft.nobody(job.total)}</Notice>}
      <Card>
        <JobNumbers job={job} />
        <JobReasons job={job} />
        {mayRun && <Decision job={job} />}
      </Card>
    </>
  );
}

function Decision({ job }: { job: JobDetails }): ReactNode {
  const { draft } = texts().jobs;
  return (
    <Form action={settleDraftAction} className="mt-5 border-t border-line pt-5">
      <input type="hidden" name="id" value={job.id} />
      {job.planned > 0 && (
        <>
          <p className="mb-4 max-w-[72ch]">{draft.consequences[job.target]}</p>
          <TextArea name="reason" label={draft.reason} hint={draft.reasonHint[job.target]} maxLength={500} required />
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {job.planned > 0 && (
          <SubmitButton
            name="step"
            value="start"
            variant={job.target === "DISABLED" ? "danger" : "primary"}
            pendingText={draft.starting}
          >
            {orderText(job)}
          </SubmitButton>
        )}
        <SubmitButton name="step" value="discard" variant="secondary" pendingText={draft.discarding}>
          {draft.discard}
        </SubmitButton>
      </div>
    </Form>
  );
}
