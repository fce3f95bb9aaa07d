import type { ReactNode } from "react";
import type { Count } from "@/access/lists";
import { Pager } from "@/components/pager";
import type { PathTo } from "./list-path";

const NUMBERS_EACH_SIDE = 2;

/** "132", or "10,000+" where counting stopped. */
export function countText({ count, more }: Count): string {
  return `${count.toLocaleString("en")}${more ? "+" : ""}`;
}

/** The page that is shown: which one, how many rows it has of how many at most, and how many match at all. */
export type ShownPage = {
  readonly page: number;
  readonly rows: number;
  readonly per: number;
  readonly matching: Count;
};

export function ListPager({ shown, to }: { shown: ShownPage; to: PathTo }): ReactNode {
  const { page, rows, per, matching } = shown;
  const last = Math.max(1, Math.ceil(matching.count / per));
  const isLast = rows < per || (!matching.more && page >= last);
  return (
    <Pager
      summary={summary(shown)}
      pages={numbersAround(page, matching.more ? Math.max(last, page) : last).map((number) => ({
        label: number.toLocaleString("en"),
        href: number === page ? null : to({ page: number }),
        current: number === page,
      }))}
      first={page > 1 ? to({ page: 1 }) : null}
      previous={page > 1 ? to({ page: page - 1 }) : null}
      next={isLast ? null : to({ page: page + 1 })}
      last={isLast || matching.more ? null : to({ page: last })}
    />
  );
}

function summary({ page, rows, per, matching }: ShownPage): string {
  if (rows === 0) return "No results";
  const first = (page - 1) * per + 1;
  const range = `${first.toLocaleString("en")} - ${(first + rows - 1).toLocaleString("en")}`;
  const total = `${matching.more ? "more than " : ""}${matching.count.toLocaleString("en")}`;
  return `Displaying ${range} of ${total} ${matching.count === 1 ? "result" : "results"}`;
}

function numbersAround(page: number, last: number): number[] {
  const from = Math.max(1, page - NUMBERS_EACH_SIDE);
  const to = Math.min(last, page + NUMBERS_EACH_SIDE);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
