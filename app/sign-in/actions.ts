"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { signInByForm, signInWithCode, signOutByForm } from "@/access/sign-in/next-auth";
import { hasPlatformSignOut } from "@/access/sign-in/platform-sign-out";
import { fieldErrors, typedValues } from "@/app/form-answer";
import { returnPath } from "@/app/return-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";
import { signInSentence } from "./sentences";

const signInForm = z.object({
  username: z
    .string()
    .catch("")
    .pipe(z.string().min(1, { error: () => texts().signIn.missing.username })),
  password: z
    .string()
    .catch("")
    .pipe(z.string().min(1, { error: () => texts().signIn.missing.password })),
  from: z.unknown().optional(),
});

/** Signs in and goes to where the user wanted to be. */
export async function signInAction(_state: FormState, form: FormData): Promise<FormState> {
  const parsed = signInForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, password, from } = parsed.data;
  const error = await signInByForm(username, password);
  if (error === "code_wanted") redirect(pathWith("/sign-in/code", { from: returnPath(from, "/") }));
  if (error !== null) return { refusal: signInSentence(error), values: typedValues(form) };
  redirect(returnPath(from, "/"));
}

const codeForm = z.object({
  code: z
    .string()
    .catch("")
    .pipe(
      z
        .string()
        .trim()
        .min(1, { error: () => texts().signIn.missing.code }),
    ),
  from: z.unknown().optional(),
});

/** Finishes signing in by a code of the second factor. What ends the sign-in is said where it begins anew. */
export async function signInWithCodeAction(_state: FormState, form: FormData): Promise<FormState> {
  const parsed = codeForm.safeParse(Object.fromEntries(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const from = returnPath(parsed.data.from, "/");
  const error = await signInWithCode(parsed.data.code);
  if (error === null) redirect(from);
  if (error === "wrong_code") return { errors: { code: texts().signIn.code.wrong } };
  if (error.startsWith("codes_throttled:")) return { refusal: signInSentence(error) };
  redirect(pathWith("/sign-in", { error, from }));
}

function pathWith(path: string, parameters: Record<string, string>): string {
  return `${path}?${new URLSearchParams(parameters).toString()}`;
}

/** Ends the session here. Whether the platform's own can be ended, too, is asked only after that. */
export async function signOutAction(): Promise<never> {
  const isPlatformUser = await signOutByForm();
  redirect(isPlatformUser && (await hasPlatformSignOut()) ? "/sign-in?signed-out=platform" : "/sign-in?signed-out");
}
