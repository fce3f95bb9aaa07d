import type { ReactNode } from "react";

export type IconName =
  | "ascending"
  | "back"
  | "bin"
  | "copy"
  | "descending"
  | "done"
  | "down"
  | "filter"
  | "first"
  | "key"
  | "last"
  | "lock"
  | "next"
  | "plus"
  | "previous"
  | "refused"
  | "remove"
  | "search"
  | "settings"
  | "sortable"
  | "warning";

// The drawings are in one file that the browser keeps, so that an icon in a row costs a few bytes and no script.
export function Icon({ name, className }: { name: IconName; className?: string }): ReactNode {
  return (
    <svg aria-hidden="true" className={className === undefined ? "icon" : `icon ${className}`}>
      <use href={`/icons.svg#${name}`} />
    </svg>
  );
}
