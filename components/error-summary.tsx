"use client";

import { useEffect, useRef, type ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";
import { isRefused, useFormAnswer } from "./form-state";
import { Icon } from "./icon";

// What keeps the form from being accepted, in one place that takes the focus, with a link to each field.
export function ErrorSummary(): ReactNode {
  const state = useFormAnswer();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (isRefused(state)) box.current?.focus();
  }, [state]);

  if (!isRefused(state)) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="mb-5 flex gap-3 rounded-lg border border-disabled/40 bg-disabled-soft px-4 py-3"
    >
      <Icon name="refused" className="mt-0.5 size-4.5 text-disabled" />
      <div className="min-w-0">
        <h2 className="font-semibold">{browserTexts().problem}</h2>
        {state.refusal !== undefined && <p className="wrap-anywhere">{state.refusal}</p>}
        <ErrorLinks errors={state.errors ?? {}} />
      </div>
    </div>
  );
}

function ErrorLinks({ errors }: { errors: Record<string, string> }): ReactNode {
  const entries = Object.entries(errors);
  if (entries.length === 0) return null;
  return (
    <ul>
      {entries.map(([name, sentence]) => (
        <li key={name}>
          <a href={`#${name}`} className="inline-block min-h-6 leading-6 text-danger underline underline-offset-4">
            {sentence}
          </a>
        </li>
      ))}
    </ul>
  );
}
