import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { type Consequences, findConsequences } from "@/access/consequences";
import { type Verdict, mayDeleteUser } from "@/access/rules";
import { type User, findUser } from "@/access/users";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { Locked } from "@/app/locked";
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

export function DeletionConfirmation({ deletion, cancel }: { deletion: Deletion; cancel: ReactNode }): ReactNode {
  const { user, consequences, verdict } = deletion;
  if (!verdict.allowed) {
    return (
      <Notice tone="refused">
        <Locked user={user} refusal={verdict.refusal} />
      </Notice>
    );
  }
  return (
    <Form action={deleteUserAction}>
      <input type="hidden" name="username" value={user.username} />
      <p className="mb-2">
        The account of <PersonText>{user.displayName}</PersonText> is removed for good, with their applications and
        package keys. The audit keeps the username. To take access away for a while, disable the user instead.
      </p>
      <p className="mb-4">
        <StoppedAccess consequences={consequences} />
      </p>
      <TextArea name="reason" label="Reason (optional)" hint="Kept in the audit." maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText="Deleting…">
          Delete <PersonText>{user.username}</PersonText>
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
