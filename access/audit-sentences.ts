/** The words of the audit, once: what an entry says in a user's history and in the notice after a change. */
import type { AuditEntry } from "./audit";
import { ACCOUNT_STATUSES, ROLES, type AccountStatus, type Refusal, type Role } from "./rules";
import { REFUSAL_SENTENCES, ROLE_WORDS } from "./words";
import { z } from "zod";

export type Tone = "enabled" | "disabled" | "refused" | "neutral";

export type HistoryLine = { readonly title: string; readonly details: readonly string[]; readonly tone: Tone };

const roleList = z.object({ roles: z.array(z.enum(ROLES)) });
const statusChange = z.object({ status: z.enum(ACCOUNT_STATUSES) });
const sessionsEnded = z.object({ sessionsEnded: z.number() });

const HAPPENED: Record<string, { title: string; tone: Tone }> = {
  "user.created": { title: "Created", tone: "enabled" },
  "user.deleted": { title: "Deleted", tone: "disabled" },
  "user.enabled": { title: "Enabled", tone: "enabled" },
  "user.disabled": { title: "Disabled", tone: "disabled" },
  "user.roles-changed": { title: "Roles changed", tone: "neutral" },
  "user.profile-changed": { title: "Profile changed", tone: "neutral" },
  "user.password-changed": { title: "Password changed", tone: "neutral" },
  "sign-in.succeeded": { title: "Signed in", tone: "neutral" },
  "session.ended": { title: "Signed out", tone: "neutral" },
};

const REFUSED: Record<string, string> = {
  "user.created": "Attempt to create refused",
  "user.deleted": "Attempt to delete refused",
  "user.enabled": "Attempt to enable refused",
  "user.disabled": "Attempt to disable refused",
  "user.roles-changed": "Attempt to change roles refused",
  "user.profile-changed": "Attempt to change the profile refused",
  "user.password-changed": "Attempt to change the password refused",
  "sign-in.refused": "Sign-in refused",
};

// The history speaks of the user; the refusal sentences speak to them.
const SIGN_IN_REFUSALS: Record<string, string> = {
  wrong_password: "Wrong password.",
  throttled: "Too many wrong passwords from this address: slowed down for an hour.",
  user_disabled: "The password was right, but the account is disabled.",
  user_waiting: "The password was right, but the account is waiting for confirmation.",
  service_user: "The password was right, but a Service User has no pages.",
};

/** What an entry says in the history of the user it is about. */
export function historyLine(entry: AuditEntry): HistoryLine {
  const refused = entry.outcome === "REFUSED";
  const happened = HAPPENED[entry.event];
  const what = refused ? (REFUSED[entry.event] ?? entry.event) : (happened?.title ?? entry.event);
  const by = whoDidIt(entry);
  return {
    title: by ? `${what} by ${by}` : what,
    details: [refusalOf(entry), ...changesOf(entry), ...numbersOf(entry), reasonOf(entry), addressOf(entry)].filter(
      isText,
    ),
    tone: refused ? "refused" : (happened?.tone ?? "neutral"),
  };
}

function whoDidIt({ actorId, subjectId, actorUsername, source }: AuditEntry): string {
  if (source === "COMMAND_LINE") return `${actorUsername} on the command line`;
  return actorId === subjectId ? "" : actorUsername;
}

/** The sentence of the notice: the object and its new state. */
export function noticeSentence(entry: AuditEntry): string {
  const name = entry.subjectUsername ?? "The user";
  const states: Record<string, string> = {
    "user.created": `${name} is created and enabled.`,
    "user.deleted": `${name} is deleted.`,
    "user.enabled": `${name} is enabled.`,
    "user.disabled": `${name} is disabled.`,
    "user.roles-changed": `${name}'s roles are saved.`,
    "user.profile-changed": `${name}'s profile is saved.`,
    "user.password-changed": "Your password is changed.",
    "session.ended": "Signed out.",
  };
  return [states[entry.event] ?? "Saved.", ...numbersOf(entry)].join(" ");
}

function refusalOf({ refusal }: AuditEntry): string {
  if (refusal === null) return "";
  return SIGN_IN_REFUSALS[refusal] ?? (isRefusal(refusal) ? REFUSAL_SENTENCES[refusal] : refusal);
}

function isRefusal(refusal: string): refusal is Refusal {
  return refusal in REFUSAL_SENTENCES;
}

function changesOf({ event, before, after }: AuditEntry): string[] {
  if (event === "user.profile-changed") {
    const fields = z.record(z.string(), z.unknown()).safeParse(after);
    return fields.success ? [`Changed: ${Object.keys(fields.data).join(", ")}.`] : [];
  }
  const [old, now] = [roleList.safeParse(before), roleList.safeParse(after)];
  if (!now.success) return [];
  const had = old.success ? old.data.roles : [];
  const added = now.data.roles.filter((role) => !had.includes(role));
  const removed = had.filter((role) => !now.data.roles.includes(role));
  return [roleWords("Added", added), roleWords("Removed", removed)].filter(isText);
}

function roleWords(verb: string, roles: readonly Role[]): string {
  return roles.length === 0 ? "" : `${verb}: ${roles.map((role) => ROLE_WORDS[role]).join(", ")}.`;
}

function numbersOf({ effects }: AuditEntry): string[] {
  const numbers = sessionsEnded.safeParse(effects);
  return numbers.success && numbers.data.sessionsEnded > 0
    ? [`${openSessions(numbers.data.sessionsEnded)} ended.`]
    : [];
}

/** "no open session", "1 open session", "2 open sessions". */
export function openSessions(count: number): string {
  if (count === 0) return "no open session";
  return count === 1 ? "1 open session" : `${count} open sessions`;
}

/** "no working package key", "1 working package key", "2 working package keys". */
export function workingKeys(count: number): string {
  if (count === 0) return "no working package key";
  return count === 1 ? "1 working package key" : `${count} working package keys`;
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
