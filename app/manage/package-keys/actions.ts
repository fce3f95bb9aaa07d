"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { createPackageKey } from "@/access/keys/new-package-key";
import { applicationNameField } from "@/access/keys/package-fields";
import { keyName, shownParts } from "@/access/keys/package-key-format";
import { changePackageKeyStatus, deletePackageKey } from "@/access/keys/package-keys";
import { readSettings } from "@/access/operation/settings";
import { requireActor } from "@/access/require-actor";
import { PACKAGE_KEY_STATUSES } from "@/access/rules";
import { reasonField } from "@/access/users/profile";
import { fieldErrors, refused } from "@/app/form-answer";
import { returnPath, withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { NEW_APPLICATION } from "./new-application";

const KEYS = "/manage/package-keys";

const newKey = z.object({
  id: z.guid({ error: () => texts().forms.openAgain }),
  username: z.string({ error: () => texts().forms.openAgain }),
  plan: z.guid({ error: () => texts().keys.creation.missing.plan }),
});
const keyOfApplication = newKey
  .extend({ application: z.guid({ error: () => texts().keys.creation.missing.application }) })
  .transform(({ application: id, ...key }) => ({ ...key, application: { id } }));
const keyOfNewApplication = newKey
  .extend({ name: applicationNameField })
  .transform(({ name, ...key }) => ({ ...key, application: { name } }));

/** Makes a package key. It is shown once, in the answer to the form and nowhere else. */
export async function createPackageKeyAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(KEYS);
  const isNew = form.get("application") === NEW_APPLICATION;
  const parsed = (isNew ? keyOfNewApplication : keyOfApplication).safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, username, plan, application } = parsed.data;
  const environment = readSettings(process.env).keyEnvironment;
  const outcome = await createPackageKey(actor, { id, username, application, planId: plan, environment });
  if (!outcome.ok) return refused(outcome.refusal, form, KEYS);
  revalidatePath("/manage", "layout");
  const { block } = outcome;
  const name = keyName(shownParts(outcome.key));
  const { creation } = texts().keys;
  return {
    secret: {
      title: block
        ? creation.createdBlocked(name, username, browserTexts().keyBlocks[block])
        : creation.created(name, username),
      label: creation.key,
      value: outcome.key,
      next: withNotice(userPath(username, "package-keys"), outcome.entry),
    },
  };
}

const statusForm = z.object({
  id: z.guid({ error: () => texts().forms.openAgain }),
  seen: z.enum(PACKAGE_KEY_STATUSES, { error: () => texts().forms.openAgain }),
  to: z.enum(["ENABLED", "DISABLED"], { error: () => texts().keys.status.choose }),
  reason: reasonField.optional(),
});

/** Enables, approves or disables a package key, and goes back to where that was asked. */
export async function changeKeyStatusAction(_state: FormState, form: FormData): Promise<FormState> {
  const from = returnPath(form.get("from"), KEYS);
  const actor = await requireActor(from);
  const parsed = statusForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, seen, to, reason } = parsed.data;
  const outcome = await changePackageKeyStatus(actor, {
    id,
    seen,
    status: to,
    ...(reason !== undefined && { reason }),
  });
  revalidatePath("/manage", "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, from);
  if (outcome.entry === null) return { refusal: texts().keys.status.nothingChanged[to] };
  redirect(withNotice(from, outcome.entry));
}

const deletionForm = z.object({ id: z.guid({ error: () => texts().forms.openAgain }), reason: reasonField.optional() });

/** Deletes a package key, and goes back to where that was asked. */
export async function deletePackageKeyAction(_state: FormState, form: FormData): Promise<FormState> {
  const from = returnPath(form.get("from"), KEYS);
  const actor = await requireActor(from);
  const parsed = deletionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, reason } = parsed.data;
  const outcome = await deletePackageKey(actor, { id, ...(reason !== undefined && { reason }) });
  revalidatePath("/manage", "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, from);
  redirect(withNotice(from, outcome.entry));
}
