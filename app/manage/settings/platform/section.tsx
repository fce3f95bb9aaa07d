import type { ReactNode } from "react";

type Props = { title: string; explanation?: ReactNode; action?: ReactNode; children: ReactNode };

/** A part of a page about the platform, under a heading of its own. */
export function Section({ title, explanation, action, children }: Props): ReactNode {
  return (
    <section>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">{title}</h2>
          {explanation !== undefined && <p className="max-w-[72ch] text-muted">{explanation}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
