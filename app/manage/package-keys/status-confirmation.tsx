import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { keyName } from "@/access/keys/package-key-format";
import { type PackageKey, findPackageKey } from "@/access/keys/package-keys";
import { type SettableKeyStatus, mayManageKeys, oppositeStatus } from "@/access/rules";
import { keyVerb } from "@/app/key-change";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { changeKeyStatusAction } from "./actions";
import { KeyFacts, callsAreRefused, callsPass } from "./key-consequences";

type Change = { readonly packageKey: PackageKey; readonly to: SettableKeyStatus };

/** What the confirmation is about; null when there is no such key. The opposite of the status is the default. */
export async function findKeyChange(actor: Actor, id: string, wanted: unknown): Promise<Change | null> {
  const packageKey = await findPackageKey(actor, id);
  if (!packageKey) return null;
  const to = wanted === "ENABLED" || wanted === "DISABLED" ? wanted : oppositeStatus(packageKey.status);
  return { packageKey, to };
}

export function keyChangeTitle({ packageKey, to }: Change): string {
  return texts().keys.status.questions[keyVerb(packageKey.status, to)](keyName(packageKey));
}

type Props = { actor: Actor; change: Change; from: string; cancel: ReactNode };

export function KeyStatusConfirmation({ actor, change, from, cancel }: Props): ReactNode {
  const { packageKey, to } = change;
  const { keys, forms, words } = texts();
  const verdict = mayManageKeys(actor, packageKey.owner);
  if (!verdict.allowed) {
    return <RefusedConfirmation cancel={cancel}>{words.refusals[verdict.refusal]}</RefusedConfirmation>;
  }
  if (packageKey.status === to) {
    return (
      <>
        <p className="mb-4">{keys.status.already[to]}</p>
        {cancel}
      </>
    );
  }
  return (
    <Form action={changeKeyStatusAction}>
      <input type="hidden" name="id" value={packageKey.id} />
      <input type="hidden" name="seen" value={packageKey.status} />
      <input type="hidden" name="to" value={to} />
      <input type="hidden" name="from" value={from} />
      <KeyFacts packageKey={packageKey} />
      <p className="mb-4">{to === "DISABLED" ? callsAreRefused(packageKey) : callsPass(packageKey)}</p>
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInHistory} maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={to === "DISABLED" ? "danger" : "primary"}>
          {keys.status.submits[keyVerb(packageKey.status, to)]}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
