import type { Schedule } from "@/access/status/schedules";
import { timeText } from "@/components/time";
import { texts } from "@/text/texts";

/** "Disable on 01 Dec 2026 09:00 UTC": what is put down for later, where the settings and the list of users tell it. */
export function scheduleText({ target, dueAt }: Pick<Schedule, "target" | "dueAt">): string {
  return texts().users.scheduled[target](timeText(dueAt));
}
