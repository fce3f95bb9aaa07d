"use server";

import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { chooseLanguage, keepDevice, keepSession, presentBrowser } from "@/access/browser";
import { requireActor } from "@/access/require-actor";
import { changeOwnPassword } from "@/access/sign-in/own-password";
import { endOtherSessions, endOwnSession } from "@/access/sign-in/own-sessions";
import { newPasswordField, notEasyToGuess } from "@/access/users/profile";
import { findOwnUser } from "@/access/users/users";
import { fieldErrors, refused } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { signOutAction } from "@/app/sign-in/actions";
import type { FormState } from "@/components/form-state";
import { LANGUAGES } from "@/text/language";
import { texts } from "@/text/texts";

const ACCOUNT = "/account";

const sessionForm = z.object({ session: z.uuid() });

/** Signs one of the own sessions out; the one of this browser leads to the sign-in page. */
export async function endSessionAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  const parsed = sessionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return { refusal: texts().account.sessions.unknown };
  if (parsed.data.session === actor.sessionId) return signOutAction();
  redirect(withNotice(ACCOUNT, await endOwnSession(actor, parsed.data.session)));
}

export async function endOtherSessionsAction(): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  redirect(withNotice(ACCOUNT, await endOtherSessions(actor)));
}

const languageForm = z.object({
  language: z.enum(["asked", ...LANGUAGES], { error: () => texts().account.language.unknown }),
});

/** Keeps in which language the pages speak to this browser, or leaves it to what the browser asks for. */
export async function chooseLanguageAction(_state: FormState, form: FormData): Promise<FormState> {
  await requireActor(ACCOUNT);
  const parsed = languageForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { language } = parsed.data;
  await chooseLanguage(language === "asked" ? null : language);
  redirect(ACCOUNT);
}

const passwordForm = z
  .object({
    present: z.string().min(1, { error: () => texts().account.password.missing }),
    password: newPasswordField,
    again: z.string(),
  })
  .refine(({ password, again }) => password === again, {
    path: ["again"],
    error: () => texts().account.password.differs,
  });

/** Changes the own password and signs every other session out. */
export async function changePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/account/password");
  const user = (await findOwnUser(actor)) ?? notFound();
  const parsed = await passwordForm
    .superRefine(({ password }, context) => notEasyToGuess({ ...user, password }, context))
    .safeParseAsync(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, new FormData());
  const { device } = await presentBrowser();
  const outcome = await changeOwnPassword(actor, parsed.data.present, parsed.data.password, device);
  if (outcome.ok) {
    if (outcome.device !== null) await keepDevice(outcome.device);
    if (outcome.token !== null) await keepSession(outcome.token);
    redirect(withNotice(ACCOUNT, outcome.entry));
  }
  if (outcome.refusal === "throttled") return { refusal: texts().signIn.throttled(outcome.minutes) };
  if (outcome.refusal === "wrong_password") return { errors: { present: texts().account.password.wrong } };
  return refused(outcome.refusal, new FormData(), "/account/password");
}
