import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { type Verdict, mayEndSessions } from "@/access/rules";
import { findConsequences } from "@/access/status/consequences";
import { type User, findUser } from "@/access/users/users";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { endAllSessionsOfUserAction } from "./actions";
import { WhatEndingDoes } from "./what-ending-does";

type Ending = { readonly user: User; readonly openSessions: number; readonly verdict: Verdict };

/** What the confirmation has to say; null when there is no such user. */
export async function findEnding(actor: Actor, username: string): Promise<Ending | null> {
  const user = await findUser(actor, username);
  if (!user) return null;
  const { openSessions } = await findConsequences(actor, user.id);
  return { user, openSessions, verdict: mayEndSessions(actor, user) };
}

export function endingTitle({ user }: Ending): string {
  return texts().userPages.endSessions.question(user.username);
}

export function EndAllConfirmation({ ending, cancel }: { ending: Ending; cancel: ReactNode }): ReactNode {
  const { user, openSessions, verdict } = ending;
  const { userPages, words } = texts();
  const { noneOpen, whatHappens, submit } = userPages.endSessions;
  if (!verdict.allowed) {
    return <RefusedConfirmation cancel={cancel}>{words.refusals[verdict.refusal]}</RefusedConfirmation>;
  }
  if (openSessions === 0)
    return (
      <>
        <p className="mb-4">{noneOpen(<PersonText>{user.displayName}</PersonText>)}</p>
        {cancel}
      </>
    );
  return (
    <Form action={endAllSessionsOfUserAction}>
      <input type="hidden" name="username" value={user.username} />
      <p className="mb-4">
        {whatHappens(openSessions, <PersonText>{user.displayName}</PersonText>)}{" "}
        <WhatEndingDoes user={user} verdict={verdict} />
      </p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={userPages.sessions.ending}>
          {submit(openSessions)}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
