import type { ReactNode } from "react";

// Text that people entered: it may run from right to left and must not turn the text around it. The look of <bdi> in
// globals.css also breaks it where it has no space.
export function PersonText({ children }: { children: ReactNode }): ReactNode {
  return <bdi>{children}</bdi>;
}
