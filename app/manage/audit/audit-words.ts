import { AUDIT_EVENTS } from "@/access/audit";
import type { AuditArea } from "@/access/audit-list";
import { titleOf } from "@/access/audit-titles";
import { wordOptions } from "@/app/manage/list-toolbar";
import { texts } from "@/text/texts";

const AREA_WORDS: Record<AuditArea, string> = {
  "sign-ins": "All sign-ins and sign-outs",
  users: "All about users",
  keys: "All about applications and keys",
  packages: "All about packages and plans",
  platform: "All about the platform",
  jobs: "All about jobs and schedules",
  exports: "All exports and archives",
};

export const WHAT_OPTIONS = [
  ...wordOptions(AREA_WORDS),
  ...AUDIT_EVENTS.map((event) => ({ value: event, label: titleOf(event).happened })),
];

export const OUTCOME_OPTIONS = wordOptions({ DONE: "Done", REFUSED: "Refused" });
export const SOURCE_OPTIONS = wordOptions(texts().words.sources);
