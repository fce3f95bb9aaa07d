/** Changes of many users at once: the list of these jobs, and a job from the draft to its end. */
import type { ReactNode } from "react";
import type { JobRefusal, JobStatus, ListRefusal } from "@/access/jobs/jobs";
import type { SettableStatus } from "@/access/rules";
import { counted, number } from "./numbers";

const users = (value: number): string => counted(value, "user");

/** Draws a link of the words that it is given. */
type Link = (words: string) => ReactNode;

type Numbers = {
  readonly target: SettableStatus;
  readonly planned: number;
  readonly changed: number;
  readonly failed: number;
  readonly remaining: number;
};

const statuses = { ENABLED: "enabled", DISABLED: "disabled" };

/** "3 users are disabled. 1 user could not be changed." */
function became({ target, changed, failed }: Numbers): string {
  const failures = failed > 0 ? ` ${users(failed)} could not be changed.` : "";
  return `${users(changed)} ${changed === 1 ? "is" : "are"} ${statuses[target]}.${failures}`;
}

export const jobs = {
  list: {
    title: "Jobs",
    caption:
      "Changes of many users at once. Choose users in the list of users, or bring their usernames. Each job is reviewed before it starts, and can be undone.",
    count: (jobs: number): string => (jobs === 1 ? "Job" : "Jobs"),
    fromFile: "Change users by file",
    none: { title: "No jobs yet", advice: "What was changed for many users at once is listed here." },
    tableCaption: "Jobs, newest first. Times are in UTC.",
    columns: {
      job: "Job",
      state: "State",
      done: "Done",
      users: "Users",
      reason: "Reason",
      by: "By",
      created: "Created",
      ended: "Ended",
    },
    job: (job: number, order: string): string => `${job}\u00A0: ${order}`,
    done: ({ changed, planned, failed }: Numbers): string =>
      `${number(changed)} of ${number(planned)}${failed > 0 ? `, ${number(failed)} failed` : ""}`,
  },
  states: {
    DRAFT: "Draft",
    QUEUED: "Queued",
    RUNNING: "Running",
    STOPPED: "Stopped",
    FINISHED: "Finished",
  } satisfies Record<JobStatus, string>,
  /** What a job is for, and the button that starts it. */
  orders: {
    ENABLED: (count: number): string => `Enable ${users(count)}`,
    DISABLED: (count: number): string => `Disable ${users(count)}`,
  } satisfies Record<SettableStatus, (count: number) => string>,
  title: "Job",
  trail: (job: number): string => `Job ${job}`,
  heading: (job: number, order: string): string => `Job ${job}\u00A0: ${order}`,
  draftHeading: (order: string): string => `${order}?`,
  /** How its users were chosen. */
  selection: {
    rows: (count: number): string => `${number(count)} chosen in the list of users`,
    filter: (count: number, link: Link): ReactNode => (
      <>
        {number(count)} in {link("this list of users")}
      </>
    ),
    file: (count: number, name: ReactNode): ReactNode => (
      <>
        {number(count)} named in {name}
      </>
    ),
    pasted: (count: number): string => `${number(count)} named in a pasted list`,
    unnamedFile: (count: number): string => `${number(count)} named in a file without a name`,
    undo: (count: number, job: number, link: Link): ReactNode => (
      <>
        {number(count)} changed by {link(`job ${job}`)}
      </>
    ),
  },
  drafted: (selection: ReactNode, by: ReactNode, time: ReactNode): ReactNode => (
    <>
      {selection}. Nothing is changed yet. Drafted by {by} on {time}.
    </>
  ),
  ordered: (selection: ReactNode, by: ReactNode, time: ReactNode): ReactNode => (
    <>
      {selection}. Ordered by {by} on {time}.
    </>
  ),
  reason: (reason: ReactNode): ReactNode => <>Reason: {reason}</>,
  draft: {
    nobody: (total: number): string => `None of these ${users(total)} would change.`,
    consequences: {
      ENABLED:
        "They can sign in again. Sessions that ended stay ended, and keys that are held back by themselves or by their plan stay so. The whole job can be undone.",
      DISABLED:
        "They are signed out at once, can't reach their accounts and have no API access. Their roles are kept, and the whole job can be undone.",
    } satisfies Record<SettableStatus, string>,
    reason: "Reason",
    reasonHint: {
      ENABLED: "Kept with the job and in the history of each user who becomes Enabled.",
      DISABLED: "Kept with the job and in the history of each user who becomes Disabled.",
    } satisfies Record<SettableStatus, string>,
    reasonMissing: "Enter a reason.",
    starting: "Starting…",
    discard: "Discard",
    discarding: "Discarding…",
  },
  figures: {
    willChange: "Will change",
    failed: "Failed",
    notReached: "Not reached",
    skipped: "Skipped",
    sessionsWillEnd: "Open sessions that end",
    sessionsEnded: "Sessions ended",
    keysWillStop: "Working keys that stop",
    keysStopped: "Keys stopped",
    keysWillWork: "Keys that work again",
    keysRestored: "Keys restored",
  },
  progress: {
    done: (done: number, planned: number): string => `${number(done)} of ${users(planned)} done`,
    label: "Users done",
    value: (done: number, planned: number): string => `${number(done)} of ${number(planned)} users done`,
    remaining: "Remaining",
    perSecond: "Users a second",
    timeLeft: "Time left",
    seconds: (seconds: number): string => `${seconds} s`,
    minutes: (minutes: number): string => `${minutes} min`,
    hours: (hours: number, minutes: number): string => `${hours} h ${minutes} min`,
    failed: "Failed so far",
    byItself: "The console carries this out by itself: you can leave this page, or close it, and come back.",
    stop: "Stop",
    stopping: "Stopping…",
    willStop: "It stops after the users it is at.",
  },
  result: {
    finished: (job: Numbers): string => `Finished: ${became(job)}`,
    /** `why` where nobody stopped it. */
    stopped: (job: Numbers, why: string | null): string =>
      `Stopped: ${became(job)} ${users(job.remaining)} not reached.${why === null ? "" : ` ${why}.`}`,
    undo: "Undo…",
    undoing: "Undoing…",
    download: "Download CSV",
  },
  /** Why some were not changed. */
  reasons: {
    title: "Not changed",
    atItsTurn: (why: string): string => `${why} when its turn came`,
    already: { ENABLED: "Enabled already", DISABLED: "Disabled already" } satisfies Record<SettableStatus, string>,
    orderVoid: "Who ordered it is disabled or has lost the role that it takes",
    /** What else there may be is called as everywhere. */
    others: {
      platform_user: "Managed by the platform, and changed only there",
      own_account: "The account of who ordered this",
      above_role: "An administrator, above the role of who ordered this",
      last_administrator: "The last enabled administrator",
      unknown_user: "Nobody has this username",
      changed_meanwhile: "Changed by somebody else since",
    } satisfies Partial<Record<JobRefusal, string>>,
    ofRows: {
      ambiguous_name: "Two users can be meant, one with and one without the apostrophe at the beginning",
      repeated_name: "Named before in the same list",
      wrong_cell_count: "A row with more or fewer cells than the heading",
      no_username: "A row without a username",
      above_heading: "Stands above the heading",
    } satisfies Record<ListRefusal, string>,
  },
  items: {
    show: "Show",
    caption: (job: number, outcome: string): string => `Users of job ${job}: ${outcome}.`,
    username: "Username",
    atLine: (line: number, text: ReactNode): ReactNode => (
      <>
        Line {number(line)}: {text}
      </>
    ),
    whatHappens: "What happens",
    whatHappened: "What happened",
    why: "Why",
  },
  choose: { target: "Choose Enable or Disable.", user: "Choose at least one user." },
};
