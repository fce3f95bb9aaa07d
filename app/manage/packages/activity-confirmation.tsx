import type { ReactNode } from "react";
import type { Actor } from "@/access/actor";
import { workingKeys } from "@/access/amounts";
import { type Plan, findPlan } from "@/access/packages";
import { mayManagePackages } from "@/access/rules";
import { TextArea } from "@/components/field";
import { Form } from "@/components/form";
import { Notice } from "@/components/notice";
import { PersonText } from "@/components/person-text";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { changePlanActivityAction } from "./actions";
import { activityState, activityVerb } from "./plan-activity";

type Change = { readonly plan: Plan; readonly active: boolean };

/** What the confirmation is about; null when there is no such plan. The opposite of what it is now is the default. */
export async function findActivityChange(actor: Actor, id: string, wanted: unknown): Promise<Change | null> {
  const plan = await findPlan(actor, id);
  if (!plan) return null;
  return { plan, active: wanted === "active" || (wanted !== "inactive" && !plan.active) };
}

export function activityTitle({ plan, active }: Change): string {
  return `${activityVerb(active)} plan ${plan.name} of ${plan.package.name}?`;
}

type Props = { actor: Actor; change: Change; cancel: ReactNode };

export function ActivityConfirmation({ actor, change, cancel }: Props): ReactNode {
  const { plan, active } = change;
  const verdict = mayManagePackages(actor);
  if (!verdict.allowed) return <Notice tone="refused">{texts().words.refusals[verdict.refusal]}</Notice>;
  if (plan.active === active) {
    return (
      <>
        <p className="mb-4">This plan is {activityState(active).word} already.</p>
        {cancel}
      </>
    );
  }
  return (
    <Form action={changePlanActivityAction}>
      <input type="hidden" name="id" value={plan.id} />
      <input type="hidden" name="seen" value={plan.active ? "active" : "inactive"} />
      <input type="hidden" name="to" value={active ? "active" : "inactive"} />
      <Consequences {...change} />
      <TextArea name="reason" label="Reason (optional)" hint="Kept in the audit." maxLength={500} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant={active ? "primary" : "danger"}>
          {activityVerb(active)} <PersonText>{plan.name}</PersonText>
        </SubmitButton>
        {cancel}
      </div>
    </Form>
  );
}

function Consequences({ plan, active }: Change): ReactNode {
  if (active) {
    return (
      <p className="mb-4">
        Calls with its keys are let pass again where nothing else holds them back: this restores{" "}
        <strong>{workingKeys(plan.readyKeys)}</strong>.
      </p>
    );
  }
  return (
    <p className="mb-4">
      Calls with a key of this plan are refused from now on: this stops <strong>{workingKeys(plan.workingKeys)}</strong>
      . Each key keeps its own status.
    </p>
  );
}
