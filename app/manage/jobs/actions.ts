"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Actor } from "@/access/actor";
import { type DraftJob, draftJob } from "@/access/jobs/job-drafts";
import { type JobSelection, discardDraft, startJob, stopJob } from "@/access/jobs/jobs";
import { requireActor } from "@/access/require-actor";
import { reasonField } from "@/access/users/profile";
import { fieldErrors, refused } from "@/app/form-answer";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";
import { FROM_FILE, JOBS, jobPath } from "./job-path";
import { listFrom, typedList } from "./username-form";

const OPEN_AGAIN = { error: () => texts().forms.openAgain };

const targetField = z.enum(["ENABLED", "DISABLED"], { error: () => texts().jobs.choose.target });

const selectionForm = z
  .object({
    target: targetField,
    scope: z.enum(["rows", "all"], OPEN_AGAIN),
    /** The search and the filters, as the address of the list has them. */
    filter: z.string(OPEN_AGAIN),
    user: z.array(z.string()),
  })
  .refine(({ scope, user }) => scope === "all" || user.length > 0, {
    path: ["user"],
    error: () => texts().jobs.choose.user,
  });

/** Of the users that were chosen in the list: writes down who they are, and goes on to what would happen to them. */
export async function reviewAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(JOBS);
  const parsed = selectionForm.safeParse({ ...Object.fromEntries(form), user: form.getAll("user") });
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { target, scope, filter, user } = parsed.data;
  const selection: JobSelection =
    scope === "all" ? { kind: "filter", address: filter } : { kind: "rows", usernames: user };
  return review(actor, { target, selection }, form);
}

/** Of the usernames in a text or a file. */
export async function reviewFileAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(FROM_FILE);
  const target = targetField.safeParse(form.get("target"));
  const list = await listFrom(form);
  if (!list.ok || !target.success) {
    const errors = { ...(!list.ok && list.errors), ...(!target.success && { target: texts().jobs.choose.target }) };
    return { errors, values: typedList(form) };
  }
  const { name, usernames, refusedRows } = list;
  return review(actor, { target: target.data, selection: { kind: "file", name, usernames, refusedRows } }, form);
}

/** Of those whom another job changed: takes back what it did. */
export async function undoJobAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(JOBS);
  // What it becomes is the opposite of what the other job did, whatever stands here.
  return review(actor, { target: "ENABLED", selection: { kind: "undo", jobId: idOf(form) } }, form);
}

async function review(actor: Actor, draft: DraftJob, form: FormData): Promise<FormState> {
  const drafted = await draftJob(actor, draft);
  if (!drafted.ok) return refused(drafted.refusal, form, JOBS);
  redirect(jobPath(drafted.id));
}

const decisionForm = z
  .object({ step: z.enum(["start", "discard"], OPEN_AGAIN), reason: reasonField.default("") })
  .refine(({ step, reason }) => step === "discard" || reason !== "", {
    path: ["reason"],
    error: () => texts().jobs.draft.reasonMissing,
  });

/** Starts a draft, or discards it. */
export async function settleDraftAction(_state: FormState, form: FormData): Promise<FormState> {
  const id = idOf(form);
  const actor = await requireActor(jobPath(id));
  const parsed = decisionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { step, reason } = parsed.data;
  const outcome = step === "start" ? await startJob(actor, id, reason) : await discardDraft(actor, id);
  revalidatePath("/manage", "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, jobPath(id));
  redirect(step === "start" ? jobPath(id) : JOBS);
}

/** Stops a job. What it did stays, and can be undone. */
export async function stopJobAction(_state: FormState, form: FormData): Promise<FormState> {
  const id = idOf(form);
  const actor = await requireActor(jobPath(id));
  const outcome = await stopJob(actor, id);
  revalidatePath("/manage", "layout");
  // It was done before anybody could stop it: the page says so.
  if (!outcome.ok && outcome.refusal !== "job_settled") return refused(outcome.refusal, form, jobPath(id));
  redirect(jobPath(id));
}

function idOf(form: FormData): string {
  const id = form.get("id");
  return typeof id === "string" ? id.toWellFormed() : "";
}
