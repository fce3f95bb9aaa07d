"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { createPlatformToken, revokePlatformToken } from "@/access/platform/platform-tokens";
import { requireActor } from "@/access/require-actor";
import type { Refusal } from "@/access/rules";
import { signalReceiverFields } from "@/access/signals/signal-fields";
import { createSignalReceiver, deleteSignalReceiver, sendVerificationEvent } from "@/access/signals/signal-receivers";
import { platformTokenLabelField } from "@/access/users/profile";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";
import { EVENTS, PLATFORM } from "./paths";

const idField = z.guid({ error: () => texts().forms.openAgain });
const idForm = z.object({ id: idField });
const tokenForm = z.object({ id: idField, label: platformTokenLabelField });

/** Makes a token. It is shown once, in the answer to the form and nowhere else. */
export async function createTokenAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PLATFORM);
  const parsed = tokenForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, label } = parsed.data;
  const outcome = await createPlatformToken(actor, label, id);
  if (!outcome.ok) return refused(outcome.refusal, form, PLATFORM);
  revalidatePath(PLATFORM, "layout");
  const { created, token } = texts().platform.newToken;
  return {
    secret: {
      title: created(label),
      label: token,
      value: outcome.token,
      next: withNotice(PLATFORM, outcome.entry),
    },
  };
}

export async function revokeTokenAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PLATFORM);
  const parsed = idForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  return answer(form, PLATFORM, await revokePlatformToken(actor, parsed.data.id));
}

/** Adds a receiver of security events. */
export async function createReceiverAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(EVENTS);
  const parsed = signalReceiverFields.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const outcome = await createSignalReceiver(actor, parsed.data);
  if (outcome.ok || outcome.refusal !== "taken") return answer(form, EVENTS, outcome);
  return { errors: { label: texts().securityEvents.newReceiver.taken }, values: typedValues(form) };
}

export async function removeReceiverAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(EVENTS);
  const parsed = idForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  return answer(form, EVENTS, await deleteSignalReceiver(actor, parsed.data.id));
}

export async function sendVerificationAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(EVENTS);
  const parsed = idForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  return answer(form, EVENTS, await sendVerificationEvent(actor, parsed.data.id));
}

type Outcome = { readonly ok: true; readonly entry: bigint | null } | { readonly ok: false; readonly refusal: Refusal };

/** Goes to where the result is seen, with a notice, or says why not. */
function answer(form: FormData, page: string, outcome: Outcome): FormState {
  revalidatePath(PLATFORM, "layout");
  if (outcome.ok) redirect(withNotice(page, outcome.entry));
  return refused(outcome.refusal, form, page);
}
