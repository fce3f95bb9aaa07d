import type { ReactNode } from "react";
import type { FirstStep } from "@/access/overview";
import { ButtonLink } from "@/components/button";
import { Card } from "@/components/panel";
import { NEW_TOKEN } from "@/app/manage/settings/platform/paths";
import { USERS } from "@/app/manage/users/list-path";

type Step = { readonly title: string; readonly what: string; readonly action: string; readonly href: string };

const STEPS: Record<FirstStep, Step> = {
  users: {
    title: "Create the first users",
    what: "One by one here, or many at once from a CSV file with npm run users -- import on the server.",
    action: "New User",
    href: "/manage/new-user",
  },
  "off-switch": {
    title: "Try the off-switch",
    what: "In the list of users, the word Enabled beside a user disables them. The notice then says what stopped, and offers Undo.",
    action: "Manage your Users",
    href: `${USERS}?status=ENABLED&origin=LOCAL&access=PORTAL_ONLY`,
  },
  platform: {
    title: "Connect the identity platform",
    what: "With a token it creates, changes, enables and disables its users by SCIM 2.0.",
    action: "New Token",
    href: NEW_TOKEN,
  },
  package: {
    title: "Create a package with a plan",
    what: "Each package key is for one plan. Gates let a key pass while its owner, plan and key are all good.",
    action: "New Package",
    href: "/manage/packages/new",
  },
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
            <StepText step={STEPS[step]} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepText({ step: { title, what, action, href } }: { step: Step }): ReactNode {
  return (
    <div className="min-w-0">
      <h3 className="leading-7 font-semibold">{title}</h3>
      <p className="max-w-[60ch] text-muted">{what}</p>
      <p className="mt-2">
        <ButtonLink href={href} size="small">
          {action}
        </ButtonLink>
      </p>
    </div>
  );
}
