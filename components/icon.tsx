import type { ReactNode } from "react";

// The drawings are those of Lucide (https://lucide.dev), each joined into one line; docs/licences.md has their licence.
const drawings = {
  ascending: "m5 12 7-7 7 7M12 19V5",
  back: "m12 19-7-7 7-7M19 12H5",
  bin: "M10 11v6M14 11v6M19 6v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V6M3 6h18M8 6V4a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v2",
  descending: "M12 5v14M19 12l-7 7-7-7",
  done: "M2 12a10 10 0 1 0 20 0a10 10 0 1 0 -20 0M16 9l-5.5 5.5L8 12",
  down: "m6 9 6 6 6-6",
  filter: "M2 5h20M6 12h12M9 19h6",
  first: "m11 17-5-5 5-5M18 17l-5-5 5-5",
  last: "m6 17 5-5-5-5M13 17l5-5-5-5",
  next: "m9 18 6-6-6-6",
  previous: "m15 18-6-6 6-6",
  refused:
    "M12 16h.01M12 8v4M15.312 2a2 2 0 0 1 1.414.586l4.688 4.688A2 2 0 0 1 22 8.688v6.624a2 2 0 0 1-.586 1.414l-4.688 4.688a2 2 0 0 1-1.414.586H8.688a2 2 0 0 1-1.414-.586l-4.688-4.688A2 2 0 0 1 2 15.312V8.688a2 2 0 0 1 .586-1.414l4.688-4.688A2 2 0 0 1 8.688 2z",
  remove: "M18 6 6 18M6 6l12 12",
  search: "m21 21-4.34-4.34M3 11a8 8 0 1 0 16 0a8 8 0 1 0 -16 0",
  settings:
    "M9.671 4.136a2.34 2.34 0 0 1 4.659 0 2.34 2.34 0 0 0 3.319 1.915 2.34 2.34 0 0 1 2.33 4.033 2.34 2.34 0 0 0 0 3.831 2.34 2.34 0 0 1-2.33 4.033 2.34 2.34 0 0 0-3.319 1.915 2.34 2.34 0 0 1-4.659 0 2.34 2.34 0 0 0-3.32-1.915 2.34 2.34 0 0 1-2.33-4.033 2.34 2.34 0 0 0 0-3.831A2.34 2.34 0 0 1 6.35 6.051a2.34 2.34 0 0 0 3.319-1.915M9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
  sortable: "m7 15 5 5 5-5M7 9l5-5 5 5",
  warning: "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4M12 17h.01",
};

export type IconName = keyof typeof drawings;

// What points along the line is turned round where lines run from right to left.
const ALONG: ReadonlySet<IconName> = new Set(["back", "first", "last", "next", "previous"]);

// An icon only points to its drawing, so that one in a row costs a few bytes and no script.
export function Icon({ name, className }: { name: IconName; className?: string }): ReactNode {
  const icon = ALONG.has(name) ? "icon icon-along" : "icon";
  return (
    <svg aria-hidden="true" className={className === undefined ? icon : `${icon} ${className}`}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}

// All drawings, once a page. They are a part of the page and not a file of their own, because browsers forget to draw
// what points into another file when a part of the page is replaced.
export function IconDrawings(): ReactNode {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {Object.entries(drawings).map(([name, line]) => (
        <symbol key={name} id={`icon-${name}`} viewBox="0 0 24 24">
          <path d={line} />
        </symbol>
      ))}
    </svg>
  );
}
