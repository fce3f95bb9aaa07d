import type { Job, JobItemOutcome, JobRefusal, JobStatus } from "@/access/jobs";
import type { SettableStatus } from "@/access/rules";
import type { State } from "@/components/status-tag";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";

/** "Disable 1,203 users": what a job is for, and the button that starts it. */
export function orderText({ target, planned }: Pick<Job, "target" | "planned">): string {
  return `${target === "DISABLED" ? "Disable" : "Enable"} ${usersText(planned)}`;
}

export function usersText(count: number): string {
  return `${numberText(count)} ${count === 1 ? "user" : "users"}`;
}

export function numberText(count: number): string {
  return count.toLocaleString("en");
}

/** "3 users are disabled." */
export function becameText(count: number, target: SettableStatus): string {
  return `${usersText(count)} ${count === 1 ? "is" : "are"} ${browserTexts().statuses[target].toLowerCase()}`;
}

export const JOB_STATES: Record<JobStatus, State> = {
  DRAFT: { kind: "WAITING", word: "Draft" },
  QUEUED: { kind: "WAITING", word: "Queued" },
  RUNNING: { kind: "WAITING", word: "Running" },
  STOPPED: { kind: "DISABLED", word: "Stopped" },
  FINISHED: { kind: "ENABLED", word: "Finished" },
};

/** What became of one of its users; PENDING is what is to come, or what a job that stopped left as it was. */
export function outcomeText(outcome: JobItemOutcome, { status, target }: Pick<Job, "status" | "target">): string {
  const words: Record<JobItemOutcome, string> = {
    PENDING: status === "STOPPED" ? "Not reached" : "Will change",
    CHANGED: browserTexts().statuses[target],
    SKIPPED: "Skipped",
    FAILED: "Failed",
  };
  return words[outcome];
}

/** Why a user of a job is not changed, in a few words about that user. */
export function whyText(refusal: JobRefusal, { target }: Pick<Job, "target">): string {
  if (refusal === "already_so") return `${browserTexts().statuses[target]} already`;
  return WHY[refusal] ?? (refusal === "order_void" ? ORDER_VOID : texts().words.refusals[refusal].replace(/\.$/, ""));
}

const WHY: Partial<Record<JobRefusal, string>> = {
  platform_user: "Managed by the platform, and changed only there",
  own_account: "The account of who ordered this",
  above_role: "An administrator, above the role of who ordered this",
  last_administrator: "The last enabled administrator",
  unknown_user: "Nobody has this username",
  changed_meanwhile: "Changed by somebody else since",
};

const ORDER_VOID = "Who ordered it is disabled or has lost the role that it takes";

/** "40 s", "12 min", "3 h 5 min": no more exact than it can be. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
