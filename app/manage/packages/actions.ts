"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { packageNameField, planNameField, quotaField, throttleField } from "@/access/keys/package-fields";
import { createPackage, renamePackage } from "@/access/keys/packages";
import { changePlan, changePlanActivity, createPlan } from "@/access/keys/plans";
import { requireActor } from "@/access/require-actor";
import type { Refusal } from "@/access/rules";
import { reasonField } from "@/access/users/profile";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";
import { activityWords } from "./plan-activity";

const PACKAGES = "/manage/packages";

const OPEN_AGAIN = { error: () => texts().forms.openAgain };

const newPackageForm = z.object({ name: packageNameField });

/** Creates a package, which has no plan yet. */
export async function createPackageAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PACKAGES);
  const parsed = newPackageForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  return answer(form, await createPackage(actor, parsed.data), texts().packages.taken.package);
}

const renamingForm = z.object({ id: z.guid(OPEN_AGAIN), seen: z.string(OPEN_AGAIN), name: packageNameField });

export async function renamePackageAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PACKAGES);
  const parsed = renamingForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  return answer(form, await renamePackage(actor, parsed.data), texts().packages.taken.package);
}

const terms = z.object({ name: planNameField, throttlePerSecond: throttleField, quotaPerDay: quotaField });
const newPlanForm = terms.extend({ packageId: z.guid(OPEN_AGAIN) });

/** Creates a plan of a package, active. */
export async function createPlanAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PACKAGES);
  const parsed = newPlanForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  return answer(form, await createPlan(actor, parsed.data), texts().packages.taken.plan);
}

const planForm = terms.extend({
  id: z.guid(OPEN_AGAIN),
  seenName: z.string(OPEN_AGAIN),
  seenThrottlePerSecond: throttleField,
  seenQuotaPerDay: quotaField,
});

export async function changePlanAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PACKAGES);
  const parsed = planForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { seenName, seenThrottlePerSecond, seenQuotaPerDay, ...plan } = parsed.data;
  const seen = { name: seenName, throttlePerSecond: seenThrottlePerSecond, quotaPerDay: seenQuotaPerDay };
  return answer(form, await changePlan(actor, { ...plan, seen }), texts().packages.taken.plan);
}

const activity = z.enum(["active", "inactive"], OPEN_AGAIN);
const activityForm = z.object({
  id: z.guid(OPEN_AGAIN),
  seen: activity,
  to: activity,
  reason: reasonField.optional(),
});

/** Activates or deactivates a plan. */
export async function changePlanActivityAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor(PACKAGES);
  const parsed = activityForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { id, reason } = parsed.data;
  const [seen, active] = [parsed.data.seen === "active", parsed.data.to === "active"];
  const outcome = await changePlanActivity(actor, { id, seen, active, ...(reason !== undefined && { reason }) });
  if (outcome.ok && outcome.entry === null) {
    return { refusal: activityWords(active).nothingChanged };
  }
  return answer(form, outcome, texts().packages.taken.plan);
}

type Outcome =
  { readonly ok: true; readonly entry: bigint | null } | { readonly ok: false; readonly refusal: Refusal | "taken" };

/** Goes to the list with a notice, or says why not. */
function answer(form: FormData, outcome: Outcome, taken: string): FormState {
  revalidatePath("/manage", "layout");
  if (outcome.ok) redirect(withNotice(PACKAGES, outcome.entry));
  if (outcome.refusal === "taken") return { errors: { name: taken }, values: typedValues(form) };
  return refused(outcome.refusal, form, PACKAGES);
}
