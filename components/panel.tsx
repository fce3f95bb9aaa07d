import type { ReactNode } from "react";

type PanelProps = { title: ReactNode; explanation: ReactNode; children: ReactNode; id?: string };

// One setting: its controls at the left, what they mean at the right. Panels that follow each other share one frame.
export function Panel({ title, explanation, children, id }: PanelProps): ReactNode {
  return (
    <section
      id={id}
      className="grid gap-x-12 gap-y-3 border border-line bg-surface px-4 py-5 shadow-card not-first:-mt-px first:rounded-t-lg last:rounded-b-lg sm:px-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]"
    >
      <div className="min-w-0 [&>:last-child:not(h2)]:mb-0">
        <h2 className="mb-3 font-semibold wrap-anywhere">{title}</h2>
        {children}
      </div>
      <div className="text-[0.8125rem] leading-5 text-muted lg:pt-8">{explanation}</div>
    </section>
  );
}

export function Card({ children }: { children: ReactNode }): ReactNode {
  return <div className="rounded-lg border border-line bg-surface px-4 py-5 shadow-card sm:px-6">{children}</div>;
}
