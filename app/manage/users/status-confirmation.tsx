import type { ReactNode } from "react";
import { type Actor } from "@/access/actor";
import { type SettableStatus, type Verdict, mayChangeAccountStatus, oppositeStatus } from "@/access/rules";
import { type Consequences, findConsequences } from "@/access/status/consequences";
import { type User, findUser } from "@/access/users/users";
import { Locked } from "@/app/locked";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { changeStatusAction } from "./actions";
import { RestoredAccess, StoppedAccess } from "./consequences";

type Change = {
  readonly user: User;
  readonly to: SettableStatus;
  readonly consequences: Consequences;
  readonly verdict: Verdict;
};

/** What the confirmation has to say; null when there is no such user. The opposite of the status is the default. */
export async function findStatusChange(actor: Actor, username: string, wanted: unknown): Promise<Change | null> {
  const user = await findUser(actor, username);
  if (!user) return null;
  const to = wanted === "ENABLED" || wanted === "DISABLED" ? wanted : oppositeStatus(user.status);
  const consequences = await findConsequences(actor, user.id);
  return { user, to, consequences, verdict: mayChangeAccountStatus(actor, user) };
}

export function confirmationTitle({ user, to }: Change): string {
  return texts().userChanges.status.title[to](user.username);
}

type Props = { change: Change; from: string; cancel: ReactNode };

export function StatusConfirmation({ change, from, cancel }: Props): ReactNode {
  const { user, to, verdict } = change;
  const { forms, userChanges } = texts();
  const words = userChanges.status;
  if (!verdict.allowed) {
    return (
      <RefusedConfirmation cancel={cancel}>
        <Locked user={user} refusal={verdict.refusal} />
      </RefusedConfirmation>
    );
  }
  if (user.status === to) {
    return (
      <>
        <p className="mb-4">{words.alreadySo[to](<PersonText>{user.displayName}</PersonText>)}</p>
        {cancel}
      </>
    );
  }
  return (
    <Form action={changeStatusAction}>
      <input type="hidden" name="username" value={user.username} />
      <input type="hidden" name="seen" value={user.status} />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="from" value={from} />
      <WhatHappens {...change} />
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInHistory} maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={to === "DISABLED" ? "danger" : "primary"}>
          {words.confirm[to](<PersonText>{user.username}</PersonText>)}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}

function WhatHappens({ user, to, consequences }: Change): ReactNode {
  const what = texts().userChanges.status.whatHappens[to](<PersonText>{user.displayName}</PersonText>);
  if (to === "ENABLED") {
    return (
      <p className="mb-4">
        {what} <RestoredAccess consequences={consequences} />
      </p>
    );
  }
  return (
    <>
      <p className="mb-2">{what}</p>
      <p className="mb-4">
        <StoppedAccess consequences={consequences} />
      </p>
    </>
  );
}
