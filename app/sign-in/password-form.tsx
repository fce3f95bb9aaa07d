import type { ReactNode } from "react";
import { Field } from "@/components/field";
import { Form } from "@/components/form";
import { SubmitButton } from "@/components/submit-button";
import { signInAction } from "./actions";

/** For local users. Where single sign-on comes first, its button is the one that stands out. */
export function PasswordForm({ from, isFirst }: { from: string; isFirst: boolean }): ReactNode {
  return (
    <Form action={signInAction}>
      <input type="hidden" name="from" value={from} />
      <Field
        name="username"
        label="Username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <Field name="password" label="Password" type="password" autoComplete="current-password" required />
      <SubmitButton variant={isFirst ? "primary" : "secondary"} className="w-full" pendingText="Signing in…">
        Sign in
      </SubmitButton>
    </Form>
  );
}
