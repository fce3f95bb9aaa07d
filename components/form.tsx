"use client";

import { useActionState, type ReactNode } from "react";
import { ErrorSummary } from "./error-summary";
import { FormStateContext, type FormState } from "./form-state";
import { SecretStep } from "./secret";
import { sendingAgain } from "./send-again";
import { useTypedAgain } from "./typed-again";

type FormProps = {
  action: (state: FormState, form: FormData) => Promise<FormState>;
  children: ReactNode;
  className?: string;
  id?: string;
};

// A form of a server action. Without scripts it is posted and the page comes back with the same answer. The browser's
// own checks are off, so that an error is told in one way only.
export function Form({ action, children, className, id }: FormProps): ReactNode {
  const [state, send] = useActionState(sendingAgain(action), useTypedAgain());
  if (state.secret !== undefined) return <SecretStep {...state.secret} />;
  return (
    <FormStateContext value={state}>
      <form id={id} action={send} noValidate className={className}>
        <ErrorSummary />
        {children}
      </form>
    </FormStateContext>
  );
}
