import Link from "next/link";
import type { ReactNode } from "react";
import type { SavedView } from "@/access/saved-views";
import { ButtonAnchor, ButtonLink } from "@/components/button";
import { VIEWS, listOfView, newViewPath } from "@/app/manage/views/view-path";

const STALE = { id: "stale", name: "Stale accounts", query: "stale=90" };
const ALL = { id: "all", name: "All users", query: "" };

/** How many saved views have a link of their own here; the others are on their page. */
const SHOWN = 8;

type Props = {
  views: readonly SavedView[];
  /** What the address of the list says. */
  asked: string;
  exportPath: string;
};

/** The list under its names, and what can be done with it as it is. */
export function ViewLinks({ views, asked, exportPath }: Props): ReactNode {
  const isSaved = views.some(({ query }) => query === asked);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <nav aria-label="Views" className="min-w-0">
        <ul className="flex flex-wrap items-center gap-1">
          {[ALL, STALE, ...views.slice(0, SHOWN)].map(({ id, name, query }) => (
            <li key={id} className="max-w-full">
              <Link
                href={listOfView(query)}
                prefetch={false}
                aria-current={query === asked ? "true" : undefined}
                className="inline-flex min-h-7 max-w-full items-center rounded-md px-2 text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
              >
                <bdi className="truncate">{name}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-wrap items-center gap-2">
        {views.length > 0 && (
          <ButtonLink href={VIEWS} prefetch={false} size="small" variant="quiet">
            All views
          </ButtonLink>
        )}
        {asked !== "" && !isSaved && (
          <ButtonLink href={newViewPath(asked)} prefetch={false} size="small">
            Save view
          </ButtonLink>
        )}
        <ButtonAnchor href={exportPath} size="small" download>
          Export CSV
        </ButtonAnchor>
      </div>
    </div>
  );
}
