import Link from "next/link";
import type { ReactNode } from "react";
import { type Status, statusDot, statusWord } from "./status-tag";

// The word that is seen begins the name that is heard: "Enabled: disable linus", where `label` is "disable linus".
export function StatusLink({ href, status, label }: { href: string; status: Status; label: string }): ReactNode {
  return (
    <Link href={href} prefetch={false} className={statusDot(status)} aria-label={`${statusWord(status)}: ${label}`}>
      <span>{statusWord(status)}</span>
    </Link>
  );
}
