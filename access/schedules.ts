/**
 * Changes of a status at a later time: "Disable on a date", and the end of "Disable until a date". Guarantees that a user
 * has one pending change of each kind at most, and that a platform user has none. Carried out by due-schedules.ts.
 */
import type { ScheduleStatus } from "@/generated/prisma/enums";
import type { Actor } from "./actor";
import type { Created, Outcome, Refused } from "./change";
import type { JobRefusal } from "./jobs";
import type { SettableStatus } from "./rules";

export type { ScheduleStatus };

export type Schedule = {
  readonly id: string;
  readonly userId: string;
  readonly target: SettableStatus;
  readonly dueAt: Date;
  readonly status: ScheduleStatus;
  readonly reason: string | null;
  readonly createdById: string | null;
  readonly createdByUsername: string;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
  /** Why it was refused when it was due. */
  readonly refusal: JobRefusal | null;
};

export type NewSchedule = {
  readonly username: string;
  readonly target: SettableStatus;
  readonly dueAt: Date;
  readonly reason?: string;
  /** "Disable until": disables now, in the same transaction; the target is ENABLED. */
  readonly now?: "disable";
};

/** `past`: the time is over already. `taken`: a change of this kind is pending. Neither is recorded. */
export type ScheduleRefused = Refused | { readonly ok: false; readonly refusal: "past" | "taken" };

/** Puts a change of a user's status down for later. */
export async function scheduleChange(_actor: Actor, _change: NewSchedule): Promise<Created | ScheduleRefused> {
  throw new Error("This follows.");
}

/** Takes back what is put down for later. What "Disable until" did already stays. */
export async function cancelSchedule(_actor: Actor, _id: string): Promise<Outcome> {
  throw new Error("This follows.");
}

/** All of a user's, pending ones first by their time, then the latest settled ones. */
export async function listSchedules(_actor: Actor, _userId: string): Promise<Schedule[]> {
  throw new Error("This follows.");
}

/** The pending ones of several users, by user, for a list. */
export async function pendingSchedules(
  _actor: Actor,
  _userIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Schedule[]>> {
  throw new Error("This follows.");
}
