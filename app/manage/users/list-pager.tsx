import type { ReactNode } from "react";
import type { Count, UserListQuery, UserPage } from "@/access/user-list";
import { Pager } from "@/components/pager";
import { listPath } from "./list-path";

const NUMBERS_EACH_SIDE = 2;

/** "132", or "10,000+" where counting stopped. */
export function countText({ count, more }: Count): string {
  return `${count.toLocaleString("en")}${more ? "+" : ""}`;
}

export function ListPager({ query, list }: { query: UserListQuery; list: UserPage }): ReactNode {
  const { page, matching, users } = list;
  const last = Math.max(1, Math.ceil(matching.count / query.per));
  const isLast = users.length < query.per || (!matching.more && page >= last);
  const to = (number: number): string => listPath(query, { page: number });
  return (
    <Pager
      summary={summary(query, list)}
      pages={numbersAround(page, matching.more ? Math.max(last, page) : last).map((number) => ({
        label: number.toLocaleString("en"),
        href: number === page ? null : to(number),
        current: number === page,
      }))}
      first={page > 1 ? to(1) : null}
      previous={page > 1 ? to(page - 1) : null}
      next={isLast ? null : to(page + 1)}
      last={isLast || matching.more ? null : to(last)}
    />
  );
}

function summary({ per }: UserListQuery, { page, users, matching }: UserPage): string {
  if (users.length === 0) return "No results";
  const first = (page - 1) * per + 1;
  const range = `${first.toLocaleString("en")} - ${(first + users.length - 1).toLocaleString("en")}`;
  const total = `${matching.more ? "more than " : ""}${matching.count.toLocaleString("en")}`;
  return `Displaying ${range} of ${total} ${matching.count === 1 ? "result" : "results"}`;
}

function numbersAround(page: number, last: number): number[] {
  const from = Math.max(1, page - NUMBERS_EACH_SIDE);
  const to = Math.min(last, page + NUMBERS_EACH_SIDE);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
