"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { PROFILE_FIELDS, profileFields, seenProfileField } from "@/access/users/profile";
import { type Changes, difference, editProfile } from "@/access/users/profile-change";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";
import { fieldErrors, refused } from "./form-answer";
import { returnPath, withNotice } from "./return-path";

const profileForm = profileFields.extend({
  username: z.string({ error: () => texts().forms.openAgain }),
  seen: seenProfileField,
});

/** Saves a profile, of somebody else or one's own, and stays on its page with a notice. */
export async function saveProfileAction(_state: FormState, form: FormData): Promise<FormState> {
  const here = returnPath(form.get("here"), "/account");
  const actor = await requireActor(here);
  const parsed = profileForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, seen, ...profile } = parsed.data;
  const outcome = await editProfile(actor, username, seen, profile);
  revalidatePath("/", "layout");
  if (!outcome.ok && "fields" in outcome) return meanwhile(outcome.fields, difference(PROFILE_FIELDS, seen, profile));
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  redirect(withNotice(here, outcome.entry));
}

/**
 * Somebody else changed the same field: it says so and keeps what was typed. Fields that were not touched here show
 * what is there now, so that the next Save overwrites nothing unseen.
 */
function meanwhile(fields: Changes, typed: Changes): FormState {
  const { userParts, words } = texts();
  const errors: Record<string, string> = {};
  for (const [field, value] of Object.entries(fields)) errors[field] = userParts.changedMeanwhile(value);
  return { refusal: words.refusals.changed_meanwhile, errors, values: typed };
}
