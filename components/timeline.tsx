import type { ReactNode } from "react";
import { Time } from "./time";

type TimelineTone = "enabled" | "disabled" | "refused" | "neutral";
export type TimelineEntry = { key: string; at: Date; title: ReactNode; detail?: ReactNode; tone: TimelineTone };

const tones: Record<TimelineTone, string> = {
  enabled: "border-enabled border-[5px]",
  disabled: "border-disabled border-[3px]",
  refused: "border-disabled border-2 rounded-[2px]!",
  neutral: "border-edge border-2",
};

export function Timeline({ entries }: { entries: TimelineEntry[] }): ReactNode {
  return (
    <ol>
      {entries.map((entry) => (
        <li key={entry.key} className="group grid grid-cols-[0.75rem_minmax(0,1fr)] gap-x-3">
          <span aria-hidden="true" className="flex flex-col items-center pt-1.5">
            <span className={`size-2.5 shrink-0 rounded-full bg-surface ${tones[entry.tone]}`} />
            <span className="mt-1.5 w-px flex-1 bg-line group-last:hidden" />
          </span>
          <div className="flex flex-wrap items-baseline gap-x-6 pb-4 group-last:pb-0">
            <div className="min-w-0 flex-1 basis-64 wrap-anywhere">
              <p>{entry.title}</p>
              {entry.detail !== undefined && <div className="text-[0.8125rem] text-muted">{entry.detail}</div>}
            </div>
            <p className="text-[0.8125rem] text-muted tabular-nums">
              <Time at={entry.at} zone />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
