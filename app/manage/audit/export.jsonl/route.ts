import { notFound } from "next/navigation";
import type { AuditEntry } from "@/access/audit/audit";
import { exportAudit, exportLine } from "@/access/audit/audit-export";
import { parseAuditListQuery } from "@/access/audit/audit-list";
import { requireConsoleActor } from "@/access/require-actor";
import { exportPath } from "@/app/manage/audit/audit-path";
import { streamAnswer } from "@/app/stream-answer";

/** What the filters of the list find, a line of JSON for each entry, for programs. */
export async function GET(request: Request): Promise<Response> {
  const query = parseAuditListQuery(Object.fromEntries(new URL(request.url).searchParams));
  const actor = await requireConsoleActor(exportPath(query, "jsonl"));
  const entries = (await exportAudit(actor, query, "jsonl")) ?? notFound();
  return streamAnswer("audit.jsonl", "application/x-ndjson", lines(entries));
}

async function* lines(parts: AsyncIterable<readonly AuditEntry[]>): AsyncGenerator<string, undefined> {
  for await (const part of parts) yield part.map(exportLine).join("");
}
