"use client";

import type { ReactNode } from "react";
import { BOXES } from "./boxes";
import { described, FieldError, Hint } from "./field";
import { useAnswer } from "./form-state";

type Choice = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

type GroupProps = { name: string; legend: ReactNode; hideLegend?: boolean; hint?: ReactNode; options: Choice[] };

export function ChoiceGroup({ defaultValue, ...group }: GroupProps & { defaultValue?: string }): ReactNode {
  const { typed } = useAnswer(group.name);
  const chosen = typed ?? defaultValue;
  return <Group {...group} type="radio" chosen={chosen === undefined ? [] : [chosen]} />;
}

export function CheckboxGroup({ defaultValue = [], ...group }: GroupProps & { defaultValue?: string[] }): ReactNode {
  const { chosen } = useAnswer(group.name);
  return (
    <>
      <OfferedBoxes name={group.name} />
      <Group {...group} type="checkbox" chosen={chosen ?? defaultValue} />
    </>
  );
}

type CheckboxProps = {
  name: string;
  label: ReactNode;
  value?: string;
  hint?: ReactNode;
  defaultChecked?: boolean;
  disabled?: boolean;
};

export function Checkbox({
  name,
  label,
  value = "on",
  hint,
  defaultChecked = false,
  disabled = false,
}: CheckboxProps): ReactNode {
  const { error, chosen } = useAnswer(name);
  const checked = chosen?.includes(value) ?? defaultChecked;
  return (
    <div className="mb-4">
      <OfferedBoxes name={name} />
      <FieldError name={name} error={error} />
      <Box
        key={`${checked}`}
        id={name}
        name={name}
        type="checkbox"
        choice={{ value, label, hint, disabled }}
        checked={checked}
        error={error}
      />
    </div>
  );
}

function OfferedBoxes({ name }: { name: string }): ReactNode {
  return <input type="hidden" name={BOXES} value={name} />;
}

type InnerGroupProps = GroupProps & { type: "radio" | "checkbox"; chosen: string[] };

// The first box carries the name as its id, so that the error summary leads to where the choice is made.
function Group({ name, legend, hideLegend = false, hint, options, type, chosen }: InnerGroupProps): ReactNode {
  const { error } = useAnswer(name);
  const { "aria-describedby": describedBy } = described(name, hint, error);
  return (
    <fieldset className="mb-4" aria-describedby={describedBy}>
      <legend className={hideLegend ? "sr-only" : "mb-1 font-medium wrap-anywhere"}>{legend}</legend>
      <Hint name={name}>{hint}</Hint>
      <FieldError name={name} error={error} />
      <div key={chosen.join("\n")} className="grid justify-items-start gap-1">
        {options.map((choice, index) => (
          <Box
            key={choice.value}
            id={index === 0 ? name : `${name}-${choice.value}`}
            name={name}
            type={type}
            choice={choice}
            checked={chosen.includes(choice.value)}
            error={error}
          />
        ))}
      </div>
    </fieldset>
  );
}

type BoxProps = {
  id: string;
  name: string;
  type: "radio" | "checkbox";
  choice: Choice;
  checked: boolean;
  error: string | undefined;
};

function Box({ id, name, type, choice, checked, error }: BoxProps): ReactNode {
  return (
    <label htmlFor={id} className="flex min-h-7 max-w-[60ch] items-start gap-2.5 py-0.5">
      <input
        id={id}
        name={name}
        type={type}
        value={choice.value}
        defaultChecked={checked}
        disabled={choice.disabled}
        aria-invalid={error === undefined ? undefined : true}
        className="mt-0.5 size-4.5 shrink-0"
      />
      <span>
        {choice.label}
        {choice.hint !== undefined && <span className="block text-[0.8125rem] text-muted">{choice.hint}</span>}
      </span>
    </label>
  );
}
