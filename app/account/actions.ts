"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { keepSession } from "@/access/browser";
import { changeOwnPassword } from "@/access/own-password";
import { newPasswordField } from "@/access/profile";
import { requireActor } from "@/access/require-actor";
import { endOtherSessions, endOwnSession } from "@/access/sessions";
import type { FormState } from "@/components/form-state";
import { fieldErrors, refused } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { signOutAction } from "@/app/sign-in/actions";
import { throttledSentence } from "@/app/sign-in/sentences";

const ACCOUNT = "/account";

const sessionForm = z.object({ session: z.uuid() });

/** Signs one of the own sessions out; the one of this browser leads to the sign-in page. */
export async function endSessionAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  const parsed = sessionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { refusal: "This session is unknown." };
  if (parsed.data.session === actor.sessionId) return signOutAction();
  redirect(withNotice(ACCOUNT, await endOwnSession(actor, parsed.data.session)));
}

export async function endOtherSessionsAction(): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  redirect(withNotice(ACCOUNT, await endOtherSessions(actor)));
}

const passwordForm = z
  .object({ present: z.string().min(1, "Enter your present password."), password: newPasswordField, again: z.string() })
  .refine(({ password, again }) => password === again, { path: ["again"], message: "The two new passwords differ." });

/** Changes the own password and signs every other session out. */
export async function changePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/account/password");
  const parsed = passwordForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, new FormData());
  const outcome = await changeOwnPassword(actor, parsed.data.present, parsed.data.password);
  if (outcome.ok) {
    if (outcome.token !== null) await keepSession(outcome.token);
    redirect(withNotice(ACCOUNT, outcome.entry));
  }
  if (outcome.refusal === "throttled") return { refusal: throttledSentence(outcome.minutes) };
  if (outcome.refusal === "wrong_password") return { errors: { present: "This is not your present password." } };
  return refused(outcome.refusal, new FormData(), "/account/password");
}
