"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { profileFields } from "@/access/profile";
import { requireActor } from "@/access/require-actor";
import { editProfile } from "@/access/users";
import type { FormState } from "@/components/form-state";
import { fieldErrors, refused } from "./form-answer";
import { returnPath, withNotice } from "./return-path";

const profileForm = profileFields.extend({
  username: z.string(),
  seen: z.iso.datetime("Open the page again.").transform((text) => new Date(text)),
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
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  redirect(withNotice(here, outcome.entry));
}
