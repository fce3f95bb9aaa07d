import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { UserNumbers } from "@/access/users/overview";
import { statusDot } from "@/components/status-tag";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { countText } from "./list-pager";
import { USERS } from "./users/list-path";

const STATUSES = ["ENABLED", "DISABLED", "WAITING"] as const;

type Props = { numbers: UserNumbers; platform: string };

/** How many users there are, by status and by who manages them; each number leads to the list of just these. */
export function UserNumberLinks({ numbers, platform }: Props): ReactNode {
  const { overview, words } = texts();
  const { statuses } = browserTexts();
  const origins = words.origins(platform);
  return (
    <ul className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line shadow-card sm:grid-cols-3 xl:grid-cols-6">
      <NumberLink value={countText(numbers.all)} href={USERS}>
        {overview.allUsers}
      </NumberLink>
      {STATUSES.map((status) => (
        <NumberLink key={status} value={countText(numbers[status])} href={`${USERS}?status=${status}`}>
          <span className={statusDot(status)}>
            <span>{statuses[status]}</span>
          </span>
        </NumberLink>
      ))}
      {(["LOCAL", "PLATFORM"] as const).map((origin) => (
        <NumberLink key={origin} value={countText(numbers[origin])} href={`${USERS}?origin=${origin}`}>
          {overview.managedBy(origins[origin])}
        </NumberLink>
      ))}
    </ul>
  );
}

type NumberLinkProps = { value: string; href: string; children: ReactNode };

function NumberLink({ value, href, children }: NumberLinkProps): ReactNode {
  return (
    <li className="flex bg-surface">
      <Link href={href} className="flex flex-1 flex-col px-4 py-3.5 -outline-offset-2! hover:bg-sunken sm:px-5">
        <span className="text-2xl leading-8 font-[650] tracking-[-0.02em] tabular-nums">{value}</span>{" "}
        <span className="text-muted">{children}</span>
      </Link>
    </li>
  );
}
