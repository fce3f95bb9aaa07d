import type { ReactNode } from "react";
import { ButtonLink } from "./button";

type EmptyStateProps = { title: string; wayOn?: { label: string; href: string }; children?: ReactNode };

// What is missing, why, and the way on where it is not on the page already.
export function EmptyState({ title, wayOn, children }: EmptyStateProps): ReactNode {
  return (
    <div className="rounded-lg border border-dashed border-edge/60 bg-surface px-6 py-14 text-center">
      <h2 className="text-base font-semibold wrap-anywhere">{title}</h2>
      <div className="mx-auto mt-1 max-w-[52ch] text-muted">{children}</div>
      {wayOn && (
        <p className="mt-4">
          <ButtonLink href={wayOn.href}>{wayOn.label}</ButtonLink>
        </p>
      )}
    </div>
  );
}
