import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import type { PackageKey } from "@/access/keys/package-keys";
import { mayManageKeys } from "@/access/rules";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { deletePackageKeyAction } from "./actions";
import { KeyFacts, callsAreRefused } from "./key-consequences";

type Props = { actor: Actor; packageKey: PackageKey; from: string; cancel: ReactNode };

export function KeyDeletion({ actor, packageKey, from, cancel }: Props): ReactNode {
  const { keys, forms, words } = texts();
  const verdict = mayManageKeys(actor, packageKey.owner);
  if (!verdict.allowed) {
    return <RefusedConfirmation cancel={cancel}>{words.refusals[verdict.refusal]}</RefusedConfirmation>;
  }
  return (
    <Form action={deletePackageKeyAction}>
      <input type="hidden" name="id" value={packageKey.id} />
      <input type="hidden" name="from" value={from} />
      <KeyFacts packageKey={packageKey} />
      <p className="mb-4">{keys.deletion.consequences(callsAreRefused(packageKey))}</p>
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInHistory} maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="danger" pendingText={keys.deletion.deleting}>
          {keys.deletion.submit}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
