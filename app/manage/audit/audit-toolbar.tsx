import type { ReactNode } from "react";
import type { AuditEntry } from "@/access/audit";
import type { AuditListQuery } from "@/access/audit-list";
import { PAGE_SIZES, type Page } from "@/access/lists";
import { ButtonAnchor } from "@/components/button";
import { FilterChip, FilterMenu, FilterSelect } from "@/components/filters";
import { Input } from "@/components/input";
import { LinkChoice } from "@/components/link-choice";
import { SearchForm } from "@/components/search-box";
import { ListPager } from "@/app/manage/list-pager";
import { AUDIT, auditPath, exportPath } from "./audit-path";
import { OUTCOME_OPTIONS, SOURCE_OPTIONS, WHAT_OPTIONS } from "./audit-words";

type Props = { query: AuditListQuery; list: Page<AuditEntry> };

const ANY = { value: "", label: "Any" };

export function AuditToolbar({ query, list }: Props): ReactNode {
  const { per, what, outcome, source, job } = query;
  const chips = chipsOf(query);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <ListPager page={list} rows={list.rows.length} to={(changes) => auditPath(query, changes)} />
        <LinkChoice
          label="Results per page"
          options={PAGE_SIZES.map((size) => ({
            label: `${size}`,
            href: auditPath(query, { per: size }),
            current: size === per,
          }))}
        />
        <div className="flex flex-wrap items-start gap-2">
          <SearchForm action={AUDIT} keep={{ ...(per !== 50 && { per: `${per}` }), ...(job && { job }) }}>
            <FilterMenu active={chips.length}>
              <FilterSelect name="what" label="What" options={[ANY, ...WHAT_OPTIONS]} defaultValue={what ?? ""} />
              <FilterSelect
                name="outcome"
                label="Outcome"
                options={[ANY, ...OUTCOME_OPTIONS]}
                defaultValue={outcome ?? ""}
              />
              <FilterSelect
                name="source"
                label="Source"
                options={[ANY, ...SOURCE_OPTIONS]}
                defaultValue={source ?? ""}
              />
              <FilterInput name="actor" label="Actor" hint="Whole username" defaultValue={query.actor} />
              <FilterInput name="subject" label="Subject" hint="Whole username" defaultValue={query.subject} />
              <FilterInput name="from" label="From" type="date" defaultValue={query.from ?? ""} />
              <FilterInput name="to" label="To" type="date" defaultValue={query.to ?? ""} />
            </FilterMenu>
          </SearchForm>
          <ButtonAnchor href={exportPath(query, "csv")} download>
            Export CSV
          </ButtonAnchor>
          <ButtonAnchor href={exportPath(query, "jsonl")} download>
            Export JSON Lines
          </ButtonAnchor>
        </div>
      </div>
      {chips.length > 0 && (
        <ul aria-label="Active filters" className="mb-3 flex flex-wrap gap-2">
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
  const chip = (label: string, value: string | null, changes: Partial<AuditListQuery>): Chip[] =>
    value === null || value === "" ? [] : [{ label: `${label}: ${value}`, removeHref: auditPath(query, changes) }];
  const word = (options: readonly { value: string; label: string }[], value: string | null): string | null =>
    options.find((option) => option.value === value)?.label ?? null;
  return [
    ...chip("What", word(WHAT_OPTIONS, what), { what: null }),
    ...chip("Outcome", word(OUTCOME_OPTIONS, outcome), { outcome: null }),
    ...chip("Source", word(SOURCE_OPTIONS, source), { source: null }),
    ...chip("Actor", actor, { actor: "" }),
    ...chip("Subject", subject, { subject: "" }),
    ...chip("From", from, { from: null }),
    ...chip("To", to, { to: null }),
    ...chip("Job", job, { job: null }),
  ];
}
