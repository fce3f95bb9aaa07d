import type { ReactNode } from "react";
import type { FirstStep } from "@/access/users/overview";
import { NEW_TOKEN } from "@/app/manage/settings/platform/paths";
import { USERS } from "@/app/manage/users/list-path";
import { ButtonLink } from "@/components/button";
import { Card } from "@/components/panel";
import { texts } from "@/text/texts";

const PLACES: Record<FirstStep, string> = {
  users: "/manage/new-user",
  "off-switch": `${USERS}?status=ENABLED&origin=LOCAL&access=PORTAL_ONLY`,
  platform: NEW_TOKEN,
  package: "/manage/packages/new",
};

/** What to do in a new console, in this order. What was done is not here any more. */
export function FirstSteps({ steps }: { steps: readonly FirstStep[] }): ReactNode {
  return (
    <Card>
      <ol className="grid gap-5 lg:auto-cols-fr lg:grid-flow-col lg:gap-10">
        {steps.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden="true"
              className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent"
            >
              {index + 1}
            </span>
            <StepText step={step} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepText({ step }: { step: FirstStep }): ReactNode {
  const { title, what, action } = texts().overview.firstSteps[step];
  return (
    <div className="min-w-0">
      <h3 className="leading-7 font-semibold">{title}</h3>
      <p className="max-w-[60ch] text-muted">{what}</p>
      <p className="mt-2">
        <ButtonLink href={PLACES[step]} size="small">
          {action}
        </ButtonLink>
      </p>
    </div>
  );
}
