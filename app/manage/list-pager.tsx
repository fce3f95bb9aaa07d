import type { ReactNode } from "react";
import { FIRST_PLACE } from "@/access/lists/list-place";
import type { Count, Page } from "@/access/lists/lists";
import { Pager } from "@/components/pager";
import { texts } from "@/text/texts";
import type { PathTo } from "./list-path";

/** "132", or "10,000+" where counting stopped. */
export function countText({ count, more }: Count): string {
  return `${texts().number(count)}${more ? "+" : ""}`;
}

/** Where the page that is shown stands among what matches. */
export type ShownPage = Pick<Page<unknown>, "matching" | "position" | "previous" | "next">;

export function ListPager({ page, rows, to }: { page: ShownPage; rows: number; to: PathTo }): ReactNode {
  const { previous, next } = page;
  return (
    <Pager
      summary={summary(page, rows)}
      first={previous && to({ place: FIRST_PLACE })}
      previous={previous && to({ place: previous })}
      next={next && to({ place: next })}
      last={next && to({ place: { side: "last" } })}
    />
  );
}

/** Counting stops at some number, so beyond it nobody knows at which one the last page begins. */
function summary({ matching, position }: ShownPage, rows: number): string {
  const { lists } = texts();
  return rows === 0 ? lists.noResults : lists.displaying({ from: position, rows, ...matching });
}
