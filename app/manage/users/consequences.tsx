import type { ReactNode } from "react";
import { openSessions, workingKeys } from "@/access/audit-sentences";

/** What a change does to the open sessions of a user, in numbers. */
export function EndedSessions({ count }: { count: number }): ReactNode {
  if (count === 0) return "They have no open session now.";
  return (
    <>
      This ends <strong>{openSessions(count)}</strong>.
    </>
  );
}

/** What a change takes from the API access of a user, in numbers. */
export function StoppedKeys({ count }: { count: number }): ReactNode {
  if (count === 0) return "They have no working package key now.";
  return (
    <>
      This stops <strong>{workingKeys(count)}</strong>.
    </>
  );
}

/** What enabling gives them, in numbers; a key that is held back by itself or by its plan stays so. */
export function RestoredKeys({ count }: { count: number }): ReactNode {
  return (
    <>
      This gives them <strong>{workingKeys(count)}</strong>.
    </>
  );
}
