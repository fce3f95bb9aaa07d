/**
 * What is told of an audit entry outside of the database: a number for the metrics, and for a refusal a line in the log.
 * Guarantees one line for one refused attempt, after its entry is kept, and none with names or typed texts.
 */
import { logEvent } from "@/access/operation/log";
import { count } from "@/access/operation/tally";
import type { AuditActor, EntryToWrite } from "./audit";

export function tellEntry(actor: AuditActor, entry: EntryToWrite, id: string | undefined): void {
  countEntry(actor, entry);
  const { event, refusal, subject, jobId } = entry;
  if (refusal === undefined) return;
  logEvent("warn", {
    event,
    refusal,
    source: actor.source,
    // An order that is carried out belongs to no request.
    ...(actor.id !== null && { actorId: actor.id }),
    subjectId: subject?.id ?? null,
    jobId: jobId ?? null,
    ...(id !== undefined && { entry: id }),
  });
}

function countEntry({ source }: AuditActor, { event, refusal }: EntryToWrite): void {
  if (event === "sign-in.succeeded") count("signIns", { outcome: "succeeded" });
  else if (event === "sign-in.refused") count("signIns", { outcome: refusal ?? "refused" });
  else if (refusal !== undefined) count("refusals", { refusal, source });
  else if (event === "user.enabled" || event === "user.disabled") {
    count("statusChanges", { status: event.slice("user.".length), source });
  }
}
