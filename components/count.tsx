import type { ReactNode } from "react";

export function Count({ value, label }: { value: string; label: string }): ReactNode {
  return (
    <p className="flex items-baseline gap-x-2 border-line sm:flex-col sm:border-s sm:ps-5">
      <span className="text-3xl leading-8 font-[650] tracking-[-0.03em] tabular-nums">{value}</span>{" "}
      <span className="text-muted">{label}</span>
    </p>
  );
}
