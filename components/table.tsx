import { Link } from "./link";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

// The look is in table.css. The roles repeat what the elements mean, because a browser forgets it where narrow
// screens show the rows as blocks; they are spread so that nobody mistakes them for an oversight.
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  cell: { role: "cell" },
  columnheader: { role: "columnheader" },
};

type Columns = "even" | "many" | "very many";

const looks: Record<Columns, string> = { even: "table-even", many: "table-many", "very many": "table-dense" };

type TableProps = { caption: ReactNode; head: ReactNode; columns?: Columns; children: ReactNode };

// The head takes cells (Th, SortHeader), the children are rows. Even columns stand in line with those of a table below.
export function Table({ caption, head, columns, children }: TableProps): ReactNode {
  return (
    <table className={columns ? `table ${looks[columns]}` : "table"} {...roles.table}>
      <caption>{caption}</caption>
      <thead {...roles.rowgroup}>
        <tr {...roles.row}>{head}</tr>
      </thead>
      <tbody {...roles.rowgroup}>{children}</tbody>
    </table>
  );
}

export function Row({ children }: { children: ReactNode }): ReactNode {
  return <tr {...roles.row}>{children}</tr>;
}

export function Th({ children }: { children: ReactNode }): ReactNode {
  return (
    <th scope="col" {...roles.columnheader}>
      {children}
    </th>
  );
}

// The label is the name of the column; narrow screens show it before the value.
export function Td({ label, children }: { label: string; children?: ReactNode }): ReactNode {
  return (
    <td data-label={label} {...roles.cell}>
      {children}
    </td>
  );
}

type SortDirection = "ascending" | "descending";

type SortHeaderProps = { label: string; href: string; direction: SortDirection | null };

export function SortHeader({ label, href, direction }: SortHeaderProps): ReactNode {
  return (
    <th scope="col" aria-sort={direction ?? undefined} {...roles.columnheader}>
      <Link href={href} className="sort-link">
        {label}
        <Icon name={direction ?? "sortable"} />
      </Link>
    </th>
  );
}

// The name of the thing that a row is about.
export function RowLink({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <Link href={href} className="row-link">
      <bdi>{children}</bdi>
    </Link>
  );
}

// Where a row has nothing to offer: it looks like what others have there, does nothing, and says why.
export function InertIcon({ label, icon }: { label: string; icon: IconName }): ReactNode {
  return (
    <span role="img" aria-label={label} title={label} className="icon-link icon-inert">
      <Icon name={icon} />
    </span>
  );
}

type IconLinkProps = { href: string; label: string; icon: IconName; danger?: boolean };

export function IconLink({ href, label, icon, danger = false }: IconLinkProps): ReactNode {
  return (
    <Link href={href} aria-label={label} title={label} className={danger ? "icon-link icon-link-danger" : "icon-link"}>
      <Icon name={icon} />
    </Link>
  );
}
