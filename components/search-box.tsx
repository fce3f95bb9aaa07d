import type { ReactNode } from "react";
import { texts } from "@/text/texts";
import { Button } from "./button";
import { Icon } from "./icon";
import { SelectBox, type Option } from "./input";
import { LiveSearch, SearchInput } from "./live-search";

type SearchFormProps = { action: string; keep: Record<string, string>; children: ReactNode };

// The search of a list as a plain GET form. What the address also says, such as the order, is kept.
export function SearchForm({ action, keep, children }: SearchFormProps): ReactNode {
  return (
    <LiveSearch action={action} className="flex min-w-0 flex-wrap items-center gap-2">
      {Object.entries(keep).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </LiveSearch>
  );
}

type SearchBoxProps = {
  name: string;
  label: string;
  defaultValue: string;
  field?: { name: string; label: string; options: Option[]; defaultValue: string };
};

export function SearchBox({ name, label, defaultValue, field }: SearchBoxProps): ReactNode {
  const { lists } = texts();
  return (
    <div className="flex min-w-0 flex-1 basis-72 gap-2">
      <SearchInput
        name={name}
        aria-label={label}
        placeholder={lists.search}
        defaultValue={defaultValue}
        dir="auto"
        className="min-w-24"
      />
      {field !== undefined && (
        <SelectBox
          key={`${field.name} ${field.defaultValue}`}
          name={field.name}
          aria-label={field.label}
          options={field.options}
          defaultValue={field.defaultValue}
          className="w-32 shrink-0 sm:w-36"
        />
      )}
      <Button type="submit" aria-label={lists.search} className="w-9 shrink-0 px-0!">
        <Icon name="search" />
      </Button>
    </div>
  );
}
