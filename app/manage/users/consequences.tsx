import type { ReactNode } from "react";
import type { Consequences } from "@/access/status/consequences";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";

/** What a change does to the open sessions of a user, in numbers. */
export function EndedSessions({ count }: { count: number }): ReactNode {
  return texts().userChanges.consequences.endedSessions(count);
}

/** What a change takes from a user, in numbers. */
export function StoppedAccess({ consequences }: { consequences: Consequences }): ReactNode {
  const { openSessions, workingKeys, applications } = consequences;
  return (
    <>
      <EndedSessions count={openSessions} /> {texts().userChanges.consequences.stoppedKeys(workingKeys, applications)}
      {workingKeys > 0 && <Usage consequences={consequences} />}
    </>
  );
}

/** What enabling gives them, in numbers; a key that is held back by itself or by its plan stays so. */
export function RestoredAccess({ consequences }: { consequences: Consequences }): ReactNode {
  const { readyKeys, applications } = consequences;
  return (
    <>
      {texts().userChanges.consequences.restoredKeys(readyKeys, applications)}
      {readyKeys > 0 && <Usage consequences={consequences} />}
    </>
  );
}

/** How much the keys were used lately, as far as the gates have told yet; it follows another sentence. */
function Usage({ consequences }: { consequences: Consequences }): ReactNode {
  const { readyKeys, callsLastDay, lastUsedAt } = consequences;
  const lastUse = lastUsedAt && <Time at={lastUsedAt} zone />;
  return <> {texts().userChanges.consequences.usage({ keys: readyKeys, calls: callsLastDay, lastUse })}</>;
}
