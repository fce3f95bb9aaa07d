import type { ReactNode } from "react";
import type { PlanTerms } from "@/access/keys/packages";
import { Field } from "@/components/field";
import { texts } from "@/text/texts";

/** The name and the limits of a plan; without a plan they are empty. */
export function PlanFields({ plan }: { plan?: PlanTerms }): ReactNode {
  const { packages } = texts();
  return (
    <>
      <Field name="name" label={packages.name} defaultValue={plan?.name ?? ""} autoComplete="off" required />
      <Field
        name="throttlePerSecond"
        label={packages.plan.throttle}
        hint={packages.plan.limitHint}
        inputMode="numeric"
        autoComplete="off"
        defaultValue={numberText(plan?.throttlePerSecond)}
      />
      <Field
        name="quotaPerDay"
        label={packages.plan.quota}
        hint={packages.plan.limitHint}
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
