import type { ReactNode } from "react";
import { Card } from "@/components/panel";

/** A part of the account page under a heading of its own. */
export function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section>
      <h2 className="mb-2 text-base font-semibold">{title}</h2>
      <Card>{children}</Card>
    </section>
  );
}
