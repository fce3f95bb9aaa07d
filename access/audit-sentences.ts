/** The words of the audit, once: what an entry says in a user's history and in the notice after a change. */
import { z } from "zod";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";
import { aboutObject, objectOf, renaming } from "./audit-names";
import { endedPlace, endedSessions, numbersOf, usageOf } from "./audit-numbers";
import { orderDetails } from "./audit-orders";
import { type Tone, titleOf } from "./audit-titles";
import { ACCOUNT_STATUSES, ROLES, type AccountStatus, type Refusal, type Role } from "./rules";

export type HistoryLine = { readonly title: string; readonly details: readonly string[]; readonly tone: Tone };

const roleList = z.object({ roles: z.array(z.enum(ROLES)) });
// Nothing else beside the status: the entry of a key has one as well, with the name of the key.
const statusChange = z.strictObject({ status: z.enum(ACCOUNT_STATUSES) });
const platformDeleted = z.object({ platformDeleted: z.literal(true) });

// The history speaks of the user; the refusal sentences speak to them.
const SIGN_IN_REFUSALS: Record<string, string> = {
  wrong_password: "Wrong password.",
  unknown_subject: "The platform knows this person, but no user here has that external id.",
  throttled: "Too many wrong passwords from this address: slowed down for an hour.",
  wrong_code: "The code was wrong, of another time, or used before.",
  codes_throttled: "The password was right, but there were too many wrong codes: slowed down.",
};

// What held somebody back who had proved who they are.
const STATUS_REFUSALS: Record<string, string> = {
  user_disabled: "the account is disabled.",
  user_waiting: "the account is waiting for confirmation.",
  service_user: "a Service User has no pages.",
};

const bySingleSignOn = z.object({ by: z.literal("platform") });
const byCode = z.object({ by: z.literal("code") });
const byRecoveryCode = z.object({ by: z.literal("recovery-code"), recoveryCodes: z.number().catch(0) });

/** What an entry says in the history of the user it is about. */
export function historyLine(entry: AuditEntry): HistoryLine {
  const refused = entry.outcome === "REFUSED";
  const title = titleOf(entry.event);
  const what = refused ? title.refused : title.happened;
  const by = whoDidIt(entry);
  const facts = [
    refusalOf(entry),
    howOf(entry),
    aboutObject(entry),
    ...orderDetails(entry),
    ...changesOf(entry),
    ...numbersOf(entry),
    endedPlace(entry),
    usageOf(entry),
  ];
  return {
    title: by ? `${what} by ${by}` : what,
    details: [...facts, reasonOf(entry), addressOf(entry)].filter(isText),
    tone: refused ? "refused" : title.tone,
  };
}

function whoDidIt({ actorId, subjectId, actorUsername, source, jobId }: AuditEntry): string {
  if (source === "COMMAND_LINE") return `${actorUsername} on the command line`;
  if (source === "PLATFORM") return `the platform (token ${actorUsername})`;
  if (source === "JOB") return `${actorUsername}, ${jobId === null ? "as scheduled" : "in a job"}`;
  return actorId === subjectId ? "" : actorUsername;
}

/** The sentence of the notice: the object and its new state. */
export function noticeSentence(entry: AuditEntry): string {
  const name = entry.subjectUsername ?? "The user";
  if (entry.event === "session.ended" && entry.actorId !== entry.subjectId) return endedSessions(entry, name);
  const states: Record<string, string> = {
    "user.created": `${name} is created and enabled.`,
    "user.deleted": `${name} is deleted.`,
    "user.enabled": `${name} is enabled.`,
    "user.disabled": `${name} is disabled.`,
    "user.roles-changed": `${name}'s roles are saved.`,
    "user.profile-changed": `${name}'s profile is saved.`,
    "user.password-changed": "Your password is changed.",
    "second-factor.enabled": "Your second factor is on.",
    "second-factor.replaced": "Your second factor is replaced.",
    "second-factor.disabled": "Your second factor is off.",
    "second-factor.removed": `${name}'s second factor is removed.`,
    "second-factor.codes-renewed": "Your recovery codes are renewed.",
    "session.ended": "Signed out.",
    "package.renamed": renaming(entry),
    "plan.changed": `${objectOf(entry)} is saved.`,
    "plan.activated": `${objectOf(entry)} is active.`,
    "plan.deactivated": `${objectOf(entry)} is inactive.`,
    "signal-receiver.created": `${objectOf(entry)} is added.`,
    "signal-receiver.deleted": `${objectOf(entry)} is removed.`,
    "signal-receiver.verified": `${objectOf(entry)} is sent a verification event.`,
  };
  return [states[entry.event] ?? objectState(entry), ...numbersOf(entry)].join(" ");
}

/** "Package key lk_live_zQWB…Lq17 is disabled.": the event says in its last word what became of the object. */
function objectState(entry: AuditEntry): string {
  const object = objectOf(entry);
  return object === "" ? "Saved." : `${object} is ${entry.event.replace(/^.*\./, "")}.`;
}

function refusalOf({ refusal, before }: AuditEntry): string {
  if (refusal === null) return "";
  const proof = bySingleSignOn.safeParse(before).success ? "Single sign-on worked" : "The password was right";
  if (Object.hasOwn(STATUS_REFUSALS, refusal)) return `${proof}, but ${STATUS_REFUSALS[refusal]}`;
  return SIGN_IN_REFUSALS[refusal] ?? (isRefusal(refusal) ? texts().words.refusals[refusal] : refusal);
}

function howOf({ after }: AuditEntry): string {
  if (bySingleSignOn.safeParse(after).success) return "By single sign-on.";
  if (byCode.safeParse(after).success) return "By a password and a code.";
  const recovery = byRecoveryCode.safeParse(after).data;
  return recovery ? `By a password and a recovery code. Recovery codes left: ${recovery.recoveryCodes}.` : "";
}

function isRefusal(refusal: string): refusal is Refusal {
  return refusal in texts().words.refusals;
}

function changesOf({ event, before, after }: AuditEntry): string[] {
  if (event === "user.profile-changed") {
    const fields = z.record(z.string(), z.unknown()).safeParse(after);
    return fields.success ? [`Changed: ${Object.keys(fields.data).map(fieldLabel).join(", ")}.`] : [];
  }
  // An entry of the deletion alone says so in its title.
  if (event === "user.disabled" && platformDeleted.safeParse(after).success) return ["Deleted in the platform."];
  const [old, now] = [roleList.safeParse(before), roleList.safeParse(after)];
  if (!now.success) return [];
  const had = old.success ? old.data.roles : [];
  const added = now.data.roles.filter((role) => !had.includes(role));
  const removed = had.filter((role) => !now.data.roles.includes(role));
  return [roleWords("Added", added), roleWords("Removed", removed)].filter(isText);
}

const FIELD_LABELS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...texts().words.profileLabels, ...texts().words.platformLabels }),
);

/** What a field is called on the pages; one of a newer version stands for itself. */
function fieldLabel(field: string): string {
  return FIELD_LABELS.get(field) ?? field;
}

function roleWords(verb: string, roles: readonly Role[]): string {
  return roles.length === 0 ? "" : `${verb}: ${roles.map((role) => texts().words.roles[role]).join(", ")}.`;
}

function reasonOf({ reason }: AuditEntry): string {
  return reason === null ? "" : `Reason: ${reason}`;
}

function addressOf({ event, address }: AuditEntry): string {
  return event.startsWith("sign-in.") && address ? `From ${address}.` : "";
}

/** The status that an entry left behind, or that was there before it. */
export function statusIn(part: AuditEntry["before"]): AccountStatus | null {
  const parsed = statusChange.safeParse(part);
  return parsed.success ? parsed.data.status : null;
}

function isText(text: string): boolean {
  return text !== "";
}
