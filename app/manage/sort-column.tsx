import type { ReactNode } from "react";
import type { Sort } from "@/access/lists/lists";
import { SortHeader } from "@/components/table";
import type { ListQuery } from "./list-path";

/** Names are first wanted from A to Z, times newest first. */
type Kind = "name" | "time";

type Props<Column extends string> = {
  query: Pick<ListQuery, "sort">;
  column: Column;
  kind: Kind;
  label: string;
  to: (sort: Sort<Column>) => string;
};

/** The head of a column that sorts its list; where it does already, the other way round. */
export function SortColumn<Column extends string>({ query, column, kind, label, to }: Props<Column>): ReactNode {
  const sorted = query.sort.column === column;
  const descending = sorted ? !query.sort.descending : kind === "time";
  const direction = sorted ? (query.sort.descending ? "descending" : "ascending") : null;
  return <SortHeader label={label} href={to({ column, descending })} direction={direction} />;
}
