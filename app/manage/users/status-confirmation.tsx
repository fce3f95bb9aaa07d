import type { ReactNode } from "react";
import { type Actor } from "@/access/actor";
import { type Consequences, findConsequences } from "@/access/consequences";
import { type SettableStatus, type Verdict, mayChangeAccountStatus, oppositeStatus } from "@/access/rules";
import { type User, findUser } from "@/access/users";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { Locked } from "@/app/locked";
import { browserTexts } from "@/text/browser-texts";
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
  return `${verb(to)} ${user.username}?`;
}

function verb(to: Change["to"]): string {
  return to === "DISABLED" ? "Disable" : "Enable";
}

type Props = { change: Change; from: string; cancel: ReactNode };

export function StatusConfirmation({ change, from, cancel }: Props): ReactNode {
  const { user, to, verdict } = change;
  if (!verdict.allowed) {
    return (
      <Notice tone="refused">
        <Locked user={user} refusal={verdict.refusal} />
      </Notice>
    );
  }
  if (user.status === to) {
    return (
      <>
        <p className="mb-4">
          <PersonText>{user.displayName}</PersonText> is {browserTexts().statuses[to]} already.
        </p>
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
      <TextArea name="reason" label="Reason (optional)" hint="Kept in the history of the user." maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={to === "DISABLED" ? "danger" : "primary"}>
          {verb(to)} <PersonText>{user.username}</PersonText>
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}

function WhatHappens({ user, to, consequences }: Change): ReactNode {
  if (to === "ENABLED") {
    return (
      <p className="mb-4">
        <PersonText>{user.displayName}</PersonText> can sign in again. Sessions that ended stay ended.{" "}
        <RestoredAccess consequences={consequences} />
      </p>
    );
  }
  return (
    <>
      <p className="mb-2">
        <PersonText>{user.displayName}</PersonText> is signed out at once, can&apos;t reach their account any more and
        has no API access. Their roles are kept.
      </p>
      <p className="mb-4">
        <StoppedAccess consequences={consequences} />
      </p>
    </>
  );
}
