import type { ReactNode } from "react";
import type { AuditListQuery } from "@/access/audit/audit-list";
import { PAGE_SIZES } from "@/access/lists/lists";
import { ButtonAnchor } from "@/components/button";
import { FilterChip, FilterMenu, FilterSelect } from "@/components/filters";
import { Input } from "@/components/input";
import { LinkChoice } from "@/components/link-choice";
import { SearchForm } from "@/components/search-box";
import { texts } from "@/text/texts";
import { AUDIT, auditPath, exportPath } from "./audit-path";
import { auditOptions } from "./audit-words";

type Props = { query: AuditListQuery; pager: ReactNode };

export function AuditToolbar({ query, pager }: Props): ReactNode {
  const { per, what, outcome, source, job } = query;
  const chips = chipsOf(query);
  const options = auditOptions();
  const { audit, lists } = texts();
  const { filters } = audit;
  const any = { value: "", label: lists.any };
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        {pager}
        <LinkChoice
          label={lists.perPage}
          options={PAGE_SIZES.map((size) => ({
            label: `${size}`,
            href: auditPath(query, { per: size }),
            current: size === per,
          }))}
        />
        <div className="flex flex-wrap items-start gap-2">
          <SearchForm action={AUDIT} keep={{ ...(per !== 50 && { per: `${per}` }), ...(job && { job }) }}>
            <FilterMenu active={chips.length}>
              <FilterSelect
                name="what"
                label={filters.what}
                options={[any, ...options.what]}
                defaultValue={what ?? ""}
              />
              <FilterSelect
                name="outcome"
                label={filters.outcome}
                options={[any, ...options.outcome]}
                defaultValue={outcome ?? ""}
              />
              <FilterSelect
                name="source"
                label={filters.source}
                options={[any, ...options.source]}
                defaultValue={source ?? ""}
              />
              <FilterInput name="actor" label={filters.actor} hint={filters.wholeUsername} defaultValue={query.actor} />
              <FilterInput
                name="subject"
                label={filters.subject}
                hint={filters.wholeUsername}
                defaultValue={query.subject}
              />
              <FilterInput name="from" label={filters.from} type="date" defaultValue={query.from ?? ""} />
              <FilterInput name="to" label={filters.to} type="date" defaultValue={query.to ?? ""} />
            </FilterMenu>
          </SearchForm>
          <ButtonAnchor href={exportPath(query, "csv")} download>
            {audit.exportCsv}
          </ButtonAnchor>
          <ButtonAnchor href={exportPath(query, "jsonl")} download>
            {audit.exportJsonLines}
          </ButtonAnchor>
        </div>
      </div>
      {chips.length > 0 && (
        <ul aria-label={lists.activeFilters} className="mb-3 flex flex-wrap gap-2">
          {chips.map((chip) => (
            <li key={chip.label} className="max-w-full">
              <FilterChip {...chip} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

type FilterInputProps = { name: string; label: string; hint?: string; type?: "text" | "date"; defaultValue: string };

function FilterInput({ name, label, hint, type = "text", defaultValue }: FilterInputProps): ReactNode {
  return (
    <label className="grid gap-1 text-[0.8125rem] font-medium">
      {label}
      <Input
        key={defaultValue}
        type={type}
        name={name}
        placeholder={hint}
        defaultValue={defaultValue}
        dir={type === "text" ? "auto" : undefined}
        className="text-sm font-normal"
      />
    </label>
  );
}

type Chip = { label: string; removeHref: string };

function chipsOf(query: AuditListQuery): Chip[] {
  const { what, outcome, source, actor, subject, from, to, job } = query;
  const { filters } = texts().audit;
  const options = auditOptions();
  const chip = (label: string, value: string | null, changes: Partial<AuditListQuery>): Chip[] =>
    value === null || value === "" ? [] : [{ label: `${label}: ${value}`, removeHref: auditPath(query, changes) }];
  const word = (of: keyof typeof options, value: string | null): string | null =>
    options[of].find((option) => option.value === value)?.label ?? null;
  return [
    ...chip(filters.what, word("what", what), { what: null }),
    ...chip(filters.outcome, word("outcome", outcome), { outcome: null }),
    ...chip(filters.source, word("source", source), { source: null }),
    ...chip(filters.actor, actor, { actor: "" }),
    ...chip(filters.subject, subject, { subject: "" }),
    ...chip(filters.from, from, { from: null }),
    ...chip(filters.to, to, { to: null }),
    ...chip(filters.job, job, { job: null }),
  ];
}
