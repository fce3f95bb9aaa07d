"use client";

import { useActionState, type ReactNode } from "react";
import { ErrorSummary } from "./error-summary";
import { FormStateContext, type FormState } from "./form-state";
import { Notice } from "./notice";
import { SecretStep } from "./secret";

type FormProps<S extends FormState> = {
  action: (state: Awaited<S>, form: FormData) => Promise<S>;
  initial: Awaited<S>;
  children: ReactNode;
  className?: string;
};

// A form of a server action. Without scripts it is posted and the page comes back with the same answer. The browser's
// own checks are off, so that an error is told in one way only.
export function Form<S extends FormState>({ action, initial, children, className }: FormProps<S>): ReactNode {
  const [state, send] = useActionState(action, initial);
  if (state.secret !== undefined) return <SecretStep {...state.secret} />;
  return (
    <FormStateContext value={state}>
      <form action={send} noValidate className={className}>
        <ErrorSummary />
        {state.notice !== undefined && <Notice tone="done">{state.notice}</Notice>}
        {children}
      </form>
    </FormStateContext>
  );
}
