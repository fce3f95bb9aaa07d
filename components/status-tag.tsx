import type { ReactNode } from "react";

export type Status = "WAITING" | "ENABLED" | "DISABLED";

const words: Record<Status, string> = { WAITING: "Waiting", ENABLED: "Enabled", DISABLED: "Disabled" };
const dots: Record<Status, string> = {
  WAITING: "status status-waiting",
  ENABLED: "status status-enabled",
  DISABLED: "status status-disabled",
};

export function statusWord(status: Status): string {
  return words[status];
}

export function statusDot(status: Status): string {
  return dots[status];
}

// Muted is for users whose status is told here and changed elsewhere.
export function StatusTag({ status, muted = false }: { status: Status; muted?: boolean }): ReactNode {
  return (
    <span className={muted ? `${dots[status]} status-muted` : dots[status]}>
      <span>{words[status]}</span>
    </span>
  );
}
