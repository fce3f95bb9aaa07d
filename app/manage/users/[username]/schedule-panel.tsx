import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { Schedule } from "@/access/schedules";
import type { User } from "@/access/users";
import { ChoiceGroup } from "@/components/choice";
import { Field, TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Panel } from "@/components/panel";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { scheduleChangeAction } from "./schedule-actions";
import { PendingSchedules, SettledSchedules } from "./schedule-list";

type Props = { user: User; schedules: readonly Schedule[]; verdict: Verdict };

/** "Disable on a date" and "Disable until a date", in a form of their own: what is put down for later is saved by itself. */
export function SchedulePanel({ user, schedules, verdict }: Props): ReactNode {
  // Nothing is ever put down here for the platform's users: when they come and go is the platform's say.
  if (user.origin === "PLATFORM") return null;
  const pending = schedules.filter(({ status }) => status === "PENDING");
  const settled = schedules.filter(({ status }) => status !== "PENDING");
  return (
    <div className="mt-6">
      <Panel
        title="Scheduled changes"
        explanation={verdict.allowed ? EXPLANATION : texts().words.refusals[verdict.refusal]}
        id="scheduled"
      >
        <PendingSchedules user={user} schedules={pending} mayCancel={verdict.allowed} />
        {verdict.allowed && <ScheduleForm user={user} />}
        <SettledSchedules schedules={settled} />
      </Panel>
    </div>
  );
}

const EXPLANATION =
  "The console makes the change within a minute of its time, or as soon as it runs again. All times are in UTC. Disable until disables the user now and enables them then; whoever changes the status by hand meanwhile cancels that.";

function ScheduleForm({ user }: { user: User }): ReactNode {
  const isDisabled = user.status === "DISABLED";
  return (
    <Form action={scheduleChangeAction} className="mt-4">
      <input type="hidden" name="username" value={user.username} />
      {isDisabled ? (
        <input type="hidden" name="kind" value="end" />
      ) : (
        <ChoiceGroup
          name="kind"
          legend="What is to happen"
          options={[
            { value: "on", label: "Disable on a date" },
            { value: "until", label: "Disable now, until a date" },
          ]}
          defaultValue="on"
        />
      )}
      <Field
        name="due"
        label={isDisabled ? "Disabled until (date and time in UTC)" : "Date and time in UTC"}
        hint={
          <>
            UTC, not the zone of your own clock: it is <Time at={new Date()} zone /> now.
          </>
        }
        type="datetime-local"
        dir="ltr"
      />
      <TextArea
        name="scheduleReason"
        label="Reason for the scheduled change (optional)"
        hint="Kept in the history of the user."
        maxLength={500}
      />
      <SubmitButton variant="secondary">Schedule</SubmitButton>
    </Form>
  );
}
