"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { type NewSchedule, cancelSchedule, scheduleChange } from "@/access/status/schedules";
import { reasonField } from "@/access/users/profile";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

/** What a form can ask for: disable then, disable now and enable then, or only enable then, for who is disabled already. */
const KINDS = {
  on: { target: "DISABLED" },
  until: { target: "ENABLED", now: "disable" },
  end: { target: "ENABLED" },
} as const satisfies Record<string, Pick<NewSchedule, "target" | "now">>;

const ENTER_TIME = { error: () => texts().schedules.form.noTime };

/** As a browser sends a field of date and time, which knows no zone: here it is UTC. */
const dueField = z
  .string(ENTER_TIME)
  .trim()
  .regex(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?$/, ENTER_TIME)
  // The thirtieth of February would be read as a day in March.
  .refine((text) => textOfTime(timeIn(text)).startsWith(text.replace(" ", "T")), ENTER_TIME)
  .transform(timeIn);

function timeIn(text: string): Date {
  return new Date(`${text.replace(" ", "T")}Z`);
}

function textOfTime(at: Date): string {
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

const scheduleForm = z.object({
  username: z.string({ error: () => texts().forms.openAgain }),
  kind: z.enum(["on", "until", "end"], { error: () => texts().schedules.form.noKind }),
  due: dueField,
  scheduleReason: reasonField.optional(),
});

/** Puts a change of a user's status down for later, and stays on the settings with a notice. */
export async function scheduleChangeAction(_state: FormState, form: FormData): Promise<FormState> {
  const here = userPath(textOf(form, "username"));
  const actor = await requireActor(here);
  const parsed = scheduleForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, kind, due: dueAt, scheduleReason: reason } = parsed.data;
  const outcome = await scheduleChange(actor, { username, dueAt, ...KINDS[kind], ...(reason && { reason }) });
  revalidatePath("/manage/users", "layout");
  if (outcome.ok) redirect(withNotice(here, outcome.entry));
  const { refusal } = outcome;
  if (refusal !== "past" && refusal !== "taken") return refused(refusal, form, here);
  return { errors: { due: texts().schedules.form[refusal] }, values: typedValues(form) };
}

/** Takes back what is put down for later. */
export async function cancelScheduleAction(_state: FormState, form: FormData): Promise<FormState> {
  const here = userPath(textOf(form, "username"));
  const actor = await requireActor(here);
  const outcome = await cancelSchedule(actor, textOf(form, "id"));
  revalidatePath("/manage/users", "layout");
  if (!outcome.ok) return refused(outcome.refusal, form, here);
  redirect(withNotice(here, outcome.entry));
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.toWellFormed() : "";
}
