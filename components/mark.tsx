import type { ReactNode } from "react";

// A latchkey in the form of an L. Its bow is the sign on an off-switch, turned upside down. The name beside it makes way
// on the narrowest screens where something else stands in its line.
export function Mark({ alone }: { alone: boolean }): ReactNode {
  return (
    <span className="inline-flex items-center gap-2.5">
      <svg viewBox="0 0 32 32" className="size-7 shrink-0" aria-hidden="true">
        <rect width="32" height="32" rx="8" className="fill-mark" />
        <path
          d="M9.8 15.2a5.4 5.4 0 1 1 6.4 0M13 11v14.5h9.5v-4M18 25.5v-3"
          className="fill-none stroke-brass stroke-[2.5] [stroke-linecap:round] [stroke-linejoin:round]"
        />
      </svg>
      <span className={`text-[1.0625rem] font-[650] tracking-[-0.02em] ${alone ? "" : "max-[24rem]:hidden"}`}>
        Latchkey
      </span>
    </span>
  );
}
