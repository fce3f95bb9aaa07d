import type { ReactNode } from "react";

export type Fact = { label: string; value: ReactNode };

// Two columns at most where the room is that of a dialog.
export function Facts({ facts, columns = 3 }: { facts: Fact[]; columns?: 2 | 3 }): ReactNode {
  return (
    <dl className={`grid gap-x-8 gap-y-3 sm:grid-cols-2 ${columns === 3 ? "xl:grid-cols-3" : ""}`}>
      {facts.map((fact) => (
        <div key={fact.label} className="min-w-0">
          <dt className="text-[0.8125rem] text-muted">{fact.label}</dt>
          <dd className="wrap-anywhere">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
