import { redirect } from "next/navigation";
import type { z } from "zod";
import { withoutKeys } from "@/access/keys/package-key-format";
import type { Refusal } from "@/access/rules";
import { BOXES } from "@/components/boxes";
import { isGivenBack } from "@/components/given-back";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

// What a browser gets back of what it sent has no whole key, and is no longer than a page should carry.
const LONGEST_GIVEN_BACK = 2_000;

/** The answer to malformed input: one sentence for each field, and what was typed. */
export function fieldErrors(error: z.ZodError, form: FormData): FormState {
  const errors: Record<string, string> = {};
  for (const { path, message } of error.issues) errors[String(path[0])] ??= message;
  return { errors, values: typedValues(form) };
}

/** The answer to what a rule refused: its sentence, and what was typed. */
export function refused(refusal: Refusal, form: FormData, from: string): FormState {
  if (refusal === "signed_out") redirect(`/sign-in?from=${encodeURIComponent(from)}`);
  return { refusal: texts().words.refusals[refusal], values: typedValues(form) };
}

/** What was typed in the whole form, boxes that were left unchecked included. */
export function typedValues(form: FormData, longest = LONGEST_GIVEN_BACK): Record<string, string | string[]> {
  const names = new Set([...form.keys(), ...form.getAll(BOXES)].filter((name) => typeof name === "string"));
  const given = [...names].filter(isGivenBack);
  return Object.fromEntries(given.map((name) => [name, typedTexts(form.getAll(name), longest)]));
}

function typedTexts(values: FormDataEntryValue[], longest: number): string | string[] {
  const typed = values
    .filter((value) => typeof value === "string")
    .map((value) => withoutKeys(value).slice(0, longest));
  return typed.length === 1 ? (typed[0] ?? "") : typed;
}
