import type { ReactNode } from "react";
import { browserTexts } from "@/text/browser-texts";
import { PersonText } from "./person-text";

/** Whoever manages a user, and where; without an address there is no way to lead. */
export type Manager = { readonly name: string; readonly href: string | null };

// Says who can change what nobody can change here, and leads there. Whom it is about tells the links of a list apart.
export function ManagedBy({ manager, whom }: { manager: Manager; whom: string }): ReactNode {
  const { managedBy, managedByOf } = browserTexts();
  const text = (
    <>
      {managedBy} <PersonText>{manager.name}</PersonText>
    </>
  );
  if (manager.href === null) return text;
  return (
    <a
      href={manager.href}
      rel="noreferrer"
      aria-label={managedByOf(manager.name, whom)}
      className="underline underline-offset-4 hover:text-ink"
    >
      {text}
    </a>
  );
}
