/**
 * Drafts of jobs: who was selected, and what would become of each of them. Guarantees that a draft changes no user, that
 * each user is in it once, and that whom a rule keeps from being changed is skipped with the reason.
 */
import type { Actor } from "./actor";
import type { Refused } from "./change";
import type { JobSelection } from "./jobs";
import type { SettableStatus } from "./rules";

export type DraftJob = { readonly target: SettableStatus; readonly selection: JobSelection };

/** Writes a draft for the review page. */
export async function draftJob(
  _actor: Actor,
  _draft: DraftJob,
): Promise<{ readonly ok: true; readonly id: string } | Refused> {
  throw new Error("This follows.");
}
