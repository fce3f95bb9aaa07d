import type { ReactNode } from "react";

/** The slot shows a confirmation above the page that it was opened from; without JavaScript it is a page of its own. */
export default function ManageLayout({ children, dialog }: { children: ReactNode; dialog: ReactNode }): ReactNode {
  return (
    <>
      {children}
      {dialog}
    </>
  );
}
