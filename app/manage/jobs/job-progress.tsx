import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs/jobs";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { Progress } from "@/components/progress";
import { Refreshing } from "@/components/refreshing";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { stopJobAction } from "./actions";
import { Figures } from "./job-numbers";
import { durationText } from "./job-words";

/** A job under way: how far it is, how fast it goes, and the way to stop it. */
export function JobProgress({ job, mayRun }: { job: JobDetails; mayRun: boolean }): ReactNode {
  const { planned, remaining, failed, perSecond, secondsLeft } = job;
  const done = planned - remaining;
  const { number, jobs } = texts();
  const { progress } = jobs;
  return (
    <Card>
      <Refreshing />
      <p className="mb-2 font-medium tabular-nums">{progress.done(done, planned)}</p>
      <Progress label={progress.label} done={done} total={planned} text={progress.value(done, planned)} />
      <div className="my-4">
        <Figures
          figures={[
            { label: progress.remaining, value: number(remaining) },
            { label: progress.perSecond, value: perSecond === null ? "–" : number(Math.round(perSecond)) },
            { label: progress.timeLeft, value: secondsLeft === null ? "–" : durationText(secondsLeft) },
            ...(failed > 0 ? [{ label: progress.failed, value: number(failed) }] : []),
          ]}
        />
      </div>
      <p className="mb-4 text-muted">{progress.byItself}</p>
      <StopForm job={job} mayRun={mayRun} />
    </Card>
  );
}

function StopForm({ job, mayRun }: { job: JobDetails; mayRun: boolean }): ReactNode {
  const { progress } = texts().jobs;
  if (job.stopRequestedAt !== null) return <p>{progress.willStop}</p>;
  if (!mayRun) return null;
  return (
    <Form action={stopJobAction}>
      <input type="hidden" name="id" value={job.id} />
      <SubmitButton variant="secondary" pendingText={progress.stopping}>
        {progress.stop}
      </SubmitButton>
    </Form>
  );
}
