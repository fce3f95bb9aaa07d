import { AUDIT_EVENTS } from "@/access/audit/audit";
import { wordOptions } from "@/app/manage/list-toolbar";
import type { Option } from "@/components/input";
import { texts } from "@/text/texts";

/** What the filters of the audit offer. */
export function auditOptions(): Record<"what" | "outcome" | "source", readonly Option[]> {
  const { audit, events, words } = texts();
  return {
    what: [
      ...wordOptions(audit.areas),
      ...AUDIT_EVENTS.map((event) => ({ value: event, label: events[event].happened })),
    ],
    outcome: wordOptions(audit.outcomes),
    source: wordOptions(words.sources),
  };
}
