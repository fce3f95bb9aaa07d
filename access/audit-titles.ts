/** What each event is called in a history: when it happened, and when it was refused. */
import type { AuditEvent } from "./audit";

export type Tone = "enabled" | "disabled" | "refused" | "neutral";

type Title = { readonly happened: string; readonly tone: Tone; readonly refused: string };

const TITLES: Record<AuditEvent, Title> = {
  "user.created": title("Created", "enabled", "create"),
  "user.deleted": title("Deleted", "disabled", "delete"),
  "user.enabled": title("Enabled", "enabled", "enable"),
  "user.disabled": title("Disabled", "disabled", "disable"),
  "user.roles-changed": title("Roles changed", "neutral", "change roles"),
  "user.profile-changed": title("Profile changed", "neutral", "change the profile"),
  "user.password-changed": title("Password changed", "neutral", "change the password"),
  "second-factor.enabled": title("Second factor turned on", "enabled", "turn on a second factor"),
  "second-factor.replaced": title("Second factor replaced", "neutral", "replace a second factor"),
  "second-factor.disabled": title("Second factor turned off", "disabled", "turn off a second factor"),
  "second-factor.removed": title("Second factor removed", "disabled", "remove a second factor"),
  "second-factor.codes-renewed": title("Recovery codes renewed", "neutral", "renew recovery codes"),
  "sign-in.succeeded": title("Signed in", "neutral", "sign in"),
  "sign-in.refused": { happened: "Sign-in refused", tone: "refused", refused: "Sign-in refused" },
  "session.ended": title("Signed out", "neutral", "end sessions"),
  "application.created": title("Application created", "neutral", "create an application"),
  "application.deleted": title("Application deleted", "disabled", "delete an application"),
  "package-key.created": title("Package key created", "enabled", "create a package key"),
  "package-key.enabled": title("Package key enabled", "enabled", "enable a package key"),
  "package-key.disabled": title("Package key disabled", "disabled", "disable a package key"),
  "package-key.deleted": title("Package key deleted", "disabled", "delete a package key"),
  "package.created": title("Package created", "neutral", "create a package"),
  "package.renamed": title("Package renamed", "neutral", "rename a package"),
  "plan.created": title("Plan created", "neutral", "create a plan"),
  "plan.changed": title("Plan changed", "neutral", "change a plan"),
  "plan.activated": title("Plan activated", "enabled", "activate a plan"),
  "plan.deactivated": title("Plan deactivated", "disabled", "deactivate a plan"),
  "platform-token.created": title("Platform token created", "neutral", "create a platform token"),
  "platform-token.revoked": title("Platform token revoked", "disabled", "revoke a platform token"),
  "signal-receiver.created": title("Signal receiver added", "neutral", "add a signal receiver"),
  "signal-receiver.deleted": title("Signal receiver removed", "disabled", "remove a signal receiver"),
  "signal-receiver.verified": title("Verification event sent", "neutral", "send a verification event"),
  "job.started": title("Job started", "neutral", "start a job"),
  "job.stopped": title("Job stopped", "neutral", "stop a job"),
  "schedule.created": title("Change scheduled", "neutral", "schedule a change"),
  "schedule.cancelled": title("Scheduled change cancelled", "neutral", "cancel a scheduled change"),
  "users.exported": title("Users exported", "neutral", "export users"),
  "audit.exported": title("Audit exported", "neutral", "export the audit"),
  "audit.archived": title("Audit archived", "neutral", "archive the audit"),
  "database.restored": title("Backup restored", "neutral", "restore a backup"),
};

function title(happened: string, tone: Tone, attempted: string): Title {
  return { happened, tone, refused: `Attempt to ${attempted} refused` };
}

/** The title of an event; an entry of a newer version may have one that is not known here, which stands for itself. */
export function titleOf(event: string): Title {
  return isKnown(event) ? TITLES[event] : { happened: event, tone: "neutral", refused: event };
}

function isKnown(event: string): event is AuditEvent {
  return Object.hasOwn(TITLES, event);
}
