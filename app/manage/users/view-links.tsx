import { Link } from "@/components/link";
import type { ReactNode } from "react";
import type { SavedView } from "@/access/users/saved-views";
import { VIEWS, listOfView, newViewPath } from "@/app/manage/views/view-path";
import { ButtonAnchor, ButtonLink } from "@/components/button";
import { PersonText } from "@/components/person-text";
import { texts } from "@/text/texts";

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
  const words = texts().users.views;
  const links = [
    { id: "all", name: words.allUsers, query: "" },
    { id: "stale", name: words.stale, query: "stale=90" },
    ...views.slice(0, SHOWN),
  ];
  const isSaved = views.some(({ query }) => query === asked);
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <nav aria-label={words.label} className="min-w-0">
        <ul className="flex flex-wrap items-center gap-1">
          {links.map(({ id, name, query }) => (
            <li key={id} className="max-w-full">
              <Link
                href={listOfView(query)}
                aria-current={query === asked ? "true" : undefined}
                className="inline-flex min-h-7 max-w-full items-center rounded-md px-2 text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-semibold aria-[current]:text-accent"
              >
                <PersonText cut="one line">{name}</PersonText>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="flex flex-wrap items-center gap-2">
        {views.length > 0 && (
          <ButtonLink href={VIEWS} size="small" variant="quiet">
            {words.allViews}
          </ButtonLink>
        )}
        {asked !== "" && !isSaved && (
          <ButtonLink href={newViewPath(asked)} size="small">
            {words.save}
          </ButtonLink>
        )}
        <ButtonAnchor href={exportPath} size="small" download>
          {words.exportFile}
        </ButtonAnchor>
      </div>
    </div>
  );
}
