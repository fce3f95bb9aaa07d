import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice, StandingNotice } from "@/components/notice";
import { Card } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { browserTexts } from "@/text/browser-texts";
import { settleDraftAction } from "./actions";
import { JobNumbers } from "./job-numbers";
import { JobReasons } from "./job-reasons";
import { orderText, usersText } from "./job-words";

type Props = { job: JobDetails; mayRun: boolean; repeated: number };

/** What a draft would do, in numbers, before anybody has decided: the reason, and the two ways on. */
export function JobDraft({ job, mayRun, repeated }: Props): ReactNode {
  return (
    <>
      {job.planned === 0 && <Notice tone="warning">None of these {usersText(job.total)} would change.</Notice>}
      {repeated > 0 && <StandingNotice>{repeatedText(repeated)}</StandingNotice>}
      <Card>
        <JobNumbers job={job} />
        <JobReasons job={job} />
        {mayRun && <Decision job={job} />}
      </Card>
    </>
  );
}

function repeatedText(count: number): string {
  const lines = count === 1 ? "1 line names" : `${count.toLocaleString("en")} lines name`;
  return `${lines} somebody who stands above already. Each user counts once.`;
}

function Decision({ job }: { job: JobDetails }): ReactNode {
  const disables = job.target === "DISABLED";
  return (
    <Form action={settleDraftAction} className="mt-5 border-t border-line pt-5">
      <input type="hidden" name="id" value={job.id} />
      {job.planned > 0 && (
        <>
          <p className="mb-4 max-w-[72ch]">
            {disables
              ? "They are signed out at once, can't reach their accounts and have no API access. Their roles are kept, and the whole job can be undone."
              : "They can sign in again. Sessions that ended stay ended, and keys that are held back by themselves or by their plan stay so. The whole job can be undone."}
          </p>
          <TextArea
            name="reason"
            label="Reason"
            hint={`Kept with the job and in the history of each user who becomes ${browserTexts().statuses[job.target]}.`}
            maxLength={500}
            required
          />
        </>
      )}
      <div className="flex flex-wrap gap-2">
        {job.planned > 0 && (
          <SubmitButton name="step" value="start" variant={disables ? "danger" : "primary"} pendingText="Starting…">
            {orderText(job)}
          </SubmitButton>
        )}
        <SubmitButton name="step" value="discard" variant="secondary" pendingText="Discarding…">
          Discard
        </SubmitButton>
      </div>
    </Form>
  );
}
