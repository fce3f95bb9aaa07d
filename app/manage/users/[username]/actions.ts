"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { requireActor } from "@/access/require-actor";
import { ACCOUNT_STATUSES, CONTROL_CENTER_ROLES, ROLES, type Role } from "@/access/rules";
import { changeAccessSettings } from "@/access/status/access-settings";
import { reasonField } from "@/access/users/profile";
import { fieldErrors, refused, typedValues } from "@/app/form-answer";
import { withNotice } from "@/app/return-path";
import { userPath } from "@/app/user-path";
import type { FormState } from "@/components/form-state";
import { texts } from "@/text/texts";

const settingsForm = z
  .object({
    username: z.string({ error: () => texts().forms.openAgain }),
    seenStatus: z.enum(ACCOUNT_STATUSES, { error: () => texts().forms.openAgain }),
    seenRoles: z.array(z.enum(ROLES)),
    status: z.enum(["ENABLED", "DISABLED"], { error: () => texts().settings.status.choose }).optional(),
    reason: reasonField.optional(),
    /** Whether the form offered the roles, and the switch. A box that is not checked sends nothing. */
    offersRoles: z.boolean(),
    offersServiceUser: z.boolean(),
    roles: z.array(z.enum(CONTROL_CENTER_ROLES, { error: () => texts().settings.roles.unknown })),
    serviceUser: z.boolean(),
    confirmServiceUser: z.boolean(),
  })
  .refine((form) => !becomesServiceUser(form) || form.confirmServiceUser, {
    path: ["confirmServiceUser"],
    error: () => texts().settings.serviceUser.unconfirmed,
  });

type Settings = z.infer<typeof settingsForm>;

type ServiceSwitch = { offersServiceUser: boolean; serviceUser: boolean; seenRoles: readonly Role[] };

function becomesServiceUser(form: ServiceSwitch): boolean {
  return form.offersServiceUser && form.serviceUser && !form.seenRoles.includes("SERVICE_USER");
}

/** Saves what User Access Settings shows, all of it or nothing, and stays there with a notice. */
export async function saveAccessSettingsAction(_state: FormState, form: FormData): Promise<FormState> {
  const here = userPath(textOf(form, "username").toWellFormed());
  const actor = await requireActor(here);
  const parsed = settingsForm.safeParse(readSettings(form));
  if (!parsed.success) return fieldErrors(parsed.error, form);
  const { username, seenStatus, seenRoles, status, reason } = parsed.data;
  const roles = rolesWanted(parsed.data);
  const outcome = await changeAccessSettings(actor, {
    username,
    seen: { status: seenStatus, ...(roles && { roles: seenRoles }) },
    ...(status && { status }),
    ...(roles && { roles }),
    ...(reason !== undefined && { reason }),
  });
  revalidatePath("/manage/users", "layout");
  if (outcome.ok && outcome.entry === null && reason) return unchanged(form);
  if (outcome.ok) redirect(withNotice(here, outcome.entry));
  const answer = refused(outcome.refusal, form, here);
  // The page now shows the present state; what was chosen against an older one would hide it.
  if (outcome.refusal !== "changed_meanwhile") return answer;
  return { refusal: texts().words.refusals.changed_meanwhile, values: { reason: textOf(form, "reason") } };
}

/** A reason is kept with a change; without one it would be lost silently. */
function unchanged(form: FormData): FormState {
  return {
    errors: { reason: texts().settings.status.onlyReason },
    values: typedValues(form),
  };
}

function rolesWanted({ offersRoles, offersServiceUser, roles, serviceUser, seenRoles }: Settings): Role[] | null {
  if (!offersRoles && !offersServiceUser) return null;
  const kept = offersRoles ? roles : seenRoles.filter((held) => held !== "SERVICE_USER");
  const service = offersServiceUser ? serviceUser : seenRoles.includes("SERVICE_USER");
  return service ? [...kept, "SERVICE_USER"] : [...kept];
}

/** The form as it stands; fields that appear more than once are lists. */
function readSettings(form: FormData): Record<string, unknown> {
  return {
    ...Object.fromEntries(form),
    seenRoles: textOf(form, "seenRoles").split(",").filter(Boolean),
    roles: form.getAll("roles"),
    offersRoles: form.has("offersRoles"),
    offersServiceUser: form.has("offersServiceUser"),
    serviceUser: form.has("serviceUser"),
    confirmServiceUser: form.has("confirmServiceUser"),
  };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
