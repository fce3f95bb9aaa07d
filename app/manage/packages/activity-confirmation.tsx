import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { type Plan, findPlan } from "@/access/keys/packages";
import { mayManagePackages } from "@/access/rules";
import { RefusedConfirmation } from "@/app/manage/refused-confirmation";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { changePlanActivityAction } from "./actions";
import { activityWords } from "./plan-activity";

type Change = { readonly plan: Plan; readonly active: boolean };

/** What the confirmation is about; null when there is no such plan. The opposite of what it is now is the default. */
export async function findActivityChange(actor: Actor, id: string, wanted: unknown): Promise<Change | null> {
  const plan = await findPlan(actor, id);
  if (!plan) return null;
  return { plan, active: wanted === "active" || (wanted !== "inactive" && !plan.active) };
}

export function activityTitle({ plan, active }: Change): string {
  return activityWords(active).question(plan.name, plan.package.name);
}

type Props = { actor: Actor; change: Change; cancel: ReactNode };

export function ActivityConfirmation({ actor, change, cancel }: Props): ReactNode {
  const { plan, active } = change;
  const verdict = mayManagePackages(actor);
  const { amounts, forms, words } = texts();
  if (!verdict.allowed) {
    return <RefusedConfirmation cancel={cancel}>{words.refusals[verdict.refusal]}</RefusedConfirmation>;
  }
  const { already, consequences, submit } = activityWords(active);
  if (plan.active === active) {
    return (
      <>
        <p className="mb-4">{already}</p>
        {cancel}
      </>
    );
  }
  const keys = active ? plan.readyKeys : plan.workingKeys;
  return (
    <Form action={changePlanActivityAction}>
      <input type="hidden" name="id" value={plan.id} />
      <input type="hidden" name="seen" value={plan.active ? "active" : "inactive"} />
      <input type="hidden" name="to" value={active ? "active" : "inactive"} />
      <p className="mb-4">{consequences(<strong>{amounts.workingKeys(keys)}</strong>)}</p>
      <TextArea name="reason" label={forms.reason.label} hint={forms.reason.keptInAudit} maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={active ? "primary" : "danger"}>
          {submit(<PersonText>{plan.name}</PersonText>)}
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}
