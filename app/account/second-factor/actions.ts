"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { SECOND_FACTOR, requireActor, requireActorSettingUp } from "@/access/require-actor";
import {
  type FactorRefused,
  type NewCodes,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from "@/access/sign-in/second-factor";
import { findNeededProof } from "@/access/sign-in/second-factor-proof";
import { beginSecondFactor, confirmSecondFactor } from "@/access/sign-in/second-factor-set-up";
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
const codeField = typedCode(() => texts().secondFactor.missing.code);

function typedCode(missing: () => string) {
  return z
    .string()
    .catch("")
    .pipe(z.string().trim().min(1, { error: missing }));
}

const changeForm = z.object({ proof: typedCode(() => texts().secondFactor.missing.proof), password: passwordField });
const confirmForms = {
  code: changeForm.extend({ code: codeField }),
  "enrolment-code": z.object({
    ...{ proof: typedCode(() => texts().secondFactor.missing.enrolmentCode), code: codeField, password: passwordField },
  }),
  nothing: z.object({ proof: z.string().catch(""), code: codeField, password: passwordField }),
};

/** Turns the second factor on. The recovery codes are shown once, in the answer to the form and nowhere else. */
export async function confirmSecondFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActorSettingUp(SECOND_FACTOR);
  const parsed = confirmForms[(await findNeededProof(actor)) ?? "nothing"].safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { password, proof, code } = parsed.data;
  const outcome = await confirmSecondFactor(actor, code, { password, code: proof });
  if (!outcome.ok) return notDone(outcome, form);
  revalidatePath(ACCOUNT, "layout");
  return shown(texts().secondFactor.codes.first, outcome, returnPath(form.get("from"), ACCOUNT));
}

export async function renewRecoveryCodesAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  const parsed = changeForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { password, proof } = parsed.data;
  const outcome = await renewRecoveryCodes(actor, { password, code: proof });
  if (!outcome.ok) return notDone(outcome, form);
  revalidatePath(ACCOUNT, "layout");
  return shown(texts().secondFactor.codes.renewed, outcome, ACCOUNT);
}

export async function turnOffSecondFactorAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(ACCOUNT);
  const parsed = changeForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { password, proof } = parsed.data;
  const outcome = await turnOffSecondFactor(actor, { password, code: proof });
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

function notDone(outcome: FactorRefused, form: FormData): FormState {
  const { signIn, secondFactor } = texts();
  switch (outcome.refusal) {
    case "throttled":
      return { refusal: signIn.throttled(outcome.minutes) };
    case "codes_throttled":
      return { refusal: signIn.throttled(outcome.minutes) };
    case "wrong_password":
      return { errors: { password: secondFactor.wrongPassword } };
    case "wrong_code":
      return { errors: { code: signIn.code.wrong } };
    case "wrong_proof":
      return { errors: { proof: secondFactor.wrongProof } };
    default:
      return refused(outcome.refusal, form, SECOND_FACTOR);
  }
}
