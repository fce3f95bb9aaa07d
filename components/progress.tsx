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
      <svg aria-hidden="true" className="block size-full rtl:-scale-x-100">
        {/* An attribute of its own: styles in the markup are refused by the content security policy. */}
        <rect
          width={`${share}%`}
          height="100%"
          className="fill-accent motion-safe:transition-[width] motion-safe:duration-700 forced-colors:fill-[Highlight] forced-colors:forced-color-adjust-none"
        />
      </svg>
    </div>
  );
}
