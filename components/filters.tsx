import { Link } from "./link";
import type { ReactNode } from "react";
import { texts } from "@/text/texts";
import { Button } from "./button";
import { Icon } from "./icon";
import { SelectBox, type Option } from "./input";
import { PersonText } from "./person-text";

type FilterMenuProps = { active: number; columns?: 1 | 2; children: ReactNode };

// Selects in a fold that opens without a script, inside the form of the search.
export function FilterMenu({ active, columns = 1, children }: FilterMenuProps): ReactNode {
  return (
    <details className="group relative">
      <summary className="flex min-h-9 list-none items-center gap-2 rounded-md border border-edge bg-surface px-3 font-medium select-none hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <Icon name="filter" />
        {texts().lists.filters}
        {active > 0 && (
          <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 text-on-accent tabular-nums">
            {active}
            <span className="sr-only">{texts().lists.active}</span>
          </span>
        )}
        <Icon name="down" className="text-muted group-open:rotate-180" />
      </summary>
      <div
        className={`z-10 mt-1 grid w-64 items-end gap-3 rounded-lg border border-line bg-surface p-4 shadow-float sm:absolute sm:end-0 ${columns === 2 ? "sm:w-[30rem] sm:grid-cols-2" : ""}`}
      >
        {children}
        <Button type="submit" variant="primary" className={columns === 2 ? "sm:col-start-2" : ""}>
          {texts().lists.apply}
        </Button>
      </div>
    </details>
  );
}

type FilterSelectProps = { name: string; label: string; options: Option[]; defaultValue: string };

export function FilterSelect({ name, label, options, defaultValue }: FilterSelectProps): ReactNode {
  return (
    <label className="grid gap-1 text-[0.8125rem] font-medium">
      {label}
      <SelectBox
        key={defaultValue}
        name={name}
        options={options}
        defaultValue={defaultValue}
        className="text-sm font-normal"
      />
    </label>
  );
}

export function FilterChip({ label, removeHref }: { label: string; removeHref: string }): ReactNode {
  return (
    <Link
      href={removeHref}
      className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft ps-3 pe-2 text-[0.8125rem] font-medium text-accent hover:bg-sunken"
    >
      <span className="sr-only">{texts().lists.removeFilter}</span>
      <PersonText cut="one line">{label}</PersonText>
      <Icon name="remove" className="size-3.5" />
    </Link>
  );
}
