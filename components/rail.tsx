import { Link } from "./link";
import type { ReactNode } from "react";
import { Icon } from "./icon";

type RailItem = { label: string; href: string; current: boolean };

type RailProps = { back?: { label: string; href: string }; label: string; items: RailItem[] };

// The pages of one thing: a column on wide screens, a row of tabs that wraps on narrow ones.
export function Rail({ back, label, items }: RailProps): ReactNode {
  return (
    <nav aria-label={label}>
      {back && (
        <Link
          href={back.href}
          className="-ms-2 inline-flex min-h-9 items-center gap-2 rounded-md px-2 font-medium text-muted hover:bg-sunken hover:text-ink lg:mb-2"
        >
          <Icon name="back" />
          {back.label}
        </Link>
      )}
      <ul className="flex flex-wrap gap-x-1 border-b border-line lg:-ms-2 lg:flex-col lg:gap-y-0.5 lg:border-0 forced-colors:border-[color:Canvas]">
        {items.map((item) => (
          <li key={item.href}>
            <Link
              href={item.href}
              aria-current={item.current ? "page" : undefined}
              className="-mb-px flex min-h-10 items-center border-b-2 border-transparent px-2 font-medium text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-accent lg:mb-0 lg:min-h-9 lg:rounded-md lg:border-0 lg:hover:bg-sunken lg:aria-[current]:bg-accent-soft"
            >
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function RailLayout({ rail, children }: { rail: ReactNode; children: ReactNode }): ReactNode {
  return (
    <div className="grid gap-x-10 gap-y-4 lg:grid-cols-[11rem_minmax(0,1fr)]">
      <div>{rail}</div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
