/** Changes of a user's status that are put down for later. */
import type { ReactNode } from "react";
import { number } from "./numbers";

export const schedules = {
  title: "Scheduled changes",
  explanation:
    "The console makes the change within a minute of its time, or as soon as it runs again. All times are in UTC. Disable until disables the user now and enables them then; whoever changes the status by hand meanwhile cancels that.",
  none: "Nothing is scheduled.",
  form: {
    kind: "What is to happen",
    kinds: { on: "Disable on a date", until: "Disable now, until a date" },
    due: "Date and time in UTC",
    disabledUntil: "Disabled until (date and time in UTC)",
    now: (time: ReactNode): ReactNode => <>UTC, not the zone of your own clock: it is {time} now.</>,
    reason: "Reason for the scheduled change (optional)",
    submit: "Schedule",
    noKind: "Choose what is to happen.",
    noTime: "Enter a date and a time, such as 2027-01-31 18:00.",
    past: "This time is over. Choose one that is still to come.",
    taken: "A change of this kind is scheduled already. Cancel that one first.",
  },
  pending: {
    orderedBy: (username: ReactNode, time: ReactNode, reason: ReactNode): ReactNode => (
      <>
        Scheduled by {username} on {time}
        {reason !== null && <>. Reason: {reason}</>}
      </>
    ),
    cancel: "Cancel",
    cancelChange: (change: string): string => `Cancel: ${change}`,
    cancelling: "Cancelling…",
  },
  settled: {
    count: (value: number): string => `Scheduled before: ${number(value)}`,
    /** With the time where there is one. */
    line: (change: string, outcome: string, time: ReactNode): ReactNode => (
      <>
        {change}: {outcome}
        {time !== null && <> {time}</>}
      </>
    ),
    done: { ENABLED: "enabled", DISABLED: "disabled" },
    cancelled: "cancelled",
    notDone: (why: string): string => `not done. ${why}`,
    alreadySo: { ENABLED: "The user was enabled already.", DISABLED: "The user was disabled already." },
    orderVoid: "Who scheduled it is disabled or has lost the role that it takes.",
  },
};
