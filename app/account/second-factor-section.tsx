import type { ReactNode } from "react";
import { needsSecondFactor } from "@/access/rules";
import type { SecondFactor } from "@/access/second-factor";
import { readSecondFactorSettings } from "@/access/second-factor-settings";
import type { User } from "@/access/users";
import { ButtonLink } from "@/components/button";
import { Facts } from "@/components/facts";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { Time } from "@/components/time";
import { texts } from "@/text/texts";
import { beginSecondFactorAction } from "./second-factor/actions";
import { Section } from "./section";

type Props = { user: User; factor: SecondFactor | null };

/** Whether a password alone signs the user in, and how to change that. */
export function SecondFactorSection({ user, factor }: Props): ReactNode {
  const isRequired = needsSecondFactor(user, readSecondFactorSettings().roles);
  return (
    <Section title="Second factor">
      {factor === null ? <TurnedOff /> : <TurnedOn factor={factor} isRequired={isRequired} />}
    </Section>
  );
}

function TurnedOff(): ReactNode {
  return (
    <>
      <p className="mb-4">
        Off. With a second factor signing in takes your password and a code of an authenticator app on your phone.
      </p>
      <Form action={beginSecondFactorAction}>
        <SubmitButton variant="secondary" pendingText="Setting up…">
          Set up second factor
        </SubmitButton>
      </Form>
    </>
  );
}

function TurnedOn({ factor, isRequired }: { factor: SecondFactor; isRequired: boolean }): ReactNode {
  return (
    <>
      <Facts
        facts={[
          { label: "Status", value: "On" },
          { label: "On since", value: <Time at={factor.since} zone /> },
          { label: "Recovery codes left", value: factor.recoveryCodes },
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-2">
        <ButtonLink href="/account/second-factor/recovery-codes">New recovery codes</ButtonLink>
        <Form action={beginSecondFactorAction}>
          <SubmitButton variant="secondary" pendingText="Setting up…">
            Use another app
          </SubmitButton>
        </Form>
        {!isRequired && <ButtonLink href="/account/second-factor/turn-off">Turn off second factor</ButtonLink>}
      </div>
      {isRequired && <p className="mt-3 text-muted">{texts().words.refusals.second_factor_required}</p>}
    </>
  );
}
