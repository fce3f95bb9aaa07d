import type { ReactNode } from "react";
import type { ListedSession } from "@/access/sign-in/sessions";
import { SessionTable, whichSession } from "@/app/session-table";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { endOtherSessionsAction, endSessionAction } from "./actions";

type Props = { sessions: readonly ListedSession[]; currentId: string | null };

/** Where the user is signed in, each with its own way out. */
export function OwnSessions({ sessions, currentId }: Props): ReactNode {
  const words = texts().account.sessions;
  return (
    <>
      <SessionTable
        caption={words.caption}
        sessions={sessions}
        currentId={currentId}
        ending={(session) => <EndSession session={session} isCurrent={session.id === currentId} />}
      />
      {sessions.length > 1 && (
        <Form action={endOtherSessionsAction} className="mt-4">
          <SubmitButton variant="secondary" pendingText={words.signingOut}>
            {words.signOutOthers}
          </SubmitButton>
        </Form>
      )}
    </>
  );
}

function EndSession({ session, isCurrent }: { session: ListedSession; isCurrent: boolean }): ReactNode {
  const words = texts().account.sessions;
  const label = isCurrent ? words.signOutThis : words.signOutOf(whichSession(session));
  return (
    <Form action={endSessionAction}>
      <input type="hidden" name="session" value={session.id} />
      <SubmitButton variant="secondary" size="small" pendingText={words.signingOut} aria-label={label}>
        {words.signOut}
      </SubmitButton>
    </Form>
  );
}
