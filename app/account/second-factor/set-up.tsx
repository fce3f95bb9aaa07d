import type { ReactNode } from "react";
import { siteUrl } from "@/access/browser";
import { needsSecondFactor } from "@/access/rules";
import { keyUri } from "@/access/sign-in/one-time-codes";
import type { NeededProof } from "@/access/sign-in/second-factor-proof";
import { readSecondFactorSettings } from "@/access/sign-in/second-factor-settings";
import type { User } from "@/access/users/users";
import { ButtonLink } from "@/components/button";
import { Copyable } from "@/components/copyable";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { QrCode } from "@/components/qr-code";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { beginSecondFactorAction } from "./actions";
import { ProofField } from "./proof-field";

type Props = { secret: string; username: string; from: string; needed: NeededProof | null };

/** The secret as a picture and as text, and the fields that prove that it has arrived. */
export function SetUp({ secret, username, from, needed }: Props): ReactNode {
  const uri = keyUri(secret, username, new URL(siteUrl()).host);
  const { secondFactor, forms } = texts();
  const { setUp } = secondFactor;
  return (
    <Card>
      <p className="mb-3">{setUp.scan}</p>
      <QrCode text={uri} label={setUp.picture} />
      <div className="my-4">
        <Copyable label={setUp.secret} value={secret.replaceAll(/.{4}(?=.)/g, "$& ")} />
      </div>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <Field
        name="code"
        label={setUp.code}
        hint={setUp.codeHint}
        autoComplete="one-time-code"
        inputMode="numeric"
        dir="ltr"
        required
      />
      {needed !== null && <ProofField needed={needed} />}
      <Field name="password" label={secondFactor.password} type="password" autoComplete="current-password" required />
      <p className="mb-4 text-muted">{setUp.whatHappens}</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingText={setUp.turningOn}>{setUp.submit}</SubmitButton>
        <ButtonLink href="/account">{forms.cancel}</ButtonLink>
      </div>
    </Card>
  );
}

/** Where somebody comes by a pasted link, or is led because they must have one. */
export function Begin({ user, from }: { user: User; from: string }): ReactNode {
  const isRequired = needsSecondFactor(user, readSecondFactorSettings().roles);
  const { setUp, off } = texts().secondFactor;
  return (
    <Card>
      <p className="mb-4">{isRequired ? setUp.required : setUp.needed}</p>
      {isRequired && <p className="mb-4">{setUp.enrolmentCode}</p>}
      <Form action={beginSecondFactorAction}>
        <input type="hidden" name="from" value={from} />
        <SubmitButton pendingText={off.settingUp}>{off.setUp}</SubmitButton>
      </Form>
    </Card>
  );
}

export function AlreadyOn(): ReactNode {
  const { alreadyOn, back } = texts().secondFactor.setUp;
  return (
    <Card>
      <p className="mb-4">{alreadyOn}</p>
      <ButtonLink href="/account">{back}</ButtonLink>
    </Card>
  );
}
