import type { ReactNode } from "react";
import type { ListedSession } from "@/access/sessions";
import { SessionTable, whichSession } from "@/app/session-table";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { endOtherSessionsAction, endSessionAction } from "./actions";

type Props = { sessions: readonly ListedSession[]; currentId: string | null };

/** Where the user is signed in, each with its own way out. */
export function OwnSessions({ sessions, currentId }: Props): ReactNode {
  return (
    <>
      <SessionTable
        caption="Where you are signed in. Times are in UTC."
        sessions={sessions}
        currentId={currentId}
        ending={(session) => <EndSession session={session} isCurrent={session.id === currentId} />}
      />
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

function EndSession({ session, isCurrent }: { session: ListedSession; isCurrent: boolean }): ReactNode {
  const which = isCurrent ? "this browser" : whichSession(session);
  return (
    <Form action={endSessionAction}>
      <input type="hidden" name="session" value={session.id} />
      <SubmitButton variant="secondary" size="small" pendingText="Signing out…" aria-label={`Sign out ${which}`}>
        Sign out
      </SubmitButton>
    </Form>
  );
}
