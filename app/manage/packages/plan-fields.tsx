import type { ReactNode } from "react";
import type { PlanTerms } from "@/access/packages";
import { Field } from "@/components/field";

/** The name and the limits of a plan; without a plan they are empty. */
export function PlanFields({ plan }: { plan?: PlanTerms }): ReactNode {
  return (
    <>
      <Field name="name" label="Name" defaultValue={plan?.name ?? ""} autoComplete="off" required />
      <Field
        name="throttlePerSecond"
        label="Throttle (calls per second)"
        hint="Information for people and gateways. Empty is no limit."
        inputMode="numeric"
        autoComplete="off"
        defaultValue={numberText(plan?.throttlePerSecond)}
      />
      <Field
        name="quotaPerDay"
        label="Quota (calls per day)"
        hint="Information for people and gateways. Empty is no limit."
        inputMode="numeric"
        autoComplete="off"
        defaultValue={numberText(plan?.quotaPerDay)}
      />
    </>
  );
}

/** The plan as the form showed it, so that nobody overwrites what they have not seen. */
export function SeenPlan({ plan }: { plan: PlanTerms }): ReactNode {
  return (
    <>
      <input type="hidden" name="seenName" value={plan.name} />
      <input type="hidden" name="seenThrottlePerSecond" value={numberText(plan.throttlePerSecond)} />
      <input type="hidden" name="seenQuotaPerDay" value={numberText(plan.quotaPerDay)} />
    </>
  );
}

function numberText(limit: number | null | undefined): string {
  return limit === null || limit === undefined ? "" : `${limit}`;
}
