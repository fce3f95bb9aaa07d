import { notFound } from "next/navigation";
import type { AuditEntry } from "@/access/audit/audit";
import { EXPORT_HEAD, exportAudit, exportCells } from "@/access/audit/audit-export";
import { parseAuditListQuery } from "@/access/audit/audit-list";
import { requireConsoleActor } from "@/access/require-actor";
import { csvAnswer } from "@/app/csv-answer";
import { exportPath } from "@/app/manage/audit/audit-path";

/** What the filters of the list find, as a table for spreadsheets. */
export async function GET(request: Request): Promise<Response> {
  const query = parseAuditListQuery(Object.fromEntries(new URL(request.url).searchParams));
  const actor = await requireConsoleActor(exportPath(query, "csv"));
  const entries = (await exportAudit(actor, query, "csv")) ?? notFound();
  return csvAnswer("audit.csv", [...EXPORT_HEAD], cells(entries));
}

async function* cells(parts: AsyncIterable<readonly AuditEntry[]>): AsyncGenerator<string[][]> {
  for await (const part of parts) yield part.map(exportCells);
}
