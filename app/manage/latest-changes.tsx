import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { AuditEntry } from "@/access/audit/audit";
import { historyLine } from "@/access/audit/audit-sentences";
import type { Count } from "@/access/lists/lists";
import type { Today } from "@/access/users/overview";
import { Card } from "@/components/panel";
import { PersonText } from "@/components/person-text";
import { Timeline, type TimelineEntry } from "@/components/timeline";
import { texts } from "@/text/texts";
import { AUDIT, entryPath } from "./audit/audit-path";
import { SubjectOf } from "./audit/audit-table";
import { countText } from "./list-pager";

/** What became of users today, and the latest changes of all, each with who made it and why. */
export function LatestChanges({ today, changes }: { today: Today; changes: readonly AuditEntry[] }): ReactNode {
  const { day, disabled, enabled } = today;
  const { disabledToday, enabledToday, all, none } = texts().overview.changes;
  return (
    <Card>
      <p className="mb-4 flex flex-wrap gap-x-6 gap-y-1 border-b border-line pb-3">
        <TodayLink day={day} event="user.disabled" count={disabled} words={disabledToday} />
        <TodayLink day={day} event="user.enabled" count={enabled} words={enabledToday} />
        <Link href={AUDIT} className="leading-6 hover:underline sm:ms-auto">
          {all}
        </Link>
      </p>
      {changes.length === 0 ? <p>{none}</p> : <Timeline entries={changes.map(timelineEntry)} />}
    </Card>
  );
}

type TodayLinkProps = {
  day: string;
  event: "user.disabled" | "user.enabled";
  count: Count;
  words: (count: ReactNode) => ReactNode;
};

/** The list has the same entries as were counted. */
function TodayLink({ day, event, count, words }: TodayLinkProps): ReactNode {
  const asked = new URLSearchParams({ what: event, outcome: "DONE", from: day });
  return (
    <Link href={`${AUDIT}?${asked}`} className="leading-6 hover:underline">
      {words(<span className="font-semibold tabular-nums">{countText(count)}</span>)}
    </Link>
  );
}

function timelineEntry(entry: AuditEntry): TimelineEntry {
  const { title, tone } = historyLine(entry);
  return {
    key: `${entry.id}`,
    at: entry.at,
    tone,
    title: (
      <>
        <span className="font-medium">
          <SubjectOf entry={entry} />
        </span>{" "}
        <Link href={entryPath(entry.id)} className="inline-block leading-6 text-accent hover:underline">
          <PersonText>{title}</PersonText>
        </Link>
      </>
    ),
    ...(entry.reason !== null && { detail: <PersonText>{entry.reason}</PersonText> }),
  };
}
