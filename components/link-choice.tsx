import { Link } from "./link";
import type { ReactNode } from "react";

type LinkOption = { label: string; href: string; current: boolean };

type Props = { label: string; hideLabel?: boolean; options: LinkOption[] };

// One of a few ways to see the same list, each with an address of its own.
export function LinkChoice({ label, hideLabel = false, options }: Props): ReactNode {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-2">
      {!hideLabel && (
        <span aria-hidden="true" className="text-muted">
          {label}:
        </span>
      )}
      <ul className="flex flex-wrap rounded-md border border-line bg-surface p-0.5">
        {options.map((option) => (
          <li key={option.label}>
            <Link
              href={option.href}
              aria-current={option.current ? "true" : undefined}
              className="inline-flex h-7 min-w-9 items-center justify-center rounded px-1.5 text-muted tabular-nums hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
            >
              {option.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
