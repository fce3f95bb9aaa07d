import type { ReactNode } from "react";

export function EmptyState({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className="rounded-lg border border-dashed border-edge/60 bg-surface px-6 py-14 text-center">
      <h2 className="text-base font-semibold wrap-anywhere">{title}</h2>
      <div className="mx-auto mt-1 max-w-[52ch] text-muted">{children}</div>
    </div>
  );
}
