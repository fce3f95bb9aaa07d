import type { ReactNode } from "react";
import { needsSecondFactor } from "@/access/rules";
import type { SecondFactor } from "@/access/sign-in/second-factor";
import { readSecondFactorSettings } from "@/access/sign-in/second-factor-settings";
import type { User } from "@/access/users/users";
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
    <Section title={texts().secondFactor.title}>
      {factor === null ? <TurnedOff /> : <TurnedOn factor={factor} isRequired={isRequired} />}
    </Section>
  );
}

function TurnedOff(): ReactNode {
  const { explanation, setUp, settingUp } = texts().secondFactor.off;
  return (
    <>
      <p className="mb-4">{explanation}</p>
      <Form action={beginSecondFactorAction}>
        <SubmitButton variant="secondary" pendingText={settingUp}>
          {setUp}
        </SubmitButton>
      </Form>
    </>
  );
}

function TurnedOn({ factor, isRequired }: { factor: SecondFactor; isRequired: boolean }): ReactNode {
  const { secondFactor, words } = texts();
  const { on } = secondFactor;
  return (
    <>
      <Facts
        facts={[
          { label: on.status, value: on.isOn },
          { label: on.since, value: <Time at={factor.since} zone /> },
          { label: on.codesLeft, value: factor.recoveryCodes },
        ]}
      />
      <div className="mt-5 flex flex-wrap gap-2">
        <ButtonLink href="/account/second-factor/recovery-codes">{secondFactor.codes.title}</ButtonLink>
        <Form action={beginSecondFactorAction}>
          <SubmitButton variant="secondary" pendingText={secondFactor.off.settingUp}>
            {on.another}
          </SubmitButton>
        </Form>
        {!isRequired && <ButtonLink href="/account/second-factor/turn-off">{secondFactor.turnOff.title}</ButtonLink>}
      </div>
      {isRequired && <p className="mt-3 text-muted">{words.refusals.second_factor_required}</p>}
    </>
  );
}
