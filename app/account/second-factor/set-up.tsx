import type { ReactNode } from "react";
import { siteUrl } from "@/access/browser";
import { keyUri } from "@/access/one-time-codes";
import { needsSecondFactor } from "@/access/rules";
import { readSecondFactorSettings } from "@/access/second-factor-settings";
import type { User } from "@/access/users";
import { ButtonLink } from "@/components/button";
import { Copyable } from "@/components/copyable";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { Card } from "@/components/panel";
import { QrCode } from "@/components/qr-code";
import { SubmitButton } from "@/components/submit-button";
import { beginSecondFactorAction } from "./actions";

/** The secret as a picture and as text, and the fields that prove that it has arrived. */
export function SetUp({ secret, username, from }: { secret: string; username: string; from: string }): ReactNode {
  const uri = keyUri(secret, username, new URL(siteUrl()).host);
  return (
    <Card>
      <p className="mb-3">Scan this picture with an authenticator app on your phone, or type the secret into it.</p>
      <QrCode text={uri} label="QR code of the secret" />
      <div className="my-4">
        <Copyable label="Secret" value={secret.replaceAll(/.{4}(?=.)/g, "$& ")} />
      </div>
      <input type="hidden" name="from" value={from} />
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <Field
        name="code"
        label="Code"
        hint="The six digits that the app shows now."
        autoComplete="one-time-code"
        inputMode="numeric"
        dir="ltr"
        required
      />
      <Field name="password" label="Your password" type="password" autoComplete="current-password" required />
      <p className="mb-4 text-muted">Your other sessions are signed out, and you get recovery codes.</p>
      <div className="flex flex-wrap gap-2">
        <SubmitButton pendingText="Turning on…">Turn on second factor</SubmitButton>
        <ButtonLink href="/account">Cancel</ButtonLink>
      </div>
    </Card>
  );
}

/** Where somebody comes by a pasted link, or is led because they must have one. */
export function Begin({ user, from }: { user: User; from: string }): ReactNode {
  const isRequired = needsSecondFactor(user, readSecondFactorSettings().roles);
  return (
    <Card>
      <p className="mb-4">
        {isRequired
          ? "Your role requires a second factor. Set it up to go on: you need an authenticator app on your phone."
          : "You need an authenticator app on your phone."}
      </p>
      <Form action={beginSecondFactorAction}>
        <input type="hidden" name="from" value={from} />
        <SubmitButton pendingText="Setting up…">Set up second factor</SubmitButton>
      </Form>
    </Card>
  );
}

export function AlreadyOn(): ReactNode {
  return (
    <Card>
      <p className="mb-4">Your second factor is on.</p>
      <ButtonLink href="/account">Back to your account</ButtonLink>
    </Card>
  );
}
