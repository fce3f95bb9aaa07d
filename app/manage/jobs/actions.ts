"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import type { FormState } from "@/components/form-state";
import { fieldErrors } from "@/app/form-answer";

const JOBS = "/manage/jobs";

const selectionForm = z.object({
  target: z.enum(["ENABLED", "DISABLED"], "Choose Enable or Disable."),
  scope: z.enum(["rows", "all"], "Open the page again."),
  /** The filter and the order as they stand in the address of the list. */
  filter: z.string("Open the page again."),
});

/** Of the users that were chosen in the list: writes down who they are, and goes on to the page that says what would happen. */
export async function reviewAction(_state: FormState, form: FormData): Promise<FormState> {
  await requireActor(JOBS);
  const parsed = selectionForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  redirect(JOBS);
}
