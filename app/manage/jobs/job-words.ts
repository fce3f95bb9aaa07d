import type { Job, JobItemOutcome, JobRefusal, JobStatus } from "@/access/jobs/jobs";
import type { State } from "@/components/status-tag";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";

/** "Disable 1,203 users": what a job is for, and the button that starts it. */
export function orderText({ target, planned }: Pick<Job, "target" | "planned">): string {
  return texts().jobs.orders[target](planned);
}

const KINDS: Record<JobStatus, State["kind"]> = {
  DRAFT: "WAITING",
  QUEUED: "WAITING",
  RUNNING: "WAITING",
  STOPPED: "DISABLED",
  FINISHED: "ENABLED",
};

export function jobState(status: JobStatus): State {
  return { kind: KINDS[status], word: texts().jobs.states[status] };
}

/** What became of one of its users; PENDING is what is to come, or what a job that stopped left as it was. */
export function outcomeText(outcome: JobItemOutcome, { status, target }: Pick<Job, "status" | "target">): string {
  const { figures } = texts().jobs;
  const words: Record<JobItemOutcome, string> = {
    PENDING: status === "STOPPED" ? figures.notReached : figures.willChange,
    CHANGED: browserTexts().statuses[target],
    SKIPPED: figures.skipped,
    FAILED: figures.failed,
  };
  return words[outcome];
}

/** Why a user of a job is not changed, in a few words about that user. */
export function whyText(refusal: JobRefusal, { target }: Pick<Job, "target">): string {
  const { jobs, words } = texts();
  if (refusal === "already_so") return jobs.reasons.already[target];
  if (refusal === "order_void") return jobs.reasons.orderVoid;
  const { others, ofRows } = jobs.reasons;
  const reasons: Record<typeof refusal, string> = { ...words.refusals, ...others, ...ofRows };
  return reasons[refusal].replace(/\.$/, "");
}

/** "40 s", "12 min", "3 h 5 min": no more exact than it can be. */
export function durationText(seconds: number): string {
  const { progress } = texts().jobs;
  if (seconds < 90) return progress.seconds(Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return progress.minutes(minutes);
  return progress.hours(Math.floor(minutes / 60), minutes % 60);
}
