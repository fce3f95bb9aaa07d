import { Link } from "@/components/link";
import type { ReactNode } from "react";
import { PersonText } from "@/components/person-text";

/** Whom an entry is about, or else what, and the page that has their history. */
export type Subject = { readonly text: string; readonly href: string | null };

export function SubjectText({ subject: { text, href } }: { subject: Subject }): ReactNode {
  if (href === null) return <PersonText>{text}</PersonText>;
  return (
    <Link href={href} className="inline-block py-0.75 hover:underline">
      <PersonText>{text}</PersonText>
    </Link>
  );
}
