"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { MOST_VIEWS, changeView, findView, removeView, saveView, viewNameField } from "@/access/users/saved-views";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";
import { VIEWS, listOfView } from "./view-path";

const openAgain = { error: (): string => texts().forms.openAgain };

const view = z.object({ name: viewNameField, shared: z.literal("on", openAgain).optional() });
const newView = view.extend({ query: z.string(openAgain).max(4_000, openAgain) });
const presentView = view.extend({ id: z.guid(openAgain) });

/** Saves what the list shows under a name. */
export async function saveViewAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(VIEWS);
  const parsed = newView.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { name, shared, query } = parsed.data;
  const saved = await saveView(actor, { name, shared: shared === "on", address: query });
  if (!saved.ok && saved.refusal === "taken") return taken(form);
  if (!saved.ok && saved.refusal === "too_many") {
    return { errors: { name: texts().views.name.tooMany(MOST_VIEWS) }, values: typedValues(form) };
  }
  if (!saved.ok) return refused(saved.refusal, form, VIEWS);
  revalidatePath(VIEWS);
  const made = await findView(actor, saved.id);
  redirect(listOfView(made?.query ?? ""));
}

/** Renames a view, and shares it or does not. */
export async function changeViewAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(VIEWS);
  const parsed = presentView.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, name, shared } = parsed.data;
  const changed = await changeView(actor, { id, name, shared: shared === "on" });
  if (!changed.ok && changed.refusal === "taken") return taken(form);
  if (!changed.ok) return refused(changed.refusal, form, VIEWS);
  revalidatePath(VIEWS);
  redirect(VIEWS);
}

export async function removeViewAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(VIEWS);
  const parsed = z.object({ id: z.guid(openAgain) }).safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const removed = await removeView(actor, parsed.data.id);
  if (!removed.ok) return refused(removed.refusal, form, VIEWS);
  revalidatePath(VIEWS);
  redirect(VIEWS);
}

function taken(form: FormData): FormState {
  return { errors: { name: texts().views.name.taken }, values: typedValues(form) };
}
