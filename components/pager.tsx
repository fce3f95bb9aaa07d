import { Link } from "./link";
import type { ReactNode } from "react";
import { texts } from "@/text/texts";
import { Icon, type IconName } from "./icon";

type PagerProps = {
  summary: string;
  first: string | null;
  previous: string | null;
  next: string | null;
  last: string | null;
};

export function Pager({ summary, first, previous, next, last }: PagerProps): ReactNode {
  const { lists: text } = texts();
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p className="text-muted tabular-nums">{summary}</p>
      <nav aria-label={text.pages}>
        <ul className="flex flex-wrap items-center gap-0.5">
          <Step href={first} label={text.first} icon="first" />
          <Step href={previous} label={text.previous} icon="previous" />
          <Step href={next} label={text.next} icon="next" />
          <Step href={last} label={text.last} icon="last" />
        </ul>
      </nav>
    </div>
  );
}

const box = "inline-flex h-8 min-w-8 items-center justify-center rounded-md px-1";

// A step that leads nowhere keeps its place, so that the others don't jump, and says nothing.
function Step({ href, label, icon }: { href: string | null; label: string; icon: IconName }): ReactNode {
  if (href === null) {
    return (
      <li aria-hidden="true" className={`${box} text-edge opacity-50`}>
        <Icon name={icon} />
      </li>
    );
  }
  return (
    <li>
      <Link href={href} aria-label={label} className={`${box} text-muted hover:bg-sunken hover:text-ink`}>
        <Icon name={icon} />
      </Link>
    </li>
  );
}
