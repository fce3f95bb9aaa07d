import type { ReactNode } from "react";
import { counted, openSessions, workingKeys } from "@/access/amounts";
import type { Consequences } from "@/access/consequences";
import { Time } from "@/components/time";

/** What a change does to the open sessions of a user, in numbers. */
export function EndedSessions({ count }: { count: number }): ReactNode {
  if (count === 0) return "They have no open session now.";
  return (
    <>
      This ends <strong>{openSessions(count)}</strong>.
    </>
  );
}

/** What a change takes from a user, in numbers. */
export function StoppedAccess({ consequences }: { consequences: Consequences }): ReactNode {
  const { openSessions, workingKeys } = consequences;
  return (
    <>
      <EndedSessions count={openSessions} />{" "}
      {workingKeys === 0 ? (
        "They have no working package key now."
      ) : (
        <>
          This stops <Keys count={workingKeys} consequences={consequences} />. <Usage consequences={consequences} />
        </>
      )}
    </>
  );
}

/** What enabling gives them, in numbers; a key that is held back by itself or by its plan stays so. */
export function RestoredAccess({ consequences }: { consequences: Consequences }): ReactNode {
  const { readyKeys } = consequences;
  return (
    <>
      This gives them <Keys count={readyKeys} consequences={consequences} />.{" "}
      {readyKeys > 0 && <Usage consequences={consequences} />}
    </>
  );
}

function Keys({ count, consequences }: { count: number; consequences: Consequences }): ReactNode {
  if (count === 0) return <strong>{workingKeys(count)}</strong>;
  return (
    <>
      <strong>{workingKeys(count)}</strong> of <strong>{counted(consequences.applications, "application")}</strong>
    </>
  );
}

/** How much the keys were used lately, as far as the gates have told yet. */
function Usage({ consequences }: { consequences: Consequences }): ReactNode {
  const { readyKeys, callsLastDay, lastUsedAt } = consequences;
  const them = readyKeys === 1 ? "it" : "them";
  if (callsLastDay === 0 && lastUsedAt === null) return `No call with ${them} has been counted so far.`;
  return (
    <>
      {callsLastDay === 0 ? (
        `No call with ${them} was counted in the last 24 hours`
      ) : (
        <>
          At least <strong>{counted(callsLastDay, "call")}</strong> with {them} in the last 24 hours
        </>
      )}
      {lastUsedAt && (
        <>
          ; last use <Time at={lastUsedAt} zone />
        </>
      )}
      . Gates report calls up to half a minute late.
    </>
  );
}
