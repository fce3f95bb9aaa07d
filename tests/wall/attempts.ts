/**
 * The verbs of access/ that change users: how somebody would use each of them across the wall, and what the answer must
 * be. What the rules say is said here again, in other words, so that a rule that gives way is seen.
 */
import type { Actor } from "@/access/actor";
import type { AuditEvent } from "@/access/audit/audit";
import type { Which } from "@/access/change";
import { changePlatformUser, createPlatformUser, deletePlatformUser } from "@/access/platform/platform-users";
import { type AccountStatus, type Role, type SettableStatus, mayChangeOwnSecondFactor } from "@/access/rules";
import { unlockUser } from "@/access/sign-in/account-lock";
import { createEnrolmentCode } from "@/access/sign-in/enrolment-codes";
import { changeOwnPassword } from "@/access/sign-in/own-password";
import { removeSecondFactor, renewRecoveryCodes, turnOffSecondFactor } from "@/access/sign-in/second-factor";
import { changeWithProof } from "@/access/sign-in/second-factor-proof";
import { beginSecondFactor, confirmSecondFactor } from "@/access/sign-in/second-factor-set-up";
import { endAllSessionsOf, endSessionOf } from "@/access/sign-in/user-sessions";
import { changeAccessSettings, changeAccountStatus } from "@/access/status/access-settings";
import { createAdministrator } from "@/access/status/administrators";
import { scheduleChange } from "@/access/status/schedules";
import { changeAccountStatuses } from "@/access/status/status-change";
import { editProfile } from "@/access/users/profile-change";
import { importUsers } from "@/access/users/user-import";
import { createUser, deleteUser } from "@/access/users/users";
import { newPlatformUser, wanting } from "@/tests/platform";
import { testPassword } from "@/tests/server";
import type { AskerName, Subject } from "./scene";

type Outcome = { readonly ok: boolean; readonly refusal?: string };
type Call = (actor: Actor, about: Subject) => Promise<Outcome>;

/** What an asker is told about a user of the platform; null where this asker can't even ask for it. */
type Answer = (asker: AskerName, about: Subject) => string | null;

export type Attempt = {
  readonly verb: string;
  readonly how: string;
  /** What the audit calls it. */
  readonly event: AuditEvent;
  readonly call: Call;
  readonly refusal: Answer;
  /** What the platform is told about a local user. */
  readonly forPlatform: string;
};

const MANAGING: readonly AskerName[] = ["ada", "cora", "percy", "pablo", "the command line"];
const ADMINISTRATORS: readonly AskerName[] = ["ada", "pablo", "the command line"];

const byManaging: Answer = (asker) => (MANAGING.includes(asker) ? "platform_user" : "not_permitted");
const byCommandLine: Answer = (asker) => (asker === "the command line" ? "platform_user" : "not_permitted");
const byOneself: Answer = (asker, { name }) => (asker === name ? "no_password" : null);
const byOwner: Answer = (asker, { name }) => (asker === name ? "platform_user" : null);
/** Whom the platform deleted is nobody to its own verbs, whoever asks. */
const byPlatform: Answer = (asker, about) => (about.name === "paula" ? "unknown_user" : byManaging(asker, about));
const byNobody: Answer = () => "platform_user";
const taken: Answer = (asker) => (MANAGING.includes(asker) ? "taken" : "not_permitted");

function byAdministrators(asker: AskerName, { name }: Subject): string {
  if (!ADMINISTRATORS.includes(asker)) return "not_permitted";
  return asker === name ? "own_account" : "platform_user";
}

/** Nobody ends their own by this way, and nobody below an administrator an administrator's. */
function byReaders(asker: AskerName, { name }: Subject): string | null {
  if (!MANAGING.includes(asker)) return "not_permitted";
  if (asker === name) return "own_sessions";
  return name === "pablo" && !ADMINISTRATORS.includes(asker) ? "above_role" : null;
}

const SETTABLE: readonly SettableStatus[] = ["ENABLED", "DISABLED"];
const STATUSES: readonly AccountStatus[] = ["ENABLED", "DISABLED", "WAITING"];

function statusEvent(status: SettableStatus): AuditEvent {
  return status === "DISABLED" ? "user.disabled" : "user.enabled";
}

/** By whatever status the page could have shown. */
function statuses(): Attempt[] {
  const wanted = SETTABLE.flatMap((status) => STATUSES.map((seen) => ({ status, seen: { status: seen } })));
  return wanted.map(({ status, seen }) => ({
    verb: "access-settings.changeAccountStatus",
    how: `${status}, seen as ${seen.status}`,
    event: statusEvent(status),
    call: (actor, { user: { username } }) => changeAccountStatus(actor, { username, seen, status, reason: "Because." }),
    refusal: byManaging,
    forPlatform: "local_user",
  }));
}

/** Among others, or alone; and at a later time. */
function many(): Attempt[] {
  const common = { refusal: byManaging, forPlatform: "local_user" } as const;
  const later = (): Date => new Date(Date.now() + 3_600_000);
  return SETTABLE.flatMap((target): Attempt[] => [
    {
      verb: "status-change.changeAccountStatuses",
      how: `${target} by name`,
      event: statusEvent(target),
      call: (actor, about) => changedAlone(actor, { usernames: [shouted(about)] }, target),
      ...common,
    },
    {
      verb: "status-change.changeAccountStatuses",
      how: `${target} by id`,
      event: statusEvent(target),
      call: (actor, { user }) => changedAlone(actor, { ids: [user.id] }, target),
      ...common,
    },
    {
      verb: "schedules.scheduleChange",
      how: `${target} later`,
      event: "schedule.created",
      call: (actor, { name }) => scheduleChange(actor, { username: name, target, dueAt: later() }),
      ...common,
    },
    {
      verb: "schedules.scheduleChange",
      how: `${target} later, and disable now`,
      event: "schedule.created",
      call: (actor, { name }) => scheduleChange(actor, { username: name, target, dueAt: later(), now: "disable" }),
      ...common,
    },
  ]);
}

/** What became of the only one. */
async function changedAlone(actor: Actor, users: Which, target: SettableStatus): Promise<Outcome> {
  const changed = await changeAccountStatuses(actor, { users, target });
  const outcome = changed.ok ? changed.users[0] : changed;
  return !outcome || outcome.ok ? { ok: true } : { ok: false, refusal: outcome.refusal };
}

/** Also where the other half of the call would be allowed. */
function settings(): Attempt[] {
  return SETTABLE.map((status) => ({
    verb: "access-settings.changeAccessSettings",
    how: `${status}, with a role`,
    event: statusEvent(status),
    call: (actor, { user: { username, status: present } }) =>
      changeAccessSettings(actor, { username, seen: { status: present }, status, roles: ["SUPPORT_USER"] }),
    refusal: byManaging,
    forPlatform: "local_user",
  }));
}

/** The switch is a kind of status, whatever is done to the other roles in the same call. */
function serviceUsers(): Attempt[] {
  const wishes: readonly (readonly Role[])[] = [["SERVICE_USER"], ["ADMINISTRATOR", "SERVICE_USER"]];
  return wishes.map((roles) => ({
    verb: "access-settings.changeAccessSettings",
    how: `roles ${roles.join(" and ")}`,
    event: "user.roles-changed",
    call: (actor, { user: { username, status, roles: held } }) =>
      changeAccessSettings(actor, { username, seen: { status, roles: held }, roles }),
    refusal: byAdministrators,
    // Roles are given here: the platform gives none, to its own users either.
    forPlatform: "not_permitted",
  }));
}

/** The same name in another spelling is the same user. */
const shouted = ({ user }: Subject): string => ` ${user.username.toUpperCase()}`;

const MALLORY = {
  ...{ email: "mallory@example.com", displayName: "Mallory", firstName: "M", lastName: "M", company: "M" },
  ...{ phone: "1", website: "https://m.example", locality: "M", region: "M", postalCode: "1", country: "M" },
};
const PASSWORD = "another password of mine";

/** Among others who are brought along, a name that is in use leaves whoever has it as they are. */
async function bring(actor: Actor, username: string): Promise<Outcome> {
  const users = [{ ...MALLORY, username, status: "ENABLED" as const, password: PASSWORD }];
  const imported = await importUsers(actor, { users, trial: false });
  return imported.ok && imported.users.includes("taken") ? { ok: false, refusal: "taken" } : imported;
}

function existence(): Attempt[] {
  const creating = { event: "user.created", refusal: taken, forPlatform: "not_permitted" } as const;
  const deleting = { event: "user.deleted", refusal: byManaging, forPlatform: "local_user" } as const;
  const create = (actor: Actor, username: string): Promise<Outcome> =>
    createUser(actor, { ...MALLORY, username, password: PASSWORD, roles: [] });
  return [
    { verb: "users.createUser", how: "by name", call: (actor, { user }) => create(actor, user.username), ...creating },
    { verb: "users.createUser", how: "shouted", call: (actor, about) => create(actor, shouted(about)), ...creating },
    { verb: "user-import.importUsers", how: "by name", call: (actor, { name }) => bring(actor, name), ...creating },
    {
      verb: "user-import.importUsers",
      how: "shouted",
      call: (actor, about) => bring(actor, shouted(about)),
      ...creating,
    },
    {
      verb: "administrators.createAdministrator",
      how: "shouted",
      event: "user.enabled",
      call: (actor, about) => createAdministrator(actor, { ...MALLORY, username: shouted(about), password: PASSWORD }),
      refusal: byCommandLine,
      forPlatform: "not_permitted",
    },
    { verb: "users.deleteUser", how: "by name", call: (actor, { name }) => deleteUser(actor, name), ...deleting },
    {
      verb: "users.deleteUser",
      how: "shouted",
      call: (actor, about) => deleteUser(actor, shouted(about)),
      ...deleting,
    },
  ];
}

function profiles(): Attempt[] {
  const common = {
    verb: "profile-change.editProfile",
    event: "user.profile-changed",
    refusal: byManaging,
    forPlatform: "local_user",
  } as const;
  return [
    { ...common, how: "every field", call: (actor, { user }) => editProfile(actor, user.username, user, MALLORY) },
    { ...common, how: "nothing", call: (actor, { user }) => editProfile(actor, user.username, user, user) },
    {
      verb: "own-password.changeOwnPassword",
      how: "with the password of everybody",
      event: "user.password-changed",
      call: (actor) => changeOwnPassword(actor, testPassword(), PASSWORD),
      refusal: byOneself,
      forPlatform: "wrong_password",
    },
  ];
}

/** Sessions end here, those of platform users as well (verbs.test.ts): tried by those who may not. */
function sessions(): Attempt[] {
  const common = { event: "session.ended", refusal: byReaders, forPlatform: "not_permitted" } as const;
  const [one, all] = ["user-sessions.endSessionOf", "user-sessions.endAllSessionsOf"];
  return [
    {
      verb: one,
      how: "the one that is open",
      call: (actor, { name, sessionId }) => endSessionOf(actor, name, sessionId),
      ...common,
    },
    { verb: all, how: "shouted", call: (actor, about) => endAllSessionsOf(actor, shouted(about)), ...common },
  ];
}

/** There is no password here that could be guessed. */
function locks(): Attempt[] {
  const unlocking = {
    verb: "account-lock.unlockUser",
    event: "user.unlocked",
    refusal: byManaging,
    forPlatform: "local_user",
  } as const;
  return [
    { ...unlocking, how: "by name", call: (actor, { name }) => unlockUser(actor, name) },
    { ...unlocking, how: "shouted", call: (actor, about) => unlockUser(actor, shouted(about)) },
  ];
}

/** A second factor beside that of the provider, or none where there is none to take away. */
function secondFactors(): Attempt[] {
  const verb = (name: string): string => `second-factor.${name}`;
  const removal = {
    verb: verb("removeSecondFactor"),
    event: "second-factor.removed",
    refusal: byManaging,
    forPlatform: "local_user",
  } as const;
  const enrolment = {
    verb: "enrolment-codes.createEnrolmentCode",
    event: "second-factor.enrolment-code-created",
    refusal: byAdministrators,
    forPlatform: "not_permitted",
  } as const;
  const ones = { refusal: byOwner, forPlatform: "local_user" } as const;
  const setUp = (name: string): string => `second-factor-set-up.${name}`;
  const [enabled, disabled] = ["second-factor.enabled", "second-factor.disabled"] as const;
  const proof = { password: testPassword(), code: "123456" };
  return [
    { ...removal, how: "by name", call: (actor, { name }) => removeSecondFactor(actor, name) },
    { ...removal, how: "shouted", call: (actor, about) => removeSecondFactor(actor, shouted(about)) },
    { ...enrolment, how: "by name", call: (actor, { name }) => createEnrolmentCode(actor, name) },
    { ...enrolment, how: "shouted", call: (actor, about) => createEnrolmentCode(actor, shouted(about)) },
    { ...ones, verb: setUp("beginSecondFactor"), how: "", event: enabled, call: beginSecondFactor },
    {
      ...ones,
      ...{ verb: setUp("confirmSecondFactor"), how: "with the password of everybody", event: enabled },
      call: (actor) => confirmSecondFactor(actor, "123456", proof),
    },
    {
      ...ones,
      ...{ verb: "second-factor-proof.changeWithProof", how: "with the password of everybody", event: disabled },
      call: (actor) =>
        changeWithProof<never>(actor, proof, {
          ...{ event: disabled, looksAtCode: true },
          rule: ({ asker, user }) => mayChangeOwnSecondFactor(asker, user),
          refuseFirst: () => Promise.resolve(null),
          work: () => Promise.reject(new Error("Nobody gets here.")),
        }),
    },
    {
      ...ones,
      ...{ verb: verb("renewRecoveryCodes"), how: "with the password of everybody" },
      event: "second-factor.codes-renewed",
      call: (actor) => renewRecoveryCodes(actor, proof),
    },
    {
      ...ones,
      ...{ verb: verb("turnOffSecondFactor"), how: "with the password of everybody", event: disabled },
      call: (actor) => turnOffSecondFactor(actor, proof),
    },
  ];
}

/** The platform's own verbs, in the hands of others, and about those of others. */
function platformVerbs(): Attempt[] {
  const [changing, deleting] = ["platform-users.changePlatformUser", "platform-users.deletePlatformUser"];
  const common = { refusal: byPlatform, forPlatform: "unknown_user" } as const;
  const creating = {
    verb: "platform-users.createPlatformUser",
    event: "user.created",
    refusal: byNobody,
    forPlatform: "taken",
  } as const;
  const change = { displayName: "Mallory", department: "M" };
  return [
    ...[true, false, null].map((active): Attempt => ({
      verb: changing,
      how: `active ${String(active)} and another name`,
      event: "user.profile-changed",
      call: (actor, { user }) => changePlatformUser(actor, user.id, null, wanting({ active, ...change })),
      ...common,
    })),
    ...[null, 1].map((revision): Attempt => ({
      verb: deleting,
      how: `of version ${String(revision)}`,
      event: "user.deleted",
      call: (actor, { user }) => deletePlatformUser(actor, user.id, revision),
      ...common,
    })),
    { ...creating, how: "by name", call: (actor, { name }) => createPlatformUser(actor, newPlatformUser(name)) },
    {
      ...creating,
      how: "shouted, with their e-mail address and external id",
      call: (actor, about) => {
        const { email, externalId } = about.user;
        return createPlatformUser(actor, newPlatformUser(shouted(about), { email, externalId, active: false }));
      },
    },
  ];
}

export const ATTEMPTS: readonly Attempt[] = [
  ...statuses(),
  ...many(),
  ...settings(),
  ...serviceUsers(),
  ...existence(),
  ...profiles(),
  ...sessions(),
  ...locks(),
  ...secondFactors(),
  ...platformVerbs(),
];
