import type { ReactNode } from "react";

type ProgressProps = { label: string; done: number; total: number; text: string };

// How far something long has come. What it says in words stands beside it for everybody, so that no colour has to.
export function Progress({ label, done, total, text }: ProgressProps): ReactNode {
  const share = total === 0 ? 100 : (done / total) * 100;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={text}
      className="h-3 overflow-hidden rounded-full border border-edge/60 bg-sunken"
    >
      <div
        style={{ width: `${share}%` }}
        className="h-full bg-accent motion-safe:transition-[width] motion-safe:duration-700 forced-colors:bg-[Highlight] forced-colors:forced-color-adjust-none"
      />
    </div>
  );
}
