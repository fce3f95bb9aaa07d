import type { ReactNode } from "react";

export type Fact = { label: string; value: ReactNode };

export function Facts({ facts }: { facts: Fact[] }): ReactNode {
  return (
    <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2 xl:grid-cols-3">
      {facts.map((fact) => (
        <div key={fact.label} className="min-w-0">
          <dt className="text-[0.8125rem] text-muted">{fact.label}</dt>
          <dd className="wrap-anywhere">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
