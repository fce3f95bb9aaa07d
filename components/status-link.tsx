import Link from "next/link";
import type { ReactNode } from "react";
import type { AccountStatus } from "@/access/rules";
import { STATUS_WORDS } from "@/access/words";
import { statusDot } from "./status-tag";

// The word that is seen begins the name that is heard: "Enabled: disable linus", where `label` is "disable linus".
export function StatusLink({ href, status, label }: { href: string; status: AccountStatus; label: string }): ReactNode {
  return (
    <Link href={href} prefetch={false} className={statusDot(status)} aria-label={`${STATUS_WORDS[status]}: ${label}`}>
      <span>{STATUS_WORDS[status]}</span>
    </Link>
  );
}
