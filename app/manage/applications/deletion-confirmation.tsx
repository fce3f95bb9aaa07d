import type { ReactNode } from "react";
import type { Application } from "@/access/applications";
import { packageKeys, workingKeys } from "@/access/amounts";
import type { Verdict } from "@/access/rules";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { deleteApplicationAction } from "./actions";

type Props = { application: Application; verdict: Verdict; cancel: ReactNode };

export function ApplicationDeletion({ application, verdict, cancel }: Props): ReactNode {
  if (!verdict.allowed) return <Notice tone="refused">{texts().words.refusals[verdict.refusal]}</Notice>;
  return (
    <Form action={deleteApplicationAction}>
      <input type="hidden" name="id" value={application.id} />
      <input type="hidden" name="seen" value={application.keys} />
      <Consequences application={application} />
      <TextArea name="reason" label="Reason (optional)" hint="Kept in the history of the user." maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText="Deleting…">
          Delete <PersonText>{application.name}</PersonText>
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}

function Consequences({ application }: { application: Application }): ReactNode {
  const { owner, keys, workingKeys: working } = application;
  return (
    <p className="mb-4">
      This application of <PersonText>{owner.displayName}</PersonText> is removed for good
      {keys === 0 ? ". It has no package key." : <KeysWithIt keys={keys} working={working} />}
    </p>
  );
}

function KeysWithIt({ keys, working }: { keys: number; working: number }): ReactNode {
  return (
    <>
      , with its {keys === 1 ? "package key" : packageKeys(keys)}. Calls with {keys === 1 ? "it" : "them"} are refused
      from now on: this stops <strong>{workingKeys(working)}</strong>.
    </>
  );
}
