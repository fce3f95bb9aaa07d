/** What every list tells: its search, filters, pages and what of its address it doesn't know. */
import { number } from "./numbers";

export const lists = {
  search: "Search",
  searchIn: "Search in",
  searched: (text: string): string => `Search: ${text}`,
  perPage: "Results per page",
  filters: "Filters",
  active: " active",
  apply: "Apply",
  any: "Any",
  unknown: "unknown",
  activeFilters: "Active filters",
  removeFilter: "Remove filter ",
  pages: "Pages",
  first: "First page",
  previous: "Previous page",
  next: "Next page",
  last: "Last page",
  noResults: "No results",
  /** Without `from` nobody knows at which one the page begins; with `more` counting stopped there. */
  displaying: ({
    from,
    rows,
    count,
    more,
  }: {
    from: number | null;
    rows: number;
    count: number;
    more: boolean;
  }): string => {
    const results = `of ${more ? "more than " : ""}${number(count)} ${count === 1 ? "result" : "results"}`;
    const shown = from === null ? number(rows) : `${number(from)} - ${number(from + rows - 1)}`;
    return `Displaying ${shown} ${results}`;
  },
  ignored: (names: readonly string[], more: boolean): string => {
    const told = names.length === 0 ? "something" : `${names.join(", ")}${more ? " and more" : ""}`;
    return `This address asks for what the list doesn’t know: ${told}. It is shown without that.`;
  },
};
