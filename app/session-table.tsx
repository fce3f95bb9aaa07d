import type { ReactNode } from "react";
import { LISTED_SESSIONS, type ListedSession } from "@/access/sign-in/sessions";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
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
  const words = texts().userParts.sessions;
  const head = (
    <>
      <Th>{words.browser}</Th>
      <Th>{words.address}</Th>
      <Th>{words.signedIn}</Th>
      <Th>{words.lastUsed}</Th>
      {ending !== null && <Th>{words.actions}</Th>}
    </>
  );
  return (
    <>
      <Table caption={caption} head={head}>
        {sessions.map((session) => (
          <Row key={session.id}>
            <Td label={words.browser}>
              {browserName(session.userAgent)}
              {session.id === currentId && <strong> {words.thisBrowser}</strong>}
              {inFull && <UserAgent text={session.userAgent} />}
            </Td>
            <Td label={words.address}>{session.address || words.unknownAddress}</Td>
            <Td label={words.signedIn}>
              <Time at={session.createdAt} />
            </Td>
            <Td label={words.lastUsed}>
              <Time at={session.lastSeenAt} />
            </Td>
            {ending !== null && <Td label={words.actions}>{ending(session)}</Td>}
          </Row>
        ))}
      </Table>
      {sessions.length >= LISTED_SESSIONS && <p className="mt-4 text-muted">{words.cutOff(LISTED_SESSIONS)}</p>}
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
  return texts().userParts.sessions.which(browserName(userAgent), address);
}
