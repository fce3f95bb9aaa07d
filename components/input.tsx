import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icon";

// The bare controls: how they look, and nothing about labels or errors. Sixteen pixels on touch screens, because
// phones zoom the page into anything smaller.
const look =
  "bg-surface border-edge text-ink aria-invalid:border-danger aria-invalid:border-2 read-only:not-[select]:bg-sunken read-only:not-[select]:border-line min-h-9 w-full rounded-md border px-2.5 py-1 placeholder:text-muted hover:border-muted pointer-coarse:text-base";

export function Input({ className = "", ...rest }: ComponentProps<"input">): ReactNode {
  return <input className={`${look} ${className}`} {...rest} />;
}

export function TextBox({ className = "", ...rest }: ComponentProps<"textarea">): ReactNode {
  return <textarea className={`${look} leading-5 ${className}`} {...rest} />;
}

export type Option = { value: string; label: string };

type SelectBoxProps = ComponentProps<"select"> & { options: Option[] };

export function SelectBox({ options, className = "", ...rest }: SelectBoxProps): ReactNode {
  return (
    <span className={`relative block ${className}`}>
      <select className={`${look} appearance-none pe-8`} {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" className="pointer-events-none absolute inset-y-0 end-2 my-auto text-muted" />
    </span>
  );
}
