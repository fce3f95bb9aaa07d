/** What an entry says in a user's history and in the notice after a change. */
import { z } from "zod";
import { ACCOUNT_STATUSES, ROLES, type AccountStatus, type Role } from "@/access/rules";
import { isKnown } from "@/text/known";
import { texts } from "@/text/texts";
import type { AuditEntry } from "./audit";
import { aboutObject, objectOf, renaming } from "./audit-names";
import { endedPlace, endedSessions, numbersOf, usageOf } from "./audit-numbers";
import { orderDetails } from "./audit-orders";
import { type Tone, titleOf } from "./audit-titles";

export type HistoryLine = { readonly title: string; readonly details: readonly string[]; readonly tone: Tone };

const roleList = z.object({ roles: z.array(z.enum(ROLES)) });
// Nothing else beside the status: the entry of a key has one as well, with the name of the key.
const statusChange = z.strictObject({ status: z.enum(ACCOUNT_STATUSES) });
const deletedByPlatform = z.object({ platformDeleted: z.literal(true) });

const bySingleSignOn = z.object({ by: z.literal("platform") });
const byCode = z.object({ by: z.literal("code") });
const byRecoveryCode = z.object({ by: z.literal("recovery-code"), recoveryCodes: z.number().catch(0) });

/** What an entry says in the history of the user it is about. */
export function historyLine(entry: AuditEntry): HistoryLine {
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
    title: whatHappened(entry),
    details: [...facts, reasonOf(entry), addressOf(entry)].filter(isText),
    tone: entry.outcome === "REFUSED" ? "refused" : titleOf(entry.event).tone,
  };
}

function whatHappened(entry: AuditEntry): string {
  const { by, refusedBy } = texts().entries;
  const { happened, refused } = titleOf(entry.event);
  const isRefused = entry.outcome === "REFUSED";
  const who = whoDidIt(entry);
  if (who === "") return isRefused ? refused : happened;
  return isRefused ? refusedBy(refused, who) : by(happened, who);
}

function whoDidIt({ actorId, subjectId, actorUsername, source, jobId }: AuditEntry): string {
  const { who } = texts().entries;
  if (source === "COMMAND_LINE") return who.onCommandLine(actorUsername);
  if (source === "PLATFORM") return who.platform(actorUsername);
  if (source === "JOB") return jobId === null ? who.asScheduled(actorUsername) : who.inJob(actorUsername);
  return actorId === subjectId ? "" : actorUsername;
}

/** The sentence of the notice: the object and its new state. */
export function noticeSentence(entry: AuditEntry): string {
  const { theUser } = texts().entries.notices;
  const name = entry.subjectUsername ?? theUser;
  if (entry.event === "session.ended" && entry.actorId !== entry.subjectId) return endedSessions(entry, name);
  return [newState(entry, name), ...numbersOf(entry)].join(" ");
}

/** "linus is disabled.", "Package key lk_live_zQWB…Lq17 is disabled." */
function newState(entry: AuditEntry, username: string): string {
  const { ofUser, ofObject, saved } = texts().entries.notices;
  const { event } = entry;
  if (isKnown(ofUser, event)) return ofUser[event](username);
  if (event === "package.renamed") return renaming(entry);
  const object = objectOf(entry);
  return object !== "" && isKnown(ofObject, event) ? ofObject[event](object) : saved;
}

function refusalOf({ refusal, before }: AuditEntry): string {
  const { entries, words } = texts();
  if (refusal === null) return "";
  if (isKnown(entries.heldBack, refusal)) return entries.heldBack[refusal](bySingleSignOn.safeParse(before).success);
  if (isKnown(entries.signInRefusals, refusal)) return entries.signInRefusals[refusal];
  return isKnown(words.refusals, refusal) ? words.refusals[refusal] : refusal;
}

function howOf({ after }: AuditEntry): string {
  const { how } = texts().entries;
  if (bySingleSignOn.safeParse(after).success) return how.platform;
  if (byCode.safeParse(after).success) return how.code;
  const recovery = byRecoveryCode.safeParse(after).data;
  return recovery ? how.recoveryCode(recovery.recoveryCodes) : "";
}

function changesOf({ event, before, after }: AuditEntry): string[] {
  const { changed, added, removed, platformDeleted } = texts().entries;
  if (event === "user.profile-changed") {
    const fields = z.record(z.string(), z.unknown()).safeParse(after);
    return fields.success ? [changed(Object.keys(fields.data).map(fieldLabel).join(", "))] : [];
  }
  // An entry of the deletion alone says so in its title.
  if (event === "user.disabled" && deletedByPlatform.safeParse(after).success) return [platformDeleted];
  const [old, now] = [roleList.safeParse(before), roleList.safeParse(after)];
  if (!now.success) return [];
  const had = old.success ? old.data.roles : [];
  const came = now.data.roles.filter((role) => !had.includes(role));
  const went = had.filter((role) => !now.data.roles.includes(role));
  return [...(came.length > 0 ? [added(roleWords(came))] : []), ...(went.length > 0 ? [removed(roleWords(went))] : [])];
}

/** What a field is called on the pages; one of a newer version stands for itself. */
function fieldLabel(field: string): string {
  const { profileLabels, platformLabels } = texts().words;
  const labels = { ...profileLabels, ...platformLabels };
  return isKnown(labels, field) ? labels[field] : field;
}

function roleWords(roles: readonly Role[]): string {
  const { words } = texts();
  return roles.map((role) => words.roles[role]).join(", ");
}

function reasonOf({ reason }: AuditEntry): string {
  return reason === null ? "" : texts().entries.reason(reason);
}

function addressOf({ event, address }: AuditEntry): string {
  return event.startsWith("sign-in.") && address ? texts().entries.from(address) : "";
}

/** The status that an entry left behind, or that was there before it. */
export function statusIn(part: AuditEntry["before"]): AccountStatus | null {
  const parsed = statusChange.safeParse(part);
  return parsed.success ? parsed.data.status : null;
}

function isText(text: string): boolean {
  return text !== "";
}
