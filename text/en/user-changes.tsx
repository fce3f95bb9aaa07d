/** Enabling, disabling and deleting one user: what is asked before, what it would do, and the way back. */
import type { ReactNode } from "react";
import { amounts } from "./amounts";

export const userChanges = {
  status: {
    title: {
      ENABLED: (username: string): string => `Enable ${username}?`,
      DISABLED: (username: string): string => `Disable ${username}?`,
    },
    whatHappens: {
      ENABLED: (name: ReactNode): ReactNode => <>{name} can sign in again. Sessions that ended stay ended.</>,
      DISABLED: (name: ReactNode): ReactNode => (
        <>
          {name} is signed out at once, can&apos;t reach their account any more and has no API access. Their roles are
          kept.
        </>
      ),
    },
    confirm: {
      ENABLED: (username: ReactNode): ReactNode => <>Enable {username}</>,
      DISABLED: (username: ReactNode): ReactNode => <>Disable {username}</>,
    },
    alreadySo: {
      ENABLED: (name: ReactNode): ReactNode => <>{name} is Enabled already.</>,
      DISABLED: (name: ReactNode): ReactNode => <>{name} is Disabled already.</>,
    },
    nothingChanged: {
      ENABLED: (username: string): string => `${username} is Enabled already. Nothing was changed.`,
      DISABLED: (username: string): string => `${username} is Disabled already. Nothing was changed.`,
    },
    choose: "Choose Enabled or Disabled.",
    undo: "Undo",
    undoing: "Undoing…",
  },
  /** In numbers; of whom there are keys, they belong to at least one application. */
  consequences: {
    endedSessions: (count: number): ReactNode =>
      count === 0 ? (
        "They have no open session now."
      ) : (
        <>
          This ends <strong>{amounts.openSessions(count)}</strong>.
        </>
      ),
    stoppedKeys: (count: number, applications: number): ReactNode =>
      count === 0 ? (
        "They have no working package key now."
      ) : (
        <>
          This stops <strong>{amounts.workingKeys(count)}</strong> of{" "}
          <strong>{amounts.applications(applications)}</strong>.
        </>
      ),
    restoredKeys: (count: number, applications: number): ReactNode =>
      count === 0 ? (
        <>
          This gives them <strong>{amounts.workingKeys(0)}</strong>.
        </>
      ) : (
        <>
          This gives them <strong>{amounts.workingKeys(count)}</strong> of{" "}
          <strong>{amounts.applications(applications)}</strong>.
        </>
      ),
    /** How much that many keys were used lately; without a last use there was none. */
    usage: ({ keys, calls, lastUse }: { keys: number; calls: number; lastUse: ReactNode }): ReactNode => {
      const them = keys === 1 ? "it" : "them";
      if (calls === 0 && lastUse === null) return `No call with ${them} has been counted so far.`;
      return (
        <>
          {calls === 0 ? (
            `No call with ${them} was counted in the last 24 hours`
          ) : (
            <>
              At least <strong>{amounts.calls(calls)}</strong> with {them} in the last 24 hours
            </>
          )}
          {lastUse !== null && <>; last use {lastUse}</>}. Gates report calls up to half a minute late.
        </>
      );
    },
  },
  deletion: {
    title: (username: string): string => `Delete ${username}?`,
    whatHappens: (name: ReactNode): ReactNode => (
      <>
        The account of {name} is removed for good, with their applications and package keys. The audit keeps the
        username. To take access away for a while, disable the user instead.
      </>
    ),
    confirm: (username: ReactNode): ReactNode => <>Delete {username}</>,
    deleting: "Deleting…",
  },
};
