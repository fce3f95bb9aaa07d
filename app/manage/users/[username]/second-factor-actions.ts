"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { ENROLMENT_HOURS, createEnrolmentCode } from "@/access/sign-in/enrolment-codes";
import { removeSecondFactor } from "@/access/sign-in/second-factor";
import { fieldErrors, refused } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const userForm = z.object({ username: z.string({ error: () => texts().forms.openAgain }) });

/** Takes a lost second factor away, and goes back to the settings of the user with a notice. */
export async function removeSecondFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/manage/users");
  const parsed = userForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const here = userPath(parsed.data.username.toWellFormed());
  const outcome = await removeSecondFactor(actor, parsed.data.username);
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  if (outcome.entry === null) return { refusal: texts().words.refusals.no_second_factor };
  revalidatePath("/manage/users", "layout");
  redirect(withNotice(here, outcome.entry));
}

/** Makes an enrolment code, which is shown once, in the answer to the form and nowhere else. */
export async function createEnrolmentCodeAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/manage/users");
  const parsed = userForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const here = userPath(parsed.data.username.toWellFormed());
  const outcome = await createEnrolmentCode(actor, parsed.data.username);
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  const { created, label, keep } = texts().secondFactor.enrolment;
  return {
    secret: {
      ...{ title: created(parsed.data.username.trim()), label, value: outcome.code, hint: keep(ENROLMENT_HOURS) },
      next: withNotice(here, outcome.entry),
    },
  };
}
