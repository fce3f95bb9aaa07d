import { Link } from "./link";
import type { ReactNode } from "react";
import { texts } from "@/text/texts";
import { PersonText } from "./person-text";

export type Crumb = { label: string; href?: string };

export function Breadcrumb({ trail }: { trail: Crumb[] }): ReactNode {
  return (
    <nav aria-label={texts().shell.breadcrumb} className="mb-3 text-[0.8125rem] text-muted">
      <ol className="flex flex-wrap items-baseline gap-x-2">
        {trail.map((crumb, index) => (
          <li key={`${index} ${crumb.label}`} className="flex min-h-6 min-w-0 items-baseline gap-x-2">
            {index > 0 && (
              <span aria-hidden="true" className="text-edge">
                /
              </span>
            )}
            <CrumbText crumb={crumb} last={index === trail.length - 1} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function CrumbText({ crumb, last }: { crumb: Crumb; last: boolean }): ReactNode {
  if (crumb.href === undefined || last) {
    return (
      <span aria-current={last ? "page" : undefined}>
        <PersonText>{crumb.label}</PersonText>
      </span>
    );
  }
  return (
    <Link href={crumb.href} className="inline-block min-h-6 leading-6 underline underline-offset-4 hover:text-ink">
      <PersonText>{crumb.label}</PersonText>
    </Link>
  );
}
