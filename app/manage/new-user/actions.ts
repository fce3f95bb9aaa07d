"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { CONTROL_CENTER_ROLES } from "@/access/rules";
import { makePassword } from "@/access/sign-in/passwords";
import { newPasswordField, notEasyToGuess, profileFields, usernameField } from "@/access/users/profile";
import { createUser } from "@/access/users/users";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const newUserForm = profileFields
  .extend({
    username: usernameField,
    password: newPasswordField.or(z.literal("")),
    roles: z.array(z.enum(CONTROL_CENTER_ROLES, { error: () => texts().newUser.unknownRole })),
  })
  .superRefine(notEasyToGuess);

/** Creates a local user. A password that was made here is shown once, in the answer to the form and nowhere else. */
export async function createUserAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = await requireActor("/manage/new-user");
  const parsed = await newUserForm.safeParseAsync({ ...Object.fromEntries(form), roles: form.getAll("roles") });
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username } = parsed.data;
  const password = parsed.data.password || makePassword();
  const outcome = await createUser(actor, { ...parsed.data, password });
  if (!outcome.ok && outcome.refusal === "taken") {
    return {
      errors: { username: texts().newUser.taken },
      values: typedValues(form),
    };
  }
  if (!outcome.ok) return refused(outcome.refusal, form, "/manage/new-user");
  revalidatePath("/manage/users", "layout");
  const settings = withNotice(userPath(username), outcome.entry);
  if (parsed.data.password !== "") redirect(settings);
  const { created, madePassword } = texts().newUser;
  return { secret: { title: created(username), label: madePassword, value: password, next: settings } };
}
