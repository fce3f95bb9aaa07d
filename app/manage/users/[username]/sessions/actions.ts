"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Outcome } from "@/access/change";
import { requireActor } from "@/access/require-actor";
import { endAllSessionsOf, endSessionOf } from "@/access/sign-in/user-sessions";
import { fieldErrors, refused } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const LIST = "/manage/users";

const allForm = z.object({ username: z.string({ error: () => texts().forms.openAgain }) });
const oneForm = allForm.extend({ session: z.guid({ error: () => texts().forms.openAgain }) });

/** Ends one session of a user and stays with the others. */
export async function endSessionOfUserAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(LIST);
  const parsed = oneForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, session } = parsed.data;
  return answer(username, form, await endSessionOf(actor, username, session));
}

/** Ends all sessions of a user and goes to where they were listed. */
export async function endAllSessionsOfUserAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(LIST);
  const parsed = allForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username } = parsed.data;
  return answer(username, form, await endAllSessionsOf(actor, username));
}

/** What was over already is not in the list any more, and needs no notice. */
function answer(username: string, form: FormData, outcome: Outcome): FormState {
  const here = userPath(username.toWellFormed(), "sessions");
  revalidatePath(LIST, "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  redirect(withNotice(here, outcome.entry));
}
