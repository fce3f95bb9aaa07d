/** The words of the domain, once: what a status, a role or a refusal is called wherever a person reads it. */
import type { AuditSource } from "@/generated/prisma/enums";
import type { AccessSettings, AccountStatus, KeyBlock, Origin, Refusal, Role } from "./rules";

/** A user's status and a package key's are called the same. */
export const STATUS_WORDS: Record<AccountStatus, string> = {
  WAITING: "Waiting",
  ENABLED: "Enabled",
  DISABLED: "Disabled",
};

export const ROLE_WORDS: Record<Role, string> = {
  ADMINISTRATOR: "Administrator",
  COMMUNITY_MANAGER: "Community Manager",
  PROGRAM_MANAGER: "Program Manager",
  SUPPORT_USER: "Support User",
  SERVICE_USER: "Service User",
};

/** By which way something was done. */
export const SOURCE_WORDS: Record<AuditSource, string> = {
  PAGE: "Page",
  JOB: "Job",
  PLATFORM: "Platform",
  COMMAND_LINE: "Command line",
};

/** Who manages the users of each origin; the operator says what the platform is called. */
export function originWords(platformName: string): Record<Origin, string> {
  return { LOCAL: "API Management", PLATFORM: platformName };
}

/** What the platform says of its users beside their profile. */
export const PLATFORM_LABELS = {
  externalId: "External id",
  department: "Department",
  employeeNumber: "Employee number",
  manager: "Manager",
  managerName: "Manager name",
};

export const ACCESS_WORDS: Record<AccessSettings, string> = {
  CONTROL_CENTER: "Control Center",
  PORTAL_ONLY: "Developer Portal Only",
  NO_ACCESS: "No Access",
};

/** What holds a key back besides its own status. */
export const KEY_BLOCK_WORDS: Record<KeyBlock, string> = {
  user_disabled: "Blocked: user disabled",
  user_waiting: "Blocked: user waiting",
  plan_inactive: "Blocked: plan inactive",
};

/** One sentence for each refusal. It names nobody, so that it serves pages, commands and the history alike. */
export const REFUSAL_SENTENCES: Record<Refusal, string> = {
  not_permitted: "Your role does not allow this.",
  platform_user: "This user is managed by the platform and can only be changed there.",
  local_user: "This user is managed here and can't be changed by the platform.",
  own_account: "You can't change the status, roles or existence of your own account.",
  own_sessions: "You end your own sessions on your account page.",
  above_role: "Only an administrator may change an administrator or give roles.",
  last_administrator: "This is the last enabled administrator. At least one must remain.",
  user_disabled: "Your account is disabled. Contact your API program administrator.",
  user_waiting: "Your account is waiting for confirmation. Contact your API program administrator.",
  service_user: "This account is for API access only and can't sign in here.",
  no_password: "The password of this account is managed by the platform.",
  second_factor_required: "A role of this account requires a second factor, so it can't be turned off.",
  no_second_factor: "There is no second factor that is on.",
  set_up_expired: "This set-up has ended. Begin it again.",
  changed_meanwhile: "Somebody else changed this after you opened the page. Nothing was saved.",
  sent_before: "This form was sent before, and what it creates was created then. Nothing more was created.",
  unknown_user: "This user no longer exists.",
  unknown_application: "This application no longer exists.",
  unknown_package: "This package no longer exists.",
  unknown_plan: "This plan no longer exists.",
  unknown_package_key: "This package key no longer exists.",
  unknown_platform_token: "This token was revoked already.",
  unknown_signal_receiver: "This receiver no longer exists.",
  unknown_job: "This job no longer exists.",
  unknown_schedule: "This scheduled change no longer exists.",
  unknown_view: "This view no longer exists.",
  job_settled: "This job has ended already.",
  schedule_settled: "This scheduled change was carried out or cancelled already.",
  too_many_platform_tokens: "Two tokens are in use already. Revoke one before you create another.",
  signed_out: "Your session has ended. Please sign in again.",
};
