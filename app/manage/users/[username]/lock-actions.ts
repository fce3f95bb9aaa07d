"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { unlockUser } from "@/access/sign-in/account-lock";
import { fieldErrors, refused } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const unlockForm = z.object({ username: z.string({ error: () => texts().forms.openAgain }) });

/** Unlocks an account, and goes back to the settings of the user with a notice. */
export async function unlockUserAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/manage/users");
  const parsed = unlockForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const here = userPath(parsed.data.username.toWellFormed());
  const outcome = await unlockUser(actor, parsed.data.username);
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  revalidatePath("/manage/users", "layout");
  redirect(withNotice(here, outcome.entry));
}
