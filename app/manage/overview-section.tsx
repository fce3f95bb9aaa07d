import type { ReactNode } from "react";

export function OverviewSection({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="min-w-0">
      <h2 className="mb-2.5 text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}
