/** What each event of the audit is called: when it happened, and when it was refused. */
import type { AuditEvent } from "@/access/audit/audit";

export type EventTitle = { readonly happened: string; readonly refused: string };

export const events = {
  "user.created": title("Created", "create"),
  "user.deleted": title("Deleted", "delete"),
  "user.enabled": title("Enabled", "enable"),
  "user.disabled": title("Disabled", "disable"),
  "user.roles-changed": title("Roles changed", "change roles"),
  "user.profile-changed": title("Profile changed", "change the profile"),
  "user.password-changed": title("Password changed", "change the password"),
  "user.unlocked": title("Unlocked", "unlock the user"),
  "second-factor.enabled": title("Second factor turned on", "turn on a second factor"),
  "second-factor.replaced": title("Second factor replaced", "replace a second factor"),
  "second-factor.disabled": title("Second factor turned off", "turn off a second factor"),
  "second-factor.removed": title("Second factor removed", "remove a second factor"),
  "second-factor.codes-renewed": title("Recovery codes renewed", "renew recovery codes"),
  "second-factor.enrolment-code-created": title("Enrolment code created", "create an enrolment code"),
  "sign-in.succeeded": title("Signed in", "sign in"),
  "sign-in.refused": { happened: "Sign-in refused", refused: "Sign-in refused" },
  "session.ended": title("Signed out", "end sessions"),
  "application.created": title("Application created", "create an application"),
  "application.deleted": title("Application deleted", "delete an application"),
  "package-key.created": title("Package key created", "create a package key"),
  "package-key.enabled": title("Package key enabled", "enable a package key"),
  "package-key.disabled": title("Package key disabled", "disable a package key"),
  "package-key.deleted": title("Package key deleted", "delete a package key"),
  "package.created": title("Package created", "create a package"),
  "package.renamed": title("Package renamed", "rename a package"),
  "plan.created": title("Plan created", "create a plan"),
  "plan.changed": title("Plan changed", "change a plan"),
  "plan.activated": title("Plan activated", "activate a plan"),
  "plan.deactivated": title("Plan deactivated", "deactivate a plan"),
  "platform-token.created": title("Platform token created", "create a platform token"),
  "platform-token.revoked": title("Platform token revoked", "revoke a platform token"),
  "signal-receiver.created": title("Signal receiver added", "add a signal receiver"),
  "signal-receiver.deleted": title("Signal receiver removed", "remove a signal receiver"),
  "signal-receiver.verified": title("Verification event sent", "send a verification event"),
  "job.started": title("Job started", "start a job"),
  "job.stopped": title("Job stopped", "stop a job"),
  "schedule.created": title("Change scheduled", "schedule a change"),
  "schedule.cancelled": title("Scheduled change cancelled", "cancel a scheduled change"),
  "users.exported": title("Users exported", "export users"),
  "audit.exported": title("Audit exported", "export the audit"),
  "audit.archived": title("Audit archived", "archive the audit"),
  "database.restored": title("Backup restored", "restore a backup"),
} satisfies Record<AuditEvent, EventTitle>;

function title(happened: string, attempted: string): EventTitle {
  return { happened, refused: `Attempt to ${attempted} refused` };
}
