/**
 * How a status changes, for one user and for many. There is no second way: the list, the settings page, jobs, schedules,
 * the platform and the command line all come through here.
 */
import type { Actor } from "./actor";
import type { Refused } from "./change";
import type { JobRefusal } from "./jobs";
import type { SettableStatus } from "./rules";

/** At most so many users are changed in one transaction, so that nobody waits long for it. */
export const USERS_AT_ONCE = 500;

export type StatusesChange = {
  /** By name, in any spelling, or by id; at most USERS_AT_ONCE. */
  readonly users: { readonly usernames: readonly string[] } | { readonly ids: readonly string[] };
  readonly target: SettableStatus;
  readonly reason?: string | null;
  readonly jobId?: string;
};

/** What became of one of them, in the order in which they were given; a user who was given twice is here once. */
export type UserOutcome = {
  /** As it was given where nobody has this name or id. */
  readonly username: string;
  readonly id: string | null;
} & (
  | { readonly ok: true; readonly entry: bigint; readonly sessionsEnded: number; readonly keysConcerned: number }
  | { readonly ok: false; readonly refusal: JobRefusal }
);

/** Changes the status of many in one transaction. Refused as a whole only where the actor is signed out by now. */
export async function changeAccountStatuses(
  _actor: Actor,
  _change: StatusesChange,
): Promise<{ readonly ok: true; readonly users: readonly UserOutcome[] } | Refused> {
  throw new Error("This follows.");
}
