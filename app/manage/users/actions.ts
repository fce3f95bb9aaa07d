"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { ACCOUNT_STATUSES } from "@/access/rules";
import { changeAccountStatus } from "@/access/status/access-settings";
import { reasonField } from "@/access/users/profile";
import { deleteUser } from "@/access/users/users";
import { fieldErrors, refused } from "@/app/form-answer";
import { returnPath, withNotice } from "@/app/return-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const LIST = "/manage/users";

const openAgain = (): string => texts().forms.openAgain;

const statusForm = z.object({
  username: z.string({ error: openAgain }),
  seen: z.enum(ACCOUNT_STATUSES, { error: openAgain }),
  to: z.enum(["ENABLED", "DISABLED"], { error: () => texts().userChanges.status.choose }),
  reason: reasonField.optional(),
});

/** Enables or disables a user from the list, and goes back to it with a notice. */
export async function changeStatusAction(_state: FormState, form: FormData): Promise<FormState> {
  const from = returnPath(form.get("from"), LIST);
  const actor = await requireActor(from);
  const parsed = statusForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, seen, to, reason } = parsed.data;
  const change = { username, seen: { status: seen }, status: to, ...(reason !== undefined && { reason }) };
  const outcome = await changeAccountStatus(actor, change);
  revalidatePath(LIST, "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, from);
  if (outcome.entry === null) return { refusal: texts().userChanges.status.nothingChanged[to](username) };
  redirect(withNotice(from, outcome.entry));
}

/** Takes a change of status back, as a change of its own. Its reason is kept, so it is the same in every language. */
export async function undoAction(state: FormState, form: FormData): Promise<FormState> {
  form.set("reason", "Undo");
  return changeStatusAction(state, form);
}

const deletionForm = z.object({ username: z.string(), reason: reasonField.optional() });

/** Deletes a user and goes back to the list with a notice. */
export async function deleteUserAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(LIST);
  const parsed = deletionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const outcome = await deleteUser(actor, parsed.data.username, parsed.data.reason);
  revalidatePath(LIST, "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, LIST);
  redirect(withNotice(LIST, outcome.entry));
}
