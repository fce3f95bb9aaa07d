import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { countKeys } from "@/access/package-keys";
import { type Verdict, mayDeleteUser } from "@/access/rules";
import { countOpenSessions } from "@/access/sessions";
import { type User, findUser } from "@/access/users";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { Locked } from "@/app/locked";
import { deleteUserAction } from "./actions";
import { EndedSessions, StoppedKeys } from "./consequences";

type Deletion = {
  readonly user: User;
  readonly openSessions: number;
  readonly workingKeys: number;
  readonly verdict: Verdict;
};

/** What the confirmation has to say; null when there is no such user. */
export async function findDeletion(actor: Actor, username: string): Promise<Deletion | null> {
  const user = await findUser(actor, username);
  if (!user) return null;
  const [openSessions, keys] = await Promise.all([countOpenSessions(actor, user.id), countKeys(actor, user.id)]);
  return { user, openSessions, workingKeys: keys.working, verdict: mayDeleteUser(actor, user) };
}

export function DeletionConfirmation({ deletion, cancel }: { deletion: Deletion; cancel: ReactNode }): ReactNode {
  const { user, openSessions, workingKeys, verdict } = deletion;
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
      <p className="mb-4">
        The account of <PersonText>{user.displayName}</PersonText> is removed for good, with their applications and
        package keys. <EndedSessions count={openSessions} /> <StoppedKeys count={workingKeys} /> The audit keeps the
        username. To take access away for a while, disable the user instead.
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
