/** How commands tell what became of users, or would. */
import type { JobRefusal } from "@/access/jobs/jobs";
import { texts } from "@/text/texts";

export function whyNot(refusal: Exclude<JobRefusal, "already_so">): string {
  if (refusal === "order_void") return "";
  const { jobs, words } = texts();
  const reasons: Record<typeof refusal, string> = {
    ...words.refusals,
    ...jobs.reasons.ofRows,
    unknown_user: "There is no user of this name",
  };
  return `${reasons[refusal].replace(/\.$/, "")}.`;
}

export function people(count: number): string {
  return `${number(count)} ${count === 1 ? "user" : "users"}`;
}

export function number(count: number): string {
  return count.toLocaleString("en");
}
