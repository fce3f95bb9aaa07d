import type { ReactNode } from "react";
import type { JobDetails } from "@/access/jobs";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { Progress } from "@/components/progress";
import { Refreshing } from "@/components/refreshing";
import { SubmitButton } from "@/components/submit-button";
import { stopJobAction } from "./actions";
import { Figures } from "./job-numbers";
import { durationText, numberText, usersText } from "./job-words";

/** A job under way: how far it is, how fast it goes, and the way to stop it. */
export function JobProgress({ job, mayRun }: { job: JobDetails; mayRun: boolean }): ReactNode {
  const { planned, remaining, failed, perSecond, secondsLeft } = job;
  const done = planned - remaining;
  return (
    <Card>
      <Refreshing />
      <p className="mb-2 font-medium tabular-nums">
        {numberText(done)} of {usersText(planned)} done
      </p>
      <Progress
        label="Users done"
        done={done}
        total={planned}
        text={`${numberText(done)} of ${numberText(planned)} users done`}
      />
      <div className="my-4">
        <Figures
          figures={[
            { label: "Remaining", value: numberText(remaining) },
            { label: "Users a second", value: perSecond === null ? "–" : numberText(Math.round(perSecond)) },
            { label: "Time left", value: secondsLeft === null ? "–" : durationText(secondsLeft) },
            ...(failed > 0 ? [{ label: "Failed so far", value: numberText(failed) }] : []),
          ]}
        />
      </div>
      <p className="mb-4 text-muted">
        The console carries this out by itself: you can leave this page, or close it, and come back.
      </p>
      <StopForm job={job} mayRun={mayRun} />
    </Card>
  );
}

function StopForm({ job, mayRun }: { job: JobDetails; mayRun: boolean }): ReactNode {
  if (job.stopRequestedAt !== null) return <p>It stops after the users it is at.</p>;
  if (!mayRun) return null;
  return (
    <Form action={stopJobAction}>
      <input type="hidden" name="id" value={job.id} />
      <SubmitButton variant="secondary" pendingText="Stopping…">
        Stop
      </SubmitButton>
    </Form>
  );
}
