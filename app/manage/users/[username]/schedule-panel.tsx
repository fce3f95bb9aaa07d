import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { Schedule } from "@/access/status/schedules";
import type { User } from "@/access/users/users";
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
  const { schedules: text, words } = texts();
  return (
    <div className="mt-6">
      <Panel
        title={text.title}
        explanation={verdict.allowed ? text.explanation : words.refusals[verdict.refusal]}
        id="scheduled"
      >
        <PendingSchedules user={user} schedules={pending} mayCancel={verdict.allowed} />
        {verdict.allowed && <ScheduleForm user={user} />}
        <SettledSchedules schedules={settled} />
      </Panel>
    </div>
  );
}

function ScheduleForm({ user }: { user: User }): ReactNode {
  const isDisabled = user.status === "DISABLED";
  const { schedules, forms } = texts();
  const text = schedules.form;
  return (
    <Form action={scheduleChangeAction} className="mt-4">
      <input type="hidden" name="username" value={user.username} />
      {isDisabled ? (
        <input type="hidden" name="kind" value="end" />
      ) : (
        <ChoiceGroup
          name="kind"
          legend={text.kind}
          options={[
            { value: "on", label: text.kinds.on },
            { value: "until", label: text.kinds.until },
          ]}
          defaultValue="on"
        />
      )}
      <Field
        name="due"
        label={isDisabled ? text.disabledUntil : text.due}
        hint={text.now(<Time at={new Date()} zone />)}
        type="datetime-local"
        dir="ltr"
      />
      <TextArea name="scheduleReason" label={text.reason} hint={forms.reason.keptInHistory} maxLength={500} />
      <SubmitButton variant="secondary">{text.submit}</SubmitButton>
    </Form>
  );
}
