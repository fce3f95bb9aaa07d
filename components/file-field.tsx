"use client";

import { type ChangeEvent, useState, type ReactNode } from "react";
import { described, FieldError, Hint } from "./field";
import { useAnswer } from "./form-state";

type Props = { name: string; label: ReactNode; hint: ReactNode; accept: string; largest: number; tooLarge: string };

// A file to be sent with a form. Where scripts run, one that is too large is given back at once, without being sent.
export function FileField({ name, label, hint, accept, largest, tooLarge }: Props): ReactNode {
  const answer = useAnswer(name);
  const [refused, setRefused] = useState(false);
  const error = refused ? tooLarge : answer.error;

  function look({ currentTarget }: ChangeEvent<HTMLInputElement>): void {
    const isTooLarge = [...(currentTarget.files ?? [])].some(({ size }) => size > largest);
    if (isTooLarge) currentTarget.value = "";
    setRefused(isTooLarge);
  }

  return (
    <div className="mb-4 max-w-md">
      <label htmlFor={name} className="mb-1 block w-fit font-medium">
        {label}
      </label>
      <Hint name={name}>{hint}</Hint>
      <div role="alert">
        <FieldError name={name} error={error} />
      </div>
      <input
        id={name}
        name={name}
        type="file"
        accept={accept}
        onChange={look}
        {...described(name, hint, error)}
        className="w-full max-w-full rounded-md border border-edge bg-surface text-ink file:me-3 file:min-h-9 file:border-0 file:border-e file:border-edge file:bg-sunken file:px-3 file:font-medium file:text-ink aria-invalid:border-2 aria-invalid:border-danger"
      />
    </div>
  );
}
