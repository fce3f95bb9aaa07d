import type { ReactNode } from "react";
import type { OwnSession } from "@/access/sessions";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { Row, Table, Td, Th } from "@/components/table";
import { Time } from "@/components/time";
import { endOtherSessionsAction, endSessionAction } from "./actions";

type Props = { sessions: OwnSession[]; currentId: string | null };

/** Where the user is signed in, each with its own way out. */
export function OwnSessions({ sessions, currentId }: Props): ReactNode {
  const head = (
    <>
      <Th>Browser</Th>
      <Th>Address</Th>
      <Th>Signed in</Th>
      <Th>Last used</Th>
      <Th>Actions</Th>
    </>
  );
  return (
    <>
      <Table caption="Where you are signed in. Times are in UTC." head={head}>
        {sessions.map((session) => (
          <Row key={session.id}>
            <Td label="Browser">
              {browserName(session.userAgent)}
              {session.id === currentId && <strong> (this browser)</strong>}
            </Td>
            <Td label="Address">{session.address || "Unknown"}</Td>
            <Td label="Signed in">
              <Time at={session.createdAt} />
            </Td>
            <Td label="Last used">
              <Time at={session.lastSeenAt} />
            </Td>
            <Td label="Actions">
              <EndSession session={session} isCurrent={session.id === currentId} />
            </Td>
          </Row>
        ))}
      </Table>
      {sessions.length > 1 && (
        <Form action={endOtherSessionsAction} className="mt-4">
          <SubmitButton variant="secondary" pendingText="Signing out…">
            Sign out all others
          </SubmitButton>
        </Form>
      )}
    </>
  );
}

function EndSession({ session, isCurrent }: { session: OwnSession; isCurrent: boolean }): ReactNode {
  const which = isCurrent
    ? "this browser"
    : `${browserName(session.userAgent)} at ${session.address || "an unknown address"}`;
  return (
    <Form action={endSessionAction}>
      <input type="hidden" name="session" value={session.id} />
      <SubmitButton variant="secondary" size="small" pendingText="Signing out…" aria-label={`Sign out ${which}`}>
        Sign out
      </SubmitButton>
    </Form>
  );
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg\//, "Edge"],
  [/\bFirefox\//, "Firefox"],
  [/\b(?:Headless)?Chrom(?:e|ium)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, "Android"],
  [/\biPhone|\biPad/, "iOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** A browser's own description cut down to what its owner recognises. */
function browserName(userAgent: string): string {
  const name = BROWSERS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "Unknown browser";
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1];
  return system ? `${name} on ${system}` : name;
}
