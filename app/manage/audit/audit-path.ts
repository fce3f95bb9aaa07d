import { type AuditFilter, type AuditListQuery, auditParameters, filterParameters } from "@/access/audit/audit-list";
import { FIRST_PLACE } from "@/access/lists/list-place";

export const AUDIT = "/manage/audit";

/** The address of the list with some of its parameters changed; another filter begins at the first page. */
export function auditPath(query: AuditListQuery, changes: Partial<AuditListQuery> = {}): string {
  return withParameters(AUDIT, auditParameters({ ...query, place: FIRST_PLACE, ...changes }));
}

/** The address of what the list shows, and all that its filter finds with it, as a file. */
export function exportPath(filter: AuditFilter, format: "csv" | "jsonl"): string {
  return withParameters(`${AUDIT}/export.${format}`, filterParameters(filter));
}

export function entryPath(id: bigint): string {
  return `${AUDIT}/${id}`;
}

function withParameters(path: string, said: Record<string, string>): string {
  const parameters = new URLSearchParams(said);
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
