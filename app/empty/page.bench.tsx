import type { ReactNode } from "react";

/** Drawn when it is asked for, as all pages are: what the build draws has no nonce, so that its scripts don't run. */
export const dynamic = "force-dynamic";

/** What a page of this version of Next asks of a browser before it shows a word. Only a build for measuring has it. */
export default function EmptyPage(): ReactNode {
  return <h1>Empty</h1>;
}
