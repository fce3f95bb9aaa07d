import type { ReactNode } from "react";
import { openSessions } from "@/access/audit-sentences";

/** What a change does to the open sessions of a user, in numbers. */
export function EndedSessions({ count }: { count: number }): ReactNode {
  if (count === 0) return "They have no open session now.";
  return (
    <>
      This ends <strong>{openSessions(count)}</strong>.
    </>
  );
}
