import Link from "next/link";
import type { ReactNode } from "react";

export type PerPageOption = { label: string; href: string; current: boolean };

export function PerPage({ options }: { options: PerPageOption[] }): ReactNode {
  return (
    <nav aria-label="Results per page" className="flex items-center gap-2">
      <span aria-hidden="true" className="text-muted">
        Results per page:
      </span>
      <ul className="flex rounded-md border border-line bg-surface p-0.5">
        {options.map((option) => (
          <li key={option.label}>
            <Link
              href={option.href}
              prefetch={false}
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
