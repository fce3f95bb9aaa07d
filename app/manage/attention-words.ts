import type { Job } from "@/access/jobs/jobs";
import type { Count } from "@/access/lists/lists";
import { type Attention, STALE_DAYS } from "@/access/users/attention";
import { userPath } from "@/app/user-path";
import { texts } from "@/text/texts";
import { jobPath } from "./jobs/job-path";
import { orderText, whyText } from "./jobs/job-words";
import { countText } from "./list-pager";
import { EVENTS, PLATFORM } from "./settings/platform/paths";
import { USERS } from "./users/list-path";

/** A sentence, and the link to where it is dealt with. */
export type Told = { readonly text: string; readonly link: string; readonly href: string };

/** What is told in one sentence; scheduled changes have a line each. */
export function toldOf(item: Exclude<Attention, { kind: "schedules" }>): Told {
  const words = texts().overview.attention;
  switch (item.kind) {
    case "one-administrator":
      return { ...words.oneAdministrator, href: `${USERS}?role=ADMINISTRATOR` };
    case "unknown-proxy":
      return { ...words.unknownProxy, text: words.unknownProxy.text(item.address), href: `${USERS}?sort=-signin` };
    case "no-gate":
      return { ...words.noGate, href: GATES };
    case "silent-gates":
      return { ...words.silentGates, text: words.silentGates.text(item.names), href: GATES };
    case "failed-calls":
      return { ...words.failedCalls, text: words.failedCalls.text(item.calls), href: FAILED };
    case "refused-callers":
      return { ...words.refusedCallers, text: words.refusedCallers.text(item.calls), href: FAILED };
    case "undelivered-events":
      return { ...words.undeliveredEvents, text: words.undeliveredEvents.text(item.receivers), href: EVENTS };
    case "stopped-job":
    case "job-under-way":
      return { text: progressOf(item.job), link: words.job.link(item.job.number), href: jobPath(item.job.id) };
    case "locked-user":
      return {
        ...words.lockedUser,
        text: words.lockedUser.text(item.username, item.more),
        href: userPath(item.username),
      };
    case "waiting-users":
      return { ...words.waitingUsers, text: words.waitingUsers.text(...counted(item.users)), href: WAITING };
    case "stale-users":
      return { ...words.staleUsers, text: words.staleUsers.text(...counted(item.users), STALE_DAYS), href: STALE };
  }
}

const GATES = "/manage/gates";
const FAILED = `${PLATFORM}?calls=failed`;
const WAITING = `${USERS}?status=WAITING`;
const STALE = `${USERS}?stale=${STALE_DAYS}`;

function counted(users: Count): [count: number, shown: string] {
  return [users.count, countText(users)];
}

function progressOf(job: Job): string {
  const { status, number, changed, planned, refusal } = job;
  const { queued, running, stopped } = texts().overview.attention.job;
  if (status === "QUEUED") return queued(number, orderText(job));
  if (status === "RUNNING") return running(number, orderText(job), changed, planned);
  return stopped(number, orderText(job), changed, planned, refusal === null ? "" : whyText(refusal, job));
}
