/** What an entry of the audit tells in sentences, in a user's history and in the notice after a change. */
import type { AuditEvent, SignInRefusal } from "@/access/audit/audit";
import type { Refusal } from "@/access/rules";
import { amounts } from "./amounts";
import { browser } from "./browser";
import { number } from "./numbers";
import { minute } from "./times";

type Told = (name: string) => string;

export const entries = {
  /** A title, and who it was. */
  by: (happened: string, who: string): string => `${happened} by ${who}`,
  refusedBy: (refused: string, who: string): string => `${refused} by ${who}`,
  who: {
    onCommandLine: (username: string): string => `${username} on the command line`,
    platform: (token: string): string => `the platform (token ${token})`,
    inJob: (username: string): string => `${username}, in a job`,
    asScheduled: (username: string): string => `${username}, as scheduled`,
  },
  /** The history speaks of the user; the refusals among the words of the domain speak to them. */
  signInRefusals: {
    wrong_password: "Wrong password.",
    unknown_subject: "The platform knows this person, but no user here has that external id.",
    throttled: "Too many wrong passwords from this address: slowed down for an hour.",
    wrong_code: "The code was wrong, of another time, or used before.",
    codes_throttled: "The password was right, but there were too many wrong codes: slowed down.",
  } satisfies Record<SignInRefusal, string>,
  /** What held somebody back who had proved who they are, by single sign-on or by a password. */
  heldBack: {
    user_disabled: (platform: boolean): string => `${proof(platform)}, but the account is disabled.`,
    user_waiting: (platform: boolean): string => `${proof(platform)}, but the account is waiting for confirmation.`,
    service_user: (platform: boolean): string => `${proof(platform)}, but a Service User has no pages.`,
  } satisfies Partial<Record<Refusal, (platform: boolean) => string>>,
  how: {
    platform: "By single sign-on.",
    code: "By a password and a code.",
    recoveryCode: (left: number): string => `By a password and a recovery code. Recovery codes left: ${left}.`,
  },
  changed: (fields: string): string => `Changed: ${fields}.`,
  added: (roles: string): string => `Added: ${roles}.`,
  removed: (roles: string): string => `Removed: ${roles}.`,
  platformDeleted: "Deleted in the platform.",
  reason: (reason: string): string => `Reason: ${reason}`,
  from: (address: string): string => `From ${address}.`,
  signedInFrom: (address: string): string => `Signed in from ${address}.`,
  /** What a change ended, stopped and gave back. */
  effects: {
    sessionsEnded: (sessions: number): string => `${amounts.openSessions(sessions)} ended.`,
    sessionsOfEnded: (sessions: number, username: string): string =>
      `${sessions === 0 ? "No session" : amounts.sessions(sessions)} of ${username} ended.`,
    keysStopped: (keys: number): string => `${amounts.packageKeys(keys)} stopped working.`,
    keysRestored: (keys: number): string => `${amounts.packageKeys(keys)} ${keys === 1 ? "works" : "work"} now.`,
    alsoDeleted: (applications: number, keys: number): string => {
      const gone = [applications > 0 && amounts.applications(applications), keys > 0 && amounts.packageKeys(keys)];
      return `Deleted as well: ${gone.filter(Boolean).join(" and ")}.`;
    },
    /** How much the keys were used that stopped or work again. Gates may have told of more calls since. */
    usage: (use: { applications: number; callsLastDay: number; lastUsedAt: Date | null }): string => {
      const calls = use.callsLastDay > 0 ? `at least ${amounts.calls(use.callsLastDay)}` : "no counted call";
      const last = use.lastUsedAt === null ? "no use so far" : `last use ${minute(use.lastUsedAt)}`;
      return `In ${amounts.applications(use.applications)}; ${calls} in the 24 hours before; ${last}.`;
    },
  },
  /** Jobs, scheduled changes, exports, archives and restored backups. */
  orders: {
    jobStarted: (order: { job: number; users: number; target: Target; skipped: number }): string => {
      const skipped = order.skipped > 0 ? `, ${number(order.skipped)} skipped` : "";
      const users = order.users === 0 ? "nobody" : amounts.users(order.users);
      return `Job ${order.job}: ${users} to be ${browser.statuses[order.target]}${skipped}.`;
    },
    jobStopped: (end: { job: number; changed: number; remaining: number; failed: number }): string => {
      const failed = end.failed > 0 ? `, ${number(end.failed)} failed` : "";
      return `Job ${end.job}: ${number(end.changed)} changed, ${number(end.remaining)} left as they were${failed}.`;
    },
    scheduled: (target: Target, dueAt: Date): string => `${browser.statuses[target]} from ${minute(dueAt)}.`,
    exported: (format: "csv" | "jsonl", filter: string): string =>
      `As ${format === "csv" ? "CSV" : "JSON Lines"}, ${filter === "" ? "all of them" : `by the filter ${filter}`}.`,
    archived: (first: number, last: number, file: string): string =>
      `Positions ${number(first)} to ${number(last)} left for the file ${file}.`,
    restored: (madeAt: Date): string =>
      `The backup of ${minute(madeAt)}. What was done after it is not there any more.`,
    /** Access that was taken after the backup, and what a restoration did with it. */
    reviewed: (decision: "kept" | "revived", { users, roles, keys, plans, tokens }: Revived): string => {
      const what = [
        [users, "user"],
        [roles, "set of roles"],
        [keys, "package key"],
        [plans, "plan"],
        [tokens, "platform token"],
      ] as const;
      const list = what.flatMap(([count, word]) => (count > 0 ? [`${number(count)} × ${word}`] : [])).join(", ");
      return `Access taken after the backup ${decision === "kept" ? "stays taken" : "came back"}: ${list}.`;
    },
  },
  /** What an entry is about besides its user, at the beginning of a sentence. */
  objects: {
    token: (token: string): string => `Token ${token}`,
    receiver: (receiver: string): string => `Receiver ${receiver}`,
    key: (key: string): string => `Package key ${key}`,
    /** One that somebody was not allowed to make has no name. */
    someKey: "A key",
    application: (application: string): string => `Application ${application}`,
    plan: (plan: string, of: string | undefined): string => `Plan ${plan} of ${of ?? "its package"}`,
    package: (name: string): string => `Package ${name}`,
    /** A key, with all that it belongs to. */
    keyOf: (key: string, application: string, plan: string, of: string): string =>
      `${key} of the application ${application}, for the plan ${plan} of ${of}.`,
  },
  /** The sentence of the notice: the object and its new state. */
  notices: {
    theUser: "The user",
    saved: "Saved.",
    renamed: (before: string, after: string): string => `Package ${before} is now called ${after}.`,
    ofUser: {
      "user.created": (name: string): string => `${name} is created and enabled.`,
      "user.deleted": (name: string): string => `${name} is deleted.`,
      "user.enabled": (name: string): string => `${name} is enabled.`,
      "user.disabled": (name: string): string => `${name} is disabled.`,
      "user.roles-changed": (name: string): string => `${name}'s roles are saved.`,
      "user.profile-changed": (name: string): string => `${name}'s profile is saved.`,
      "user.password-changed": (): string => "Your password is changed.",
      "user.unlocked": (name: string): string => `${name} is unlocked.`,
      "second-factor.enabled": (): string => "Your second factor is on.",
      "second-factor.replaced": (): string => "Your second factor is replaced.",
      "second-factor.disabled": (): string => "Your second factor is off.",
      "second-factor.removed": (name: string): string => `${name}'s second factor is removed.`,
      "second-factor.codes-renewed": (): string => "Your recovery codes are renewed.",
      "second-factor.enrolment-code-created": (name: string): string => `An enrolment code of ${name} is created.`,
      "session.ended": (): string => "Signed out.",
    } satisfies Partial<Record<AuditEvent, Told>>,
    ofObject: {
      "application.created": (object: string): string => `${object} is created.`,
      "application.deleted": (object: string): string => `${object} is deleted.`,
      "package-key.created": (object: string): string => `${object} is created.`,
      "package-key.enabled": (object: string): string => `${object} is enabled.`,
      "package-key.disabled": (object: string): string => `${object} is disabled.`,
      "package-key.deleted": (object: string): string => `${object} is deleted.`,
      "package.created": (object: string): string => `${object} is created.`,
      "plan.created": (object: string): string => `${object} is created.`,
      "plan.changed": (object: string): string => `${object} is saved.`,
      "plan.activated": (object: string): string => `${object} is active.`,
      "plan.deactivated": (object: string): string => `${object} is inactive.`,
      "platform-token.created": (object: string): string => `${object} is created.`,
      "platform-token.revoked": (object: string): string => `${object} is revoked.`,
      "signal-receiver.created": (object: string): string => `${object} is added.`,
      "signal-receiver.deleted": (object: string): string => `${object} is removed.`,
      "signal-receiver.verified": (object: string): string => `${object} is sent a verification event.`,
    } satisfies Partial<Record<AuditEvent, Told>>,
  },
};

type Revived = Readonly<Record<"users" | "roles" | "keys" | "plans" | "tokens", number>>;

type Target = "ENABLED" | "DISABLED";

function proof(platform: boolean): string {
  return platform ? "Single sign-on worked" : "The password was right";
}
