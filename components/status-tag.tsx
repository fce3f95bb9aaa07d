import type { ReactNode } from "react";
import type { AccountStatus } from "@/access/rules";
import { browserTexts } from "@/text/browser-texts";

/** What a state is called, and of which of the three kinds it is. */
export type State = { kind: AccountStatus; word: string };

const dots: Record<AccountStatus, string> = {
  WAITING: "status status-waiting",
  ENABLED: "status status-enabled",
  DISABLED: "status status-disabled",
};

export function statusDot(kind: AccountStatus): string {
  return dots[kind];
}

// Muted is for what is told here and changed elsewhere.
export function StateTag({ state, muted = false }: { state: State; muted?: boolean }): ReactNode {
  return (
    <span className={muted ? `${dots[state.kind]} status-muted` : dots[state.kind]}>
      <span>{state.word}</span>
    </span>
  );
}

export function StatusTag({ status, muted = false }: { status: AccountStatus; muted?: boolean }): ReactNode {
  return <StateTag state={statusState(status)} muted={muted} />;
}

export function statusState(status: AccountStatus): State {
  return { kind: status, word: browserTexts().statuses[status] };
}
