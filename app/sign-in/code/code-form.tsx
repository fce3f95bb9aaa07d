import type { ReactNode } from "react";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { signInWithCodeAction } from "@/app/sign-in/actions";
import { texts } from "@/text/texts";

/** Either kind of code is taken by the same action; the field helps to type the one or the other. */
export function CodeForm({ from, isRecovery }: { from: string; isRecovery: boolean }): ReactNode {
  const { signingIn, code } = texts().signIn;
  return (
    <Form action={signInWithCodeAction} key={isRecovery ? "recovery" : "code"}>
      <input type="hidden" name="from" value={from} />
      {isRecovery ? <RecoveryField /> : <CodeField />}
      <SubmitButton className="w-full" pendingText={signingIn}>
        {code.submit}
      </SubmitButton>
    </Form>
  );
}

function CodeField(): ReactNode {
  const { label, hint } = texts().signIn.code;
  return (
    <Field name="code" label={label} hint={hint} autoComplete="one-time-code" inputMode="numeric" dir="ltr" required />
  );
}

function RecoveryField(): ReactNode {
  const { recoveryLabel, recoveryHint } = texts().signIn.code;
  return (
    <Field
      name="code"
      label={recoveryLabel}
      hint={recoveryHint}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      dir="ltr"
      required
    />
  );
}
