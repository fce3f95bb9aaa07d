import type { ReactNode } from "react";
import { PAGE_SIZES } from "@/access/lists/lists";
import { FilterChip, FilterMenu, FilterSelect } from "@/components/filters";
import type { Option } from "@/components/input";
import { LinkChoice } from "@/components/link-choice";
import { SearchBox, SearchForm } from "@/components/search-box";
import { texts } from "@/text/texts";
import { type ListQuery, type PathTo, orderParameters } from "./list-path";

/** A filter by an exact value; `without` is the address of the list that does not ask for it. */
export type ListFilter = {
  readonly name: string;
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly without: string;
};

type Props = {
  /** Where the list is, and what is searched there. */
  path: string;
  search: { label: string; fields: Option[] };
  query: ListQuery;
  /** Where the page that is shown stands. */
  pager: ReactNode;
  filters: readonly ListFilter[];
  to: PathTo;
};

export function ListToolbar({ path, search, query, pager, filters, to }: Props): ReactNode {
  const { q, field, per } = query;
  const { lists } = texts();
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        {pager}
        <LinkChoice
          label={lists.perPage}
          options={PAGE_SIZES.map((size) => ({ label: `${size}`, href: to({ per: size }), current: size === per }))}
        />
        <SearchForm action={path} keep={orderParameters(query)}>
          <SearchBox
            name="q"
            label={search.label}
            defaultValue={q}
            field={{ name: "field", label: lists.searchIn, options: search.fields, defaultValue: field }}
          />
          <FilterMenu
            active={filters.filter(({ value }) => value !== null).length}
            columns={filters.length > 5 ? 2 : 1}
          >
            {filters.map(({ name, label, options, value }) => (
              <FilterSelect
                key={name}
                name={name}
                label={label}
                options={[{ value: "", label: lists.any }, ...options]}
                defaultValue={value ?? ""}
              />
            ))}
          </FilterMenu>
        </SearchForm>
      </div>
      <FilterChips q={q} filters={filters} to={to} />
    </>
  );
}

/** The options of a filter whose values have words of their own. */
export function wordOptions(words: Record<string, string>): Option[] {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

function FilterChips({ q, filters, to }: { q: string; filters: readonly ListFilter[]; to: PathTo }): ReactNode {
  const search = q === "" ? [] : [{ label: texts().lists.searched(q), removeHref: to({ q: "" }) }];
  const chips = [...search, ...filters.flatMap(chip)];
  if (chips.length === 0) return null;
  return (
    <ul aria-label={texts().lists.activeFilters} className="mb-3 flex flex-wrap gap-2">
      {chips.map((each) => (
        <li key={each.label} className="max-w-full">
          <FilterChip {...each} />
        </li>
      ))}
    </ul>
  );
}

function chip({ label, value, options, without }: ListFilter): { label: string; removeHref: string }[] {
  if (value === null) return [];
  const word = options.find((option) => option.value === value)?.label ?? texts().lists.unknown;
  return [{ label: `${label}: ${word}`, removeHref: without }];
}
