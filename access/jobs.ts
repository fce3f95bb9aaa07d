/**
 * Jobs: changes of many users, who are kept one by one with what became of each. This is what people do with a job: look
 * at it, order it, stop it. Guarantees that only a draft that was reviewed is started, once, with a reason and one entry
 * for the job; what a job does to its users is job-batches.ts.
 */
import type { AuditSource, JobItemOutcome, JobStatus } from "@/generated/prisma/enums";
import type { Actor } from "./actor";
import type { Outcome, Refused } from "./change";
import type { Refusal, SettableStatus } from "./rules";

export type { JobItemOutcome, JobStatus };

/**
 * Why a user of a job was not changed, or why a job stopped by itself: what a rule said, or that there was nothing to do, or
 * that whoever ordered it may not do so any more.
 */
export type JobRefusal = Refusal | "already_so" | "order_void";

/** How the users of a job were chosen. */
export type JobSelection =
  | { readonly kind: "rows"; readonly usernames: readonly string[] }
  /** The address of the list of users, with its search and filters: userListAddress. */
  | { readonly kind: "filter"; readonly address: string }
  | { readonly kind: "file"; readonly name: string; readonly usernames: readonly string[] }
  /** Takes back what another job did. */
  | { readonly kind: "undo"; readonly jobId: string };

/** The same as the job keeps it. */
export type JobOrigin =
  | { readonly kind: "rows" }
  | { readonly kind: "filter"; readonly address: string }
  | { readonly kind: "file"; readonly name: string }
  | { readonly kind: "undo"; readonly jobId: string; readonly number: number };

export type Job = {
  readonly id: string;
  /** How people call it: job 12. */
  readonly number: number;
  readonly status: JobStatus;
  readonly target: SettableStatus;
  readonly reason: string | null;
  readonly source: AuditSource;
  readonly createdById: string | null;
  readonly createdByUsername: string;
  readonly selection: JobOrigin;
  /** All that were selected: planned and skipped. */
  readonly total: number;
  /** Those who are to change; of these: */
  readonly planned: number;
  readonly changed: number;
  readonly failed: number;
  readonly remaining: number;
  readonly skipped: number;
  /** Open sessions that ended and package keys that stopped or work again; of a draft, as many as there were to be. */
  readonly sessionsEnded: number;
  readonly keysConcerned: number;
  /** Why it stopped where nobody stopped it. */
  readonly refusal: JobRefusal | null;
  /** While it runs: users a second so far, and in how many seconds it may be done. */
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly createdAt: Date;
  readonly queuedAt: Date | null;
  readonly startedAt: Date | null;
  readonly progressedAt: Date | null;
  readonly stopRequestedAt: Date | null;
  readonly finishedAt: Date | null;
};

/** A job with how many of its users were skipped or failed, by why. The most frequent comes first. */
export type JobDetails = Job & { readonly left: readonly JobLeft[] };

export type JobLeft = {
  readonly outcome: "SKIPPED" | "FAILED";
  readonly refusal: JobRefusal;
  readonly count: number;
};

export type JobItem = {
  /** Its place in the job. */
  readonly number: number;
  /** Null for a name that nobody has. */
  readonly userId: string | null;
  readonly username: string;
  readonly outcome: JobItemOutcome;
  readonly refusal: JobRefusal | null;
  readonly entryId: bigint | null;
};

/** A job, whoever ordered it; null where there is none, or for who may not see the console. */
export async function findJob(_actor: Actor, _id: string): Promise<JobDetails | null> {
  throw new Error("This follows.");
}

/** Starts a draft: from here on it is carried out whatever becomes of this request. The reason is required. */
export async function startJob(_actor: Actor, _id: string, _reason: string): Promise<Outcome> {
  throw new Error("This follows.");
}

/** Stops a job after the users it is at. What is done stays done, and can be taken back by a job of its own. */
export async function stopJob(_actor: Actor, _id: string): Promise<Outcome> {
  throw new Error("This follows.");
}

/** Removes a draft that shall not be carried out; nothing was changed by it, so nothing is recorded. */
export async function discardDraft(_actor: Actor, _id: string): Promise<{ readonly ok: true } | Refused> {
  throw new Error("This follows.");
}
