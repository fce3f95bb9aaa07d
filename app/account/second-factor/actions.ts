"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { SECOND_FACTOR, requireActor, requireActorSettingUp } from "@/access/require-actor";
import {
  type CodesOutcome,
  type NewCodes,
  beginSecondFactor,
  confirmSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from "@/access/sign-in/second-factor";
import { fieldErrors, refused } from "@/app/form-answer";
import { returnPath, withNotice } from "@/app/return-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const ACCOUNT = "/account";

/** Makes a secret, and leads to where it is shown. */
export async function beginSecondFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActorSettingUp(SECOND_FACTOR);
  const from = returnPath(form.get("from"), ACCOUNT);
  const outcome = await beginSecondFactor(actor);
  if (!outcome.ok) return refused(outcome.refusal, form, SECOND_FACTOR);
  redirect(`${SECOND_FACTOR}?${new URLSearchParams({ from }).toString()}`);
}

const passwordField = z
  .string()
  .catch("")
  .pipe(z.string().min(1, { error: () => texts().secondFactor.missing.password }));
const codeField = z
  .string()
  .catch("")
  .pipe(
    z
      .string()
      .trim()
      .min(1, { error: () => texts().secondFactor.missing.code }),
  );
const passwordForm = z.object({ password: passwordField });
const confirmForm = passwordForm.extend({ code: codeField });

/** Turns the second factor on. The recovery codes are shown once, in the answer to the form and nowhere else. */
export async function confirmSecondFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActorSettingUp(SECOND_FACTOR);
  const parsed = confirmForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const outcome = await confirmSecondFactor(actor, parsed.data.password, parsed.data.code);
  if (!outcome.ok) return notDone(outcome, form);
  revalidatePath(ACCOUNT, "layout");
  return shown(texts().secondFactor.codes.first, outcome, returnPath(form.get("from"), ACCOUNT));
}

export async function renewRecoveryCodesAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  const parsed = passwordForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const outcome = await renewRecoveryCodes(actor, parsed.data.password);
  if (!outcome.ok) return notDone(outcome, form);
  revalidatePath(ACCOUNT, "layout");
  return shown(texts().secondFactor.codes.renewed, outcome, ACCOUNT);
}

export async function turnOffSecondFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  const parsed = passwordForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const outcome = await turnOffSecondFactor(actor, parsed.data.password);
  if (!outcome.ok) return notDone(outcome, form);
  redirect(withNotice(ACCOUNT, outcome.entry));
}

function shown(title: string, { codes, entry }: NewCodes, next: string): FormState {
  const { label, keep } = texts().secondFactor.codes;
  return {
    secret: {
      title,
      label,
      value: codes.join("\n"),
      hint: keep,
      next: next === ACCOUNT ? withNotice(next, entry) : next,
    },
  };
}

function notDone(outcome: Exclude<CodesOutcome, NewCodes>, form: FormData): FormState {
  if (outcome.refusal === "throttled") return { refusal: texts().signIn.throttled(outcome.minutes) };
  if (outcome.refusal === "wrong_password") return { errors: { password: texts().secondFactor.wrongPassword } };
  if (outcome.refusal === "wrong_code") return { errors: { code: texts().signIn.code.wrong } };
  return refused(outcome.refusal, form, SECOND_FACTOR);
}
