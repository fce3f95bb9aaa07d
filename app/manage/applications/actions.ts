"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { createApplication, deleteApplication, findApplication } from "@/access/keys/applications";
import { applicationNameField } from "@/access/keys/package-fields";
import { requireActor } from "@/access/require-actor";
import { reasonField } from "@/access/users/profile";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import { idPath } from "@/app/id-page";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const newApplicationForm = z.object({
  username: z.string({ error: () => texts().forms.openAgain }),
  name: applicationNameField,
});

/** Creates an application of a user, and goes to the list of them. */
export async function createApplicationAction(_state: FormState, form: FormData): Promise<FormState> {
  const from = "/manage/users";
  const actor = await requireActor(from);
  const parsed = newApplicationForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, name } = parsed.data;
  const outcome = await createApplication(actor, { username, name });
  revalidatePath("/manage", "layout");
  if (outcome.ok) redirect(withNotice(userPath(username, "applications"), outcome.entry));
  if (outcome.refusal !== "taken") return refused(outcome.refusal, form, from);
  return { errors: { name: texts().applications.taken }, values: typedValues(form) };
}

const deletionForm = z.object({
  id: z.guid({ error: () => texts().forms.openAgain }),
  seen: z.coerce.number({ error: () => texts().forms.openAgain }).int({ error: () => texts().forms.openAgain }),
  reason: reasonField.optional(),
});

/** Deletes an application with its keys, and goes to the other applications of its owner. */
export async function deleteApplicationAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/manage/users");
  const parsed = deletionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, seen, reason } = parsed.data;
  // Afterwards nobody can tell any more whose it was.
  const application = await findApplication(actor, id);
  const outcome = await deleteApplication(actor, { id, seen, ...(reason !== undefined && { reason }) });
  revalidatePath("/manage", "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, idPath("applications", id, "delete"));
  if (!application) return { refusal: texts().words.refusals.unknown_application };
  redirect(withNotice(userPath(application.owner.username, "applications"), outcome.entry));
}
