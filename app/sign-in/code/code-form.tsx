import type { ReactNode } from "react";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { signInWithCodeAction } from "@/app/sign-in/actions";

/** Either kind of code is taken by the same action; the field helps to type the one or the other. */
export function CodeForm({ from, isRecovery }: { from: string; isRecovery: boolean }): ReactNode {
  return (
    <Form action={signInWithCodeAction} key={isRecovery ? "recovery" : "code"}>
      <input type="hidden" name="from" value={from} />
      {isRecovery ? <RecoveryField /> : <CodeField />}
      <SubmitButton className="w-full" pendingText="Signing in…">
        Continue
      </SubmitButton>
    </Form>
  );
}

function CodeField(): ReactNode {
  return (
    <Field
      name="code"
      label="Code"
      hint="The six digits that your authenticator app shows."
      autoComplete="one-time-code"
      inputMode="numeric"
      dir="ltr"
      required
    />
  );
}

function RecoveryField(): ReactNode {
  return (
    <Field
      name="code"
      label="Recovery code"
      hint="One of those that you kept when you set up the second factor. Each works once."
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      required
    />
  );
}
