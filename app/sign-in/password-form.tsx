import type { ReactNode } from "react";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { texts } from "@/text/texts";
import { signInAction } from "./actions";

/** For local users. Where single sign-on comes first, its button is the one that stands out. */
export function PasswordForm({ from, isFirst }: { from: string; isFirst: boolean }): ReactNode {
  const { signIn } = texts();
  return (
    <Form action={signInAction}>
      <input type="hidden" name="from" value={from} />
      <Field
        name="username"
        label={signIn.username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Field name="password" label={signIn.password} type="password" autoComplete="current-password" required />
      <SubmitButton variant={isFirst ? "primary" : "secondary"} className="w-full" pendingText={signIn.signingIn}>
        {signIn.submit}
      </SubmitButton>
    </Form>
  );
}
