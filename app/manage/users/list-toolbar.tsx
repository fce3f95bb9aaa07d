import type { ReactNode } from "react";
import { PAGE_SIZES, type UserListQuery, type UserPage } from "@/access/user-list";
import { ACCESS_WORDS, ORIGIN_WORDS, STATUS_WORDS } from "@/access/words";
import { FilterChip, FilterMenu, FilterSelect } from "@/components/filters";
import { PerPage } from "@/components/per-page";
import { SearchBox, SearchForm } from "@/components/search-box";
import { ListPager } from "./list-pager";
import { keptParameters, listPath } from "./list-path";

const FIELDS = [
  { value: "all", label: "All Fields" },
  { value: "username", label: "Username" },
  { value: "email", label: "Email" },
  { value: "name", label: "Display Name" },
  { value: "company", label: "Company" },
];

export function ListToolbar({ query, list }: { query: UserListQuery; list: UserPage }): ReactNode {
  const { status, origin, access } = query;
  const sizes = PAGE_SIZES.map((per) => ({
    label: `${per}`,
    href: listPath(query, { per }),
    current: per === query.per,
  }));
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <ListPager query={query} list={list} />
        <PerPage options={sizes} />
        <SearchForm action="/manage/users" keep={keptParameters(query)}>
          <SearchBox
            name="q"
            label="Search users"
            defaultValue={query.q}
            field={{ name: "field", label: "Search in", options: FIELDS, defaultValue: query.field }}
          />
          <FilterMenu active={[status, origin, access].filter((filter) => filter !== null).length}>
            <FilterSelect name="status" label="Status" options={options(STATUS_WORDS)} defaultValue={status ?? ""} />
            <FilterSelect
              name="origin"
              label="Managed by"
              options={options(ORIGIN_WORDS)}
              defaultValue={origin ?? ""}
            />
            <FilterSelect
              name="access"
              label="Access Settings"
              options={options(ACCESS_WORDS)}
              defaultValue={access ?? ""}
            />
          </FilterMenu>
        </SearchForm>
      </div>
      <FilterChips query={query} />
    </>
  );
}

function options(words: Record<string, string>): { value: string; label: string }[] {
  return [{ value: "", label: "Any" }, ...Object.entries(words).map(([value, label]) => ({ value, label }))];
}

function FilterChips({ query }: { query: UserListQuery }): ReactNode {
  const { q, status, origin, access } = query;
  const chips = [
    q && { label: `Search: ${q}`, removeHref: listPath(query, { q: "" }) },
    status && { label: `Status: ${STATUS_WORDS[status]}`, removeHref: listPath(query, { status: null }) },
    origin && { label: `Managed by: ${ORIGIN_WORDS[origin]}`, removeHref: listPath(query, { origin: null }) },
    access && { label: `Access: ${ACCESS_WORDS[access]}`, removeHref: listPath(query, { access: null }) },
  ].filter((chip) => chip !== "" && chip !== null);
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="mb-3 flex flex-wrap gap-2">
      {chips.map((chip) => (
        <li key={chip.label} className="max-w-full">
          <FilterChip {...chip} />
        </li>
      ))}
    </ul>
  );
}
