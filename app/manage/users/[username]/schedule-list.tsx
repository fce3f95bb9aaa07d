import type { ReactNode } from "react";
import type { JobRefusal } from "@/access/jobs";
import type { Schedule } from "@/access/schedules";
import type { User } from "@/access/users";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { scheduleText } from "@/app/manage/users/schedule-words";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { cancelScheduleAction } from "./schedule-actions";

type PendingProps = { user: User; schedules: readonly Schedule[]; mayCancel: boolean };

/** What is put down for later, each with the way to take it back. */
export function PendingSchedules({ user, schedules, mayCancel }: PendingProps): ReactNode {
  if (schedules.length === 0) return <p>Nothing is scheduled.</p>;
  return (
    <ul className="grid gap-3">
      {schedules.map((schedule) => (
        <li key={schedule.id} className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-56">
            <p className="font-medium">{scheduleText(schedule)}</p>
            <OrderedBy schedule={schedule} />
          </div>
          {mayCancel && <CancelForm user={user} schedule={schedule} />}
        </li>
      ))}
    </ul>
  );
}

function OrderedBy({ schedule: { createdByUsername, createdAt, reason } }: { schedule: Schedule }): ReactNode {
  return (
    <p className="text-[0.8125rem] text-muted">
      Scheduled by <PersonText>{createdByUsername}</PersonText> on <Time at={createdAt} zone />
      {reason !== null && (
        <>
          . Reason: <PersonText>{reason}</PersonText>
        </>
      )}
    </p>
  );
}

function CancelForm({ user, schedule }: { user: User; schedule: Schedule }): ReactNode {
  return (
    <Form action={cancelScheduleAction}>
      <input type="hidden" name="username" value={user.username} />
      <input type="hidden" name="id" value={schedule.id} />
      <SubmitButton
        variant="secondary"
        size="small"
        pendingText="Cancelling…"
        aria-label={`Cancel: ${scheduleText(schedule)}`}
      >
        Cancel
      </SubmitButton>
    </Form>
  );
}

/** What was scheduled before, and what came of it. */
export function SettledSchedules({ schedules }: { schedules: readonly Schedule[] }): ReactNode {
  if (schedules.length === 0) return null;
  return (
    <details className="mt-4">
      <summary className="w-fit rounded-md py-1 font-medium text-muted hover:text-ink">
        Scheduled before: {schedules.length}
      </summary>
      <ul className="mt-1 grid gap-2">
        {schedules.map((schedule) => (
          <li key={schedule.id}>
            {scheduleText(schedule)}: {settledText(schedule)}
            {schedule.settledAt && (
              <>
                {" "}
                <Time at={schedule.settledAt} zone />
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function settledText({ status, target, refusal }: Schedule): string {
  if (status === "DONE") return browserTexts().statuses[target].toLowerCase();
  if (status === "CANCELLED") return "cancelled";
  return `not done. ${refusal === null ? "" : refusalText(refusal, target)}`;
}

function refusalText(refusal: JobRefusal, target: Schedule["target"]): string {
  if (refusal === "already_so") return `The user was ${browserTexts().statuses[target].toLowerCase()} already.`;
  if (refusal === "order_void") return "Who scheduled it is disabled or has lost the role that it takes.";
  return texts().words.refusals[refusal];
}
