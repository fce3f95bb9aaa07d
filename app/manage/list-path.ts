import { type Place, placeParameters } from "@/access/lists/list-place";
import { type PAGE_SIZES, type Sort, searchParameters, sortParameters } from "@/access/lists/lists";

/** What every list says in its address: what is searched for, in which order, and where the page begins. */
export type ListQuery = {
  readonly q: string;
  readonly field: string;
  readonly sort: Sort<string>;
  readonly per: (typeof PAGE_SIZES)[number];
  readonly place: Place;
};

/** The address of the same list with another page, page size or search. */
export type PathTo = (changes: Partial<Pick<ListQuery, "q" | "per" | "place">>) => string;

const DEFAULT_PER = 50;

/** The address of a list with its filters by name. What stands at its default is left out. */
export function listAddress(
  path: string,
  query: ListQuery,
  filters: Readonly<Record<string, string | number | null>>,
): string {
  const parameters = new URLSearchParams({
    ...searchParameters(query, filters),
    ...orderParameters(query),
    ...placeParameters(query.place),
  });
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** What a form that asks for another search keeps: the order and the size of a page. */
export function orderParameters({ sort, per }: ListQuery): Record<string, string> {
  return { ...sortParameters(sort), ...(per !== DEFAULT_PER && { per: `${per}` }) };
}
