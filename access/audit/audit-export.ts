/**
 * The audit as a file: every entry that a filter finds, newest first. Guarantees that the export is on record before the
 * first of its rows is read, whether or not anybody takes the rest.
 */
import type { Actor } from "@/access/actor";
import { guardChange } from "@/access/change";
import { mayReachConsole } from "@/access/rules";
import { runChange } from "@/access/run-change";
import type { Prisma } from "@/generated/prisma/client";
import { texts } from "@/text/texts";
import { type AuditEntry, record } from "./audit";
import { changeText, changesOf } from "./audit-changes";
import { type AuditFilter, filterParameters, readAudit } from "./audit-list";
import { titleOf } from "./audit-titles";

export type ExportFormat = "csv" | "jsonl";

/** Records the export and hands over the entries, part by part; null for who may not see the console. */
export async function exportAudit(
  actor: Actor,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<AsyncGenerator<readonly AuditEntry[]> | null> {
  const about: Prisma.InputJsonObject = { format, filter: `${new URLSearchParams(filterParameters(filter))}` };
  const refused = await runChange(actor, async (tx) => {
    const refusal = await guardChange(tx, actor, "audit.exported", mayReachConsole, () => about);
    if (!refusal) await record(tx, actor, { event: "audit.exported", subject: null, after: about });
    return refusal;
  });
  return refused ? null : readAudit(actor, filter);
}

export const EXPORT_HEAD = [
  "Number",
  "Time",
  "Event",
  "What",
  "Outcome",
  "Refusal",
  "Source",
  "Actor",
  "Subject",
  "Change",
  "Reason",
  "Effects",
  "Address",
  "Job",
] as const;

/** The cells of an entry, in the order of the head. */
export function exportCells(entry: AuditEntry): string[] {
  const { id, at, event, outcome, refusal, source, actorUsername, subjectUsername, reason, effects, address } = entry;
  const title = titleOf(event);
  return [
    String(id),
    at.toISOString(),
    event,
    outcome === "DONE" ? title.happened : title.refused,
    outcome,
    refusal ?? "",
    texts().words.sources[source],
    actorUsername,
    subjectUsername ?? "",
    changesOf(entry).map(changeText).join("; "),
    reason ?? "",
    effects === null ? "" : JSON.stringify(effects),
    address ?? "",
    entry.jobId ?? "",
  ];
}

/** An entry as one line of JSON, with every column that it has. */
export function exportLine({ id, changeId, ...entry }: AuditEntry): string {
  return `${JSON.stringify({ id: Number(id), ...entry, changeId: changeId === null ? null : Number(changeId) })}\n`;
}
