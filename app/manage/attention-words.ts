import { type Attention, STALE_DAYS } from "@/access/attention";
import type { Job } from "@/access/jobs";
import { countText } from "./list-pager";
import { jobPath } from "./jobs/job-path";
import { numberText, orderText, whyText } from "./jobs/job-words";
import { EVENTS, PLATFORM } from "./settings/platform/paths";
import { USERS } from "./users/list-path";

/** A sentence, and the link to where it is dealt with. */
export type Told = { readonly text: string; readonly link: string; readonly href: string };

/** What is told in one sentence; scheduled changes have a line each. */
export function toldOf(item: Exclude<Attention, { kind: "schedules" }>): Told {
  switch (item.kind) {
    case "one-administrator":
      return told("Only one administrator is enabled.", "Administrators", `${USERS}?role=ADMINISTRATOR`);
    case "no-gate":
      return told("No gate is running: gateways that ask get no answer.", "See gates", GATES);
    case "silent-gates":
      return told(silence(item.names), "See gates", GATES);
    case "failed-calls":
      return told(`${calls(item.calls)} of the platform failed within the last day.`, "Failed calls", FAILED);
    case "refused-callers":
      return told(`${calls(item.calls)} without a good token within the last day.`, "Refused calls", FAILED);
    case "undelivered-events":
      return told(`Events do not arrive at ${item.receivers.join(", ")}.`, "Events", EVENTS);
    case "stopped-job":
    case "job-under-way":
      return told(progressOf(item.job), `Job ${item.job.number}`, jobPath(item.job.id));
    case "waiting-users":
      return told(`${users(item)} waiting to be enabled.`, "Waiting users", `${USERS}?status=WAITING`);
    case "stale-users":
      return told(
        `${users(item)} enabled without a sign-in or a key used for ${STALE_DAYS} days.`,
        "Stale users",
        STALE,
      );
  }
}

const GATES = "/manage/gates";
const FAILED = `${PLATFORM}?calls=failed`;
const STALE = `${USERS}?stale=${STALE_DAYS}`;

function told(text: string, link: string, href: string): Told {
  return { text, link, href };
}

function calls(count: number): string {
  return `${numberText(count)} ${count === 1 ? "call" : "calls"}`;
}

function users({ users: found }: Extract<Attention, { kind: "waiting-users" | "stale-users" }>): string {
  return found.count === 1 ? "1 user is" : `${countText(found)} users are`;
}

function silence(names: readonly string[]): string {
  const [are, they] = names.length === 1 ? ["is", "it refuses"] : ["are", "they refuse"];
  return `${names.join(", ")} ${are} silent: ${they} every key until the database is reached again.`;
}

function progressOf(job: Job): string {
  const { status, number, changed, planned, refusal } = job;
  const done = `${orderText(job)}: ${numberText(changed)} of ${numberText(planned)} done`;
  if (status === "QUEUED") return `Job ${number} is about to begin. ${orderText(job)}.`;
  if (status === "RUNNING") return `Job ${number} is running. ${done}.`;
  return `Job ${number} stopped by itself. ${done}. ${refusal === null ? "" : `${whyText(refusal, job)}.`}`;
}
