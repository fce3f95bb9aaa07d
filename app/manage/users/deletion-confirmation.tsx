import type { ReactNode } from "react";
import type { Verdict } from "@/access/rules";
import type { User } from "@/access/users";
import { REFUSAL_SENTENCES } from "@/access/words";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { deleteUserAction } from "./actions";
import { EndedSessions } from "./ended-sessions";

type Props = { user: User; openSessions: number; verdict: Verdict; cancel: ReactNode };

export function DeletionConfirmation({ user, openSessions, verdict, cancel }: Props): ReactNode {
  if (!verdict.allowed) return <Notice tone="refused">{REFUSAL_SENTENCES[verdict.refusal]}</Notice>;
  return (
    <Form action={deleteUserAction}>
      <input type="hidden" name="username" value={user.username} />
      <p className="mb-4">
        The account of <PersonText>{user.displayName}</PersonText> is removed for good.{" "}
        <EndedSessions count={openSessions} /> The audit keeps the username. To take access away for a while, disable
        the user instead.
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
