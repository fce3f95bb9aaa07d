import type { ReactNode } from "react";
import type { AccountStatus } from "@/access/rules";
import { STATUS_WORDS } from "@/access/words";

const dots: Record<AccountStatus, string> = {
  WAITING: "status status-waiting",
  ENABLED: "status status-enabled",
  DISABLED: "status status-disabled",
};

export function statusDot(status: AccountStatus): string {
  return dots[status];
}

// Muted is for users whose status is told here and changed elsewhere.
export function StatusTag({ status, muted = false }: { status: AccountStatus; muted?: boolean }): ReactNode {
  return (
    <span className={muted ? `${dots[status]} status-muted` : dots[status]}>
      <span>{STATUS_WORDS[status]}</span>
    </span>
  );
}
