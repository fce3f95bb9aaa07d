import type { ReactNode } from "react";

type Cut = "one line" | "two lines";

// The cut is made by the element that knows in which direction the text runs: so its end is cut, and not its beginning.
const cuts: Record<Cut, string> = {
  "one line": "block w-fit max-w-full truncate",
  "two lines": "line-clamp-2 w-fit max-w-full",
};

// Text that people entered: it may run from right to left and must not turn the text around it. The look of <bdi> in
// globals.css also breaks it where it has no space. Where there is not room for all of it, it is cut.
export function PersonText({ cut, children }: { cut?: Cut; children: ReactNode }): ReactNode {
  return <bdi className={cut && cuts[cut]}>{children}</bdi>;
}
