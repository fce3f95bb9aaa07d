import type { ReactNode } from "react";
import type { Application } from "@/access/keys/applications";
import type { Verdict } from "@/access/rules";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { deleteApplicationAction } from "./actions";

type Props = { application: Application; verdict: Verdict; cancel: ReactNode };

export function ApplicationDeletion({ application, verdict, cancel }: Props): ReactNode {
  const { applications, forms, words } = texts();
  if (!verdict.allowed) {
    return <RefusedConfirmation cancel={cancel}>{words.refusals[verdict.refusal]}</RefusedConfirmation>;
  }
  return (
    <Form action={deleteApplicationAction}>
      <input type="hidden" name="id" value={application.id} />
      <input type="hidden" name="seen" value={application.keys} />
      <p className="mb-4">{consequences(application)}</p>
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInHistory} maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={applications.deletion.deleting}>
          {applications.deletion.submit(<PersonText>{application.name}</PersonText>)}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}

function consequences({ owner, keys, workingKeys }: Application): ReactNode {
  const { applications, amounts } = texts();
  const { withoutKeys, withKey, withKeys } = applications.deletion;
  const whose = <PersonText>{owner.displayName}</PersonText>;
  const stopped = <strong>{amounts.workingKeys(workingKeys)}</strong>;
  if (keys === 0) return withoutKeys(whose);
  return keys === 1 ? withKey(whose, stopped) : withKeys(whose, keys, stopped);
}
