import type { ReactNode } from "react";
import type { ChangeRefusal } from "@/access/jobs/jobs";
import type { Schedule } from "@/access/status/schedules";
import type { User } from "@/access/users/users";
import { scheduleText } from "@/app/manage/users/schedule-words";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { cancelScheduleAction } from "./schedule-actions";

type PendingProps = { user: User; schedules: readonly Schedule[]; mayCancel: boolean };

/** What is put down for later, each with the way to take it back. */
export function PendingSchedules({ user, schedules, mayCancel }: PendingProps): ReactNode {
  if (schedules.length === 0) return <p>{texts().schedules.none}</p>;
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
      {texts().schedules.pending.orderedBy(
        <PersonText>{createdByUsername}</PersonText>,
        <Time at={createdAt} zone />,
        reason === null ? null : <PersonText>{reason}</PersonText>,
      )}
    </p>
  );
}

function CancelForm({ user, schedule }: { user: User; schedule: Schedule }): ReactNode {
  const { cancel, cancelChange, cancelling } = texts().schedules.pending;
  return (
    <Form action={cancelScheduleAction}>
      <input type="hidden" name="username" value={user.username} />
      <input type="hidden" name="id" value={schedule.id} />
      <SubmitButton
        variant="secondary"
        size="small"
        pendingText={cancelling}
        aria-label={cancelChange(scheduleText(schedule))}
      >
        {cancel}
      </SubmitButton>
    </Form>
  );
}

/** What was scheduled before, and what came of it. */
export function SettledSchedules({ schedules }: { schedules: readonly Schedule[] }): ReactNode {
  if (schedules.length === 0) return null;
  const { count, line } = texts().schedules.settled;
  return (
    <details className="mt-4">
      <summary className="w-fit rounded-md py-1 font-medium text-muted hover:text-ink">
        {count(schedules.length)}
      </summary>
      <ul className="mt-1 grid gap-2">
        {schedules.map((schedule) => (
          <li key={schedule.id}>
            {line(
              scheduleText(schedule),
              settledText(schedule),
              schedule.settledAt && <Time at={schedule.settledAt} zone />,
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function settledText({ status, target, refusal }: Schedule): string {
  const { done, cancelled, notDone } = texts().schedules.settled;
  if (status === "DONE") return done[target];
  if (status === "CANCELLED") return cancelled;
  return notDone(refusal === null ? "" : refusalText(refusal, target));
}

function refusalText(refusal: ChangeRefusal, target: Schedule["target"]): string {
  const { schedules, words } = texts();
  if (refusal === "already_so") return schedules.settled.alreadySo[target];
  if (refusal === "order_void") return schedules.settled.orderVoid;
  return words.refusals[refusal];
}
