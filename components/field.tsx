"use client";

import type { ComponentProps, ReactNode } from "react";
import { useAnswer } from "./form-state";
import { Input, type Option, SelectBox, TextBox } from "./input";

type Labelled = { name: string; label: ReactNode; hint?: ReactNode; defaultValue?: string };

// React empties the fields after every action, so what was typed comes back as the default value.
export function Field({
  name,
  label,
  hint,
  defaultValue,
  ...rest
}: Labelled & Omit<ComponentProps<"input">, keyof Labelled>): ReactNode {
  const { error, typed } = useAnswer(name);
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <Input
        id={name}
        name={name}
        dir="auto"
        defaultValue={typed ?? defaultValue}
        {...described(name, hint, error)}
        {...rest}
      />
    </FieldFrame>
  );
}

export function TextArea({
  name,
  label,
  hint,
  defaultValue,
  ...rest
}: Labelled & Omit<ComponentProps<"textarea">, keyof Labelled>): ReactNode {
  const { error, typed } = useAnswer(name);
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <TextBox
        id={name}
        name={name}
        dir="auto"
        rows={3}
        defaultValue={typed ?? defaultValue}
        {...described(name, hint, error)}
        {...rest}
      />
    </FieldFrame>
  );
}

export function SelectField({
  name,
  label,
  hint,
  defaultValue,
  ...rest
}: Labelled & { options: Option[] } & Omit<ComponentProps<"select">, keyof Labelled>): ReactNode {
  const { error, typed } = useAnswer(name);
  const chosen = typed ?? defaultValue;
  return (
    <FieldFrame name={name} label={label} hint={hint} error={error}>
      <SelectBox
        // A browser keeps what is chosen in a select whose default changes; another key is another select.
        key={chosen}
        id={name}
        name={name}
        defaultValue={chosen}
        {...described(name, hint, error)}
        {...rest}
      />
    </FieldFrame>
  );
}

type FieldFrameProps = {
  name: string;
  label: ReactNode;
  hint: ReactNode;
  error: string | undefined;
  children: ReactNode;
};

function FieldFrame({ name, label, hint, error, children }: FieldFrameProps): ReactNode {
  return (
    <div className="mb-4 max-w-md">
      <label htmlFor={name} className="mb-1 block w-fit font-medium">
        {label}
      </label>
      <Hint name={name}>{hint}</Hint>
      <FieldError name={name} error={error} />
      {children}
    </div>
  );
}

export function Hint({ name, children }: { name: string; children: ReactNode }): ReactNode {
  if (children === undefined) return null;
  return (
    <p id={`${name}-hint`} className="mb-1 text-[0.8125rem] text-muted">
      {children}
    </p>
  );
}

export function FieldError({ name, error }: { name: string; error: string | undefined }): ReactNode {
  if (error === undefined) return null;
  return (
    <p id={`${name}-error`} className="mb-1 font-medium wrap-anywhere text-danger">
      {error}
    </p>
  );
}

type Described = { "aria-describedby": string | undefined; "aria-invalid": true | undefined };

export function described(name: string, hint: ReactNode, error: string | undefined): Described {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(error === undefined ? [] : [`${name}-error`])];
  return {
    "aria-describedby": ids.length === 0 ? undefined : ids.join(" "),
    "aria-invalid": error === undefined ? undefined : true,
  };
}
