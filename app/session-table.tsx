import type { ReactNode } from "react";
import { LISTED_SESSIONS, type ListedSession } from "@/access/sessions";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { browserName } from "./browser-name";

type Props = {
  caption: string;
  sessions: readonly ListedSession[];
  currentId: string | null;
  /** The way out of each; null for who may not end them. */
  ending: ((session: ListedSession) => ReactNode) | null;
  /** Whether browsers are shown as they describe themselves, too. */
  inFull?: boolean;
};

/** Where a user is signed in. */
export function SessionTable({ caption, sessions, currentId, ending, inFull = false }: Props): ReactNode {
  const head = (
    <>
      <Th>Browser</Th>
      <Th>Address</Th>
      <Th>Signed in</Th>
      <Th>Last used</Th>
      {ending !== null && <Th>Actions</Th>}
    </>
  );
  return (
    <>
      <Table caption={caption} head={head}>
        {sessions.map((session) => (
          <Row key={session.id}>
            <Td label="Browser">
              {browserName(session.userAgent)}
              {session.id === currentId && <strong> (this browser)</strong>}
              {inFull && <UserAgent text={session.userAgent} />}
            </Td>
            <Td label="Address">{session.address || "Unknown"}</Td>
            <Td label="Signed in">
              <Time at={session.createdAt} />
            </Td>
            <Td label="Last used">
              <Time at={session.lastSeenAt} />
            </Td>
            {ending !== null && <Td label="Actions">{ending(session)}</Td>}
          </Row>
        ))}
      </Table>
      {sessions.length >= LISTED_SESSIONS && (
        <p className="mt-4 text-muted">No more than {LISTED_SESSIONS} sessions are listed here, those used last.</p>
      )}
    </>
  );
}

/** Anybody can send anything as that. */
function UserAgent({ text }: { text: string }): ReactNode {
  if (text === "") return null;
  return (
    <div className="max-w-[60ch] text-[0.8125rem] text-muted">
      <bdi>{text}</bdi>
    </div>
  );
}

/** What tells one session from the others in the name of its button. */
export function whichSession({ userAgent, address }: ListedSession): string {
  return `${browserName(userAgent)} at ${address || "an unknown address"}`;
}
