/**
 * Who may do what to whom, and when a key works: pure functions without input or output. The page asks them whether to
 * draw a control, the change asks them again inside its transaction, and every gate asks them for its answer. Sources:
 * domain.md "Users" and "Keys"; design.md "What must always hold".
 */
import type { AccountStatus, Origin, PackageKeyStatus, Role } from "@/generated/prisma/enums";

export type { AccountStatus, Origin, PackageKeyStatus, Role };

/**
 * Who asks. The command line is the operator of the server: every role, but no account of its own. The platform is the
 * identity platform by one of its tokens: no role, and all say over its own users. A job has none of its own: in each of its
 * steps it asks as whoever ordered it.
 */
export type Asker = {
  readonly kind: "user" | "command-line" | "platform" | "job";
  readonly id: string | null;
  readonly roles: readonly Role[];
};

/** Whom it is about. */
export type Subject = {
  readonly id: string;
  readonly origin: Origin;
  readonly status: AccountStatus;
  readonly roles: readonly Role[];
};

export type Refusal =
  | "not_permitted"
  | "platform_user"
  | "local_user"
  | "own_account"
  | "own_sessions"
  | "above_role"
  | "last_administrator"
  | "user_disabled"
  | "user_waiting"
  | "service_user"
  | "no_password"
  | "second_factor_required"
  | "no_second_factor"
  | "no_enrolment_code_needed"
  | "set_up_expired"
  | "changed_meanwhile"
  | "sent_before"
  | "unknown_user"
  | "unknown_application"
  | "unknown_package"
  | "unknown_plan"
  | "unknown_package_key"
  | "unknown_platform_token"
  | "unknown_signal_receiver"
  | "unknown_job"
  | "unknown_schedule"
  | "unknown_view"
  | "job_settled"
  | "schedule_settled"
  | "too_many_platform_tokens"
  | "signed_out";

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly refusal: Refusal };

const ALLOWED: Verdict = { allowed: true };

function refuse(refusal: Refusal): Verdict {
  return { allowed: false, refusal };
}

export const ACCOUNT_STATUSES = ["WAITING", "ENABLED", "DISABLED"] as const satisfies readonly AccountStatus[];

/** What a status can be changed to: nothing returns to Waiting. */
export type SettableStatus = Exclude<AccountStatus, "WAITING">;

/** What the Status link of a list changes it to: Enabled to Disabled, anything else to Enabled. */
export function oppositeStatus(status: AccountStatus): SettableStatus {
  return status === "ENABLED" ? "DISABLED" : "ENABLED";
}

const CONSOLE_ROLES = [
  "ADMINISTRATOR",
  "COMMUNITY_MANAGER",
  "PROGRAM_MANAGER",
  "SUPPORT_USER",
] as const satisfies readonly Role[];
const MANAGING_ROLES: readonly Role[] = ["ADMINISTRATOR", "COMMUNITY_MANAGER", "PROGRAM_MANAGER"];

/** The roles of the Control Center in the order in which they are offered. Service User is a switch of its own. */
export const CONTROL_CENTER_ROLES = CONSOLE_ROLES;

export const ROLES = [...CONTROL_CENTER_ROLES, "SERVICE_USER"] as const satisfies readonly Role[];

function holds(
  who: { readonly kind?: Asker["kind"]; readonly roles: readonly Role[] },
  roles: readonly Role[],
): boolean {
  if (who.kind === "command-line") return true;
  return !who.roles.includes("SERVICE_USER") && roles.some((role) => who.roles.includes(role));
}

function isAdministrator(who: { readonly kind?: Asker["kind"]; readonly roles: readonly Role[] }): boolean {
  return holds(who, ["ADMINISTRATOR"]);
}

/** One of those of whom at least one must remain: who can sign in and may do everything. */
export function isEnabledAdministrator(user: Subject): boolean {
  return user.status === "ENABLED" && isAdministrator({ roles: user.roles });
}

/** Every page of the console may be read with any of its roles. */
export function mayReachConsole(asker: Asker): Verdict {
  return holds(asker, CONSOLE_ROLES) ? ALLOWED : refuse("not_permitted");
}

/** A disabled, waiting or service user has no pages; only Enabled signs in. */
export function maySignIn(user: { readonly status: AccountStatus; readonly roles: readonly Role[] }): Verdict {
  if (user.status === "DISABLED") return refuse("user_disabled");
  if (user.status === "WAITING") return refuse("user_waiting");
  return user.roles.includes("SERVICE_USER") ? refuse("service_user") : ALLOWED;
}

/** Common to every change of somebody else: the platform owns its users, and nobody reaches above their role. */
function mayChange(asker: Asker, user: Subject): Verdict {
  if (asker.kind === "platform") return user.origin === "PLATFORM" ? ALLOWED : refuse("local_user");
  if (!holds(asker, MANAGING_ROLES)) return refuse("not_permitted");
  if (user.origin === "PLATFORM") return refuse("platform_user");
  if (asker.id === user.id) return refuse("own_account");
  return withinRole(asker, user);
}

/** Nobody but an administrator touches an administrator. */
function withinRole(asker: Asker, user: Subject): Verdict {
  return user.roles.includes("ADMINISTRATOR") && !isAdministrator(asker) ? refuse("above_role") : ALLOWED;
}

/** Who is refused here is refused any change of anybody else, whoever that is. */
export function mayChangeOthers(asker: Asker): Verdict {
  return asker.kind === "platform" || holds(asker, MANAGING_ROLES) ? ALLOWED : refuse("not_permitted");
}

/** Enable or disable. The last administrator is guarded by keepsAnAdministrator, which needs to know the others. */
export function mayChangeAccountStatus(asker: Asker, user: Subject): Verdict {
  return mayChange(asker, user);
}

export function mayDeleteUser(asker: Asker, user: Subject): Verdict {
  return mayChange(asker, user);
}

/** People may edit their own profile where this product owns it. */
export function mayEditProfile(asker: Asker, user: Subject): Verdict {
  if (user.origin === "LOCAL" && asker.id === user.id) return ALLOWED;
  return mayChange(asker, user);
}

/** Roles are given by administrators, also to platform users; nobody changes their own. */
export function mayChangeRoles(asker: Asker, user: Subject): Verdict {
  if (!isAdministrator(asker)) return refuse("not_permitted");
  return asker.id === user.id ? refuse("own_account") : ALLOWED;
}

/** A Service User can't sign in, so the switch is a kind of status and never touches a platform user. */
export function mayChangeServiceUser(asker: Asker, user: Subject): Verdict {
  const roles = mayChangeRoles(asker, user);
  if (!roles.allowed) return roles;
  return user.origin === "PLATFORM" ? refuse("platform_user") : ALLOWED;
}

export function mayCreateUser(asker: Asker, roles: readonly Role[]): Verdict {
  if (!holds(asker, MANAGING_ROLES)) return refuse("not_permitted");
  return roles.length > 0 && !isAdministrator(asker) ? refuse("above_role") : ALLOWED;
}

/** Platform users come from the platform alone. */
export function mayCreatePlatformUser(asker: Asker): Verdict {
  return asker.kind === "platform" ? ALLOWED : refuse("platform_user");
}

/** The platform reads its own users through SCIM. People read users on the pages of the console. */
export function mayReadPlatformUsers(asker: Asker): Verdict {
  return asker.kind === "platform" ? ALLOWED : refuse("not_permitted");
}

export function mayChangePassword(user: Pick<Subject, "origin">): Verdict {
  return user.origin === "PLATFORM" ? refuse("no_password") : ALLOWED;
}

/** Local users set up their own second factor; those of the platform have theirs at their provider. */
export function mayChangeOwnSecondFactor(asker: Asker, user: Subject): Verdict {
  if (asker.kind === "platform") return refuse(user.origin === "PLATFORM" ? "not_permitted" : "local_user");
  if (user.origin === "PLATFORM") return refuse("platform_user");
  return asker.id === user.id ? ALLOWED : refuse("not_permitted");
}

/** @param required the roles of which the operator has said that they need a second factor */
export function needsSecondFactor(user: Pick<Subject, "origin" | "roles">, required: readonly Role[]): boolean {
  return user.origin === "LOCAL" && holds({ roles: user.roles }, required);
}

export function mayTurnOffSecondFactor(asker: Asker, user: Subject, required: readonly Role[]): Verdict {
  const verdict = mayChangeOwnSecondFactor(asker, user);
  if (!verdict.allowed) return verdict;
  return needsSecondFactor(user, required) ? refuse("second_factor_required") : ALLOWED;
}

/** Who lost the app and the recovery codes is let in again by whoever may change them. */
export function mayRemoveSecondFactor(asker: Asker, user: Subject): Verdict {
  return mayChange(asker, user);
}

/** End the count of wrong passwords and codes that keeps somebody from signing in. The own one is not for a copied session to end. */
export function mayUnlockUser(asker: Asker, user: Subject): Verdict {
  return mayChange(asker, user);
}

/**
 * An enrolment code lets somebody whose role requires a second factor set up the first one. On the server it is made whatever
 * the settings of the command are: the console may have others.
 * @param isNeeded whether a role of the user requires a second factor
 */
export function mayCreateEnrolmentCode(asker: Asker, user: Subject, isNeeded: boolean): Verdict {
  const roles = mayChangeRoles(asker, user);
  if (!roles.allowed) return roles;
  if (user.origin === "PLATFORM") return refuse("platform_user");
  return isNeeded || asker.kind === "command-line" ? ALLOWED : refuse("no_enrolment_code_needed");
}

/**
 * At least one enabled administrator remains. The platform's word stands all the same: a leaver must be out (domain.md).
 * @param after the user as the change would leave them, or null when they are deleted
 * @param others how many other enabled administrators can sign in
 */
export function keepsAnAdministrator(before: Subject, after: Subject | null, others: number): Verdict {
  const loses = isEnabledAdministrator(before) && !(after && isEnabledAdministrator(after));
  return loses && others < 1 ? refuse("last_administrator") : ALLOWED;
}

export type AccessSettings = "CONTROL_CENTER" | "PORTAL_ONLY" | "NO_ACCESS";

/** What the column Access Settings says: a Service User has no pages, whatever else they hold. */
export function accessSettings(roles: readonly Role[]): AccessSettings {
  if (roles.includes("SERVICE_USER")) return "NO_ACCESS";
  return roles.length > 0 ? "CONTROL_CENTER" : "PORTAL_ONLY";
}

export const PACKAGE_KEY_STATUSES = ["WAITING", "ENABLED", "DISABLED"] as const satisfies readonly PackageKeyStatus[];

/** What a key's status can be changed to: nothing returns to Waiting. */
export type SettableKeyStatus = Exclude<PackageKeyStatus, "WAITING">;

/** What a key depends on besides its existence: the application has no status of its own, so its owner stands for it. */
export type KeyStanding = {
  readonly owner: AccountStatus;
  readonly planActive: boolean;
  readonly key: PackageKeyStatus;
};

/** Why a known key is let pass or refused, as gates answer it in X-Access-Decision. */
export type KeyDecision =
  "allowed" | "user_disabled" | "user_waiting" | "key_disabled" | "key_waiting" | "plan_inactive";

/**
 * Whether a key works at this moment (domain.md, "Keys"): owner, plan and key must all be good. Computed wherever it is
 * asked and stored nowhere, so that enabling one part revives nothing that another one holds back. Of several reasons
 * the widest is told.
 */
export function keyDecision({ owner, planActive, key }: KeyStanding): KeyDecision {
  if (owner === "DISABLED") return "user_disabled";
  if (owner === "WAITING") return "user_waiting";
  if (key === "DISABLED") return "key_disabled";
  if (key === "WAITING") return "key_waiting";
  return planActive ? "allowed" : "plan_inactive";
}

/** What holds a key back that its own status does not tell. */
export const KEY_BLOCKS = ["user_disabled", "user_waiting", "plan_inactive"] as const satisfies readonly KeyDecision[];

export type KeyBlock = (typeof KEY_BLOCKS)[number];

/** Why a key would not work even if it were enabled, whatever its own status is; null where that alone decides. */
export function keyBlock({ owner, planActive }: Omit<KeyStanding, "key">): KeyBlock | null {
  const decision = keyDecision({ owner, planActive, key: "ENABLED" });
  return KEY_BLOCKS.find((block) => block === decision) ?? null;
}

/**
 * Create, enable, disable, approve or delete somebody's applications and package keys. Keys belong to this product,
 * those of platform users as well; who may not touch an administrator may not touch an administrator's keys.
 */
export function mayManageKeys(asker: Asker, owner: Subject): Verdict {
  if (!holds(asker, MANAGING_ROLES)) return refuse("not_permitted");
  return withinRole(asker, owner);
}

/**
 * End somebody's sessions. Those are this product's own, as keys are, also those of platform users: whoever loses one
 * keeps the account and signs in anew if they still may. The own ones are on the account page.
 */
export function mayEndSessions(asker: Asker, user: Subject): Verdict {
  if (!holds(asker, MANAGING_ROLES)) return refuse("not_permitted");
  if (asker.id === user.id) return refuse("own_sessions");
  return withinRole(asker, user);
}

/** Order, stop and take back a change of many users; what each of them becomes is asked user by user. */
export function mayRunJobs(asker: Asker): Verdict {
  return holds(asker, MANAGING_ROLES) ? ALLOWED : refuse("not_permitted");
}

/** Entries leave the audit for files by what the operator of the server has set, and by nobody else's word. */
export function mayArchiveAudit(asker: Asker): Verdict {
  return asker.kind === "command-line" ? ALLOWED : refuse("not_permitted");
}

/** Take a backup of everything and put one in its place: for the operator of the server. */
export function mayMoveDatabase(asker: Asker): Verdict {
  return asker.kind === "command-line" ? ALLOWED : refuse("not_permitted");
}

/** A saved view belongs to whoever saved it; of those that are shared an administrator keeps order as well. */
export function mayChangeView(asker: Asker, view: { readonly ownerId: string; readonly shared: boolean }): Verdict {
  if (!mayReachConsole(asker).allowed) return refuse("not_permitted");
  return asker.id === view.ownerId || (view.shared && isAdministrator(asker)) ? ALLOWED : refuse("not_permitted");
}

/** The platform's tokens and calls, and who is told of its users' changes. */
export function mayManagePlatform(asker: Asker): Verdict {
  return isAdministrator(asker) ? ALLOWED : refuse("not_permitted");
}

/** Packages and plans concern every key of theirs, so they are for administrators. */
export function mayManagePackages(asker: Asker): Verdict {
  return isAdministrator(asker) ? ALLOWED : refuse("not_permitted");
}
