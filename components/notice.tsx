import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";
import { LostFocus } from "./lost-focus";

type NoticeTone = "done" | "warning" | "refused";

const tones: Record<NoticeTone, { icon: IconName; looks: string }> = {
  done: { icon: "done", looks: "bg-enabled-soft border-enabled/40 [&>.icon]:text-enabled" },
  warning: { icon: "warning", looks: "bg-waiting-soft border-waiting/40 [&>.icon]:text-waiting" },
  refused: { icon: "refused", looks: "bg-disabled-soft border-disabled/40 [&>.icon]:text-disabled" },
};

const frame = "mb-5 flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-2";

type NoticeProps = { tone: NoticeTone; children: ReactNode; action?: ReactNode };

// What happened, said on the page and staying there: what was done is told when there is time, a refusal at once.
export function Notice({ tone, children, action }: NoticeProps): ReactNode {
  return (
    <LostFocus role={tone === "done" ? "status" : "alert"} className={`${frame} ${tones[tone].looks}`}>
      <Message tone={tone}>{children}</Message>
      {action}
    </LostFocus>
  );
}

// What is so until somebody does something about it. It stands on every page, so it neither speaks up nor takes the focus.
export function StandingNotice({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className={`${frame} ${tones.warning.looks}`}>
      <Message tone="warning">{children}</Message>
    </div>
  );
}

function Message({ tone, children }: { tone: NoticeTone; children: ReactNode }): ReactNode {
  return (
    <>
      <Icon name={tones[tone].icon} className="mt-[5px] size-4.5" />
      <div className="min-w-0 flex-1 basis-48 py-1 wrap-anywhere">{children}</div>
    </>
  );
}
