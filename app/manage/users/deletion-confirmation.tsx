import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { type Verdict, mayDeleteUser } from "@/access/rules";
import { type Consequences, findConsequences } from "@/access/status/consequences";
import { type User, findUser } from "@/access/users/users";
import { Locked } from "@/app/locked";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { deleteUserAction } from "./actions";
import { StoppedAccess } from "./consequences";

type Deletion = {
  readonly user: User;
  readonly consequences: Consequences;
  readonly verdict: Verdict;
};

/** What the confirmation has to say; null when there is no such user. */
export async function findDeletion(actor: Actor, username: string): Promise<Deletion | null> {
  const user = await findUser(actor, username);
  if (!user) return null;
  return { user, consequences: await findConsequences(actor, user.id), verdict: mayDeleteUser(actor, user) };
}

export function deletionTitle({ user }: Deletion): string {
  return texts().userChanges.deletion.title(user.username);
}

export function DeletionConfirmation({ deletion, cancel }: { deletion: Deletion; cancel: ReactNode }): ReactNode {
  const { user, consequences, verdict } = deletion;
  const { forms, userChanges } = texts();
  const words = userChanges.deletion;
  if (!verdict.allowed) {
    return (
      <RefusedConfirmation cancel={cancel}>
        <Locked user={user} refusal={verdict.refusal} />
      </RefusedConfirmation>
    );
  }
  return (
    <Form action={deleteUserAction}>
      <input type="hidden" name="username" value={user.username} />
      <p className="mb-2">{words.whatHappens(<PersonText>{user.displayName}</PersonText>)}</p>
      <p className="mb-4">
        <StoppedAccess consequences={consequences} />
      </p>
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInAudit} maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={words.deleting}>
          {words.confirm(<PersonText>{user.username}</PersonText>)}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
