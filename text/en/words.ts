/** The words of the domain, once: what a role, an origin or a refusal is called wherever a person reads it. */
import type { AccessSettings, Origin, Refusal, Role } from "@/access/rules";
import type { AuditSource } from "@/generated/prisma/enums";

export const words = {
  roles: {
    ADMINISTRATOR: "Administrator",
    COMMUNITY_MANAGER: "Community Manager",
    PROGRAM_MANAGER: "Program Manager",
    SUPPORT_USER: "Support User",
    SERVICE_USER: "Service User",
  } satisfies Record<Role, string>,
  /** By which way something was done. */
  sources: {
    PAGE: "Page",
    JOB: "Job",
    PLATFORM: "Platform",
    COMMAND_LINE: "Command line",
  } satisfies Record<AuditSource, string>,
  /** Who manages the users of each origin; the operator says what the platform is called. */
  origins: (platformName: string): Record<Origin, string> => ({ LOCAL: "API Management", PLATFORM: platformName }),
  access: {
    CONTROL_CENTER: "Control Center",
    PORTAL_ONLY: "Developer Portal Only",
    NO_ACCESS: "No Access",
  } satisfies Record<AccessSettings, string>,
  /** What the platform says of its users beside their profile. */
  platformLabels: {
    externalId: "External id",
    department: "Department",
    employeeNumber: "Employee number",
    manager: "Manager",
    managerName: "Manager name",
  },
  profileLabels: {
    email: "Email",
    displayName: "Display name",
    firstName: "First name",
    lastName: "Last name",
    company: "Company",
    phone: "Phone",
    website: "Website",
    locality: "Locality",
    region: "Region",
    postalCode: "Postal code",
    country: "Country",
  },
  /** One sentence for each refusal. It names nobody, so that it serves pages, commands and the history alike. */
  refusals: {
    not_permitted: "Your role does not allow changing this.",
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
    no_enrolment_code_needed:
      "This user needs no enrolment code: a second factor is on already, or no role requires one.",
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
  } satisfies Record<Refusal, string>,
};
