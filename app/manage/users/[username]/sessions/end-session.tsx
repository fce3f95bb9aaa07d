import type { ReactNode } from "react";
import type { ListedSession } from "@/access/sign-in/sessions";
import { whichSession } from "@/app/session-table";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { endSessionOfUserAction } from "./actions";

/** Ends one session of a user. The name says which, beginning with the words that are seen. */
export function EndSession({ username, session }: { username: string; session: ListedSession }): ReactNode {
  const { end, endOne, ending } = texts().userPages.sessions;
  return (
    <Form action={endSessionOfUserAction}>
      <input type="hidden" name="username" value={username} />
      <input type="hidden" name="session" value={session.id} />
      <SubmitButton variant="secondary" size="small" pendingText={ending} aria-label={endOne(whichSession(session))}>
        {end}
      </SubmitButton>
    </Form>
  );
}
