import type { ReactNode } from "react";
import { Notice } from "@/components/notice";

type Props = { cancel: ReactNode; children: ReactNode };

/** Of a change that the rules refuse: why, and the way back. */
export function RefusedConfirmation({ cancel, children }: Props): ReactNode {
  return (
    <>
      <Notice tone="refused">{children}</Notice>
      {cancel}
    </>
  );
}
