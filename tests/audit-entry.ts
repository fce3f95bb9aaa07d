/** An entry of the audit as it is without anything special: what a test is about, it sets itself. */
import type { AuditEntry } from "@/access/audit/audit";

export const ENTRY: AuditEntry = {
  id: 7n,
  at: new Date("2026-11-02T10:00:00Z"),
  event: "user.disabled",
  outcome: "DONE",
  refusal: null,
  source: "PAGE",
  actorId: "11111111-0000-4000-8000-000000000000",
  actorUsername: "ada",
  subjectId: "22222222-0000-4000-8000-000000000000",
  subjectUsername: "pat",
  reason: null,
  before: null,
  after: null,
  effects: null,
  address: null,
  changeId: null,
  jobId: null,
};
