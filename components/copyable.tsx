import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";

// A value that people take elsewhere: one click chooses the whole of it, and where scripts run a button copies it. Of
// several each has its own line.
export function Copyable({ label, value }: { label: string; value: string }): ReactNode {
  return (
    <div>
      <p className="mb-1 text-[0.8125rem] text-muted">{label}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="rounded-md border border-line bg-sunken px-2.5 py-1 wrap-anywhere whitespace-pre-line select-all">
          {value}
        </code>
        <CopyButton value={value} label={label} />
      </div>
    </div>
  );
}
