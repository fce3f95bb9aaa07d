/**
 * How a page of a list is found and counted. PostgreSQL goes along the index of the order where it expects matches
 * enough, and passes over a whole table, row by row, where they are few after all or lie at the far end. So what matches
 * is gathered first wherever a search or a filter is given: a page takes well under a second among a million rows.
 */
import { Prisma } from "@/generated/prisma/client";
import { rows } from "./database";
import { COUNT_LIMIT, type Count, type Page } from "./lists";

/** As a question of its own, the number is not planned for: it would lead to the plan that is good for many matches. */
const FEW = Prisma.sql`LIMIT (SELECT ${COUNT_LIMIT + 1}::int)`;

/** How many rows from the beginning of the order are looked at before everything that matches is put in order. */
const NEAR = 5_000;

/** What a list selects, all of it SQL. */
export type Selection = {
  readonly columns: Prisma.Sql;
  /** Everything that the columns come from. */
  readonly tables: Prisma.Sql;
  /** The column by which a row is known. */
  readonly id: Prisma.Sql;
  /** As few of the tables as search, filters and order need: rows that are passed over or counted cost no more. */
  readonly from: Prisma.Sql;
  /** A table with a row for each row of the list. */
  readonly all: Prisma.Sql;
  /** What all must hold of a row; none for the whole list. */
  readonly conditions: readonly Prisma.Sql[];
  /** Rows that are equal in this column are in the order of their ids. */
  readonly sort: { readonly column: Prisma.Sql; readonly descending: boolean; readonly nulls: Prisma.Sql };
};

/** A row as the database answers it, with the counts that come along. */
export type Counted<Row> = Row & { readonly matching: number; readonly all: number | null };

type Place = { readonly per: number; readonly page: number };

/** One page of a selection; `read` makes a row of the list of what the database answers. */
export async function selectPage<Found extends object, Row>(
  selection: Selection,
  { per, page }: Place,
  read: (found: Counted<Found>) => Row,
): Promise<Page<Row>> {
  const found = await selectRows<Found>(selection, { per, page });
  const [first] = found;
  const counts = countsIn(first ?? (await countRows(selection)));
  if (first) return { rows: found.map(read), ...counts, page };
  const last = Math.max(1, Math.ceil(counts.matching.count / per));
  const shown = last < page ? await selectRows<Found>(selection, { per, page: last }) : [];
  return { rows: shown.map(read), ...counts, page: last };
}

/** The rows of a page with the counts in each of them. */
async function selectRows<Found extends object>(selection: Selection, place: Place): Promise<Counted<Found>[]> {
  if (selection.conditions.length === 0) return selectAmongAll<Found>(selection, place);
  const counted = await selectAmongCounted<Found>(selection, place);
  const isAll = counted[0] ? counted[0].matching <= COUNT_LIMIT : place.page * place.per <= COUNT_LIMIT;
  return isAll ? counted : selectAmongMany<Found>(selection, place);
}

function selectAmongAll<Found extends object>(selection: Selection, place: Place): Promise<Counted<Found>[]> {
  const { columns, tables, id, from, all } = selection;
  return rows<Counted<Found>>`
    SELECT ${columns}, ${upToLimit(all)} AS matching, NULL AS "all" FROM ${tables}
    WHERE ${id} IN (SELECT ${id} FROM ${from} ${inOrder(selection)} ${limits(place)}) ${inOrder(selection)}`;
}

/** Gathers what matches as far as it is counted: unless there is more, the page is among it. */
function selectAmongCounted<Found extends object>(selection: Selection, place: Place): Promise<Counted<Found>[]> {
  const { columns, tables, id, from, all, conditions, sort } = selection;
  return rows<Counted<Found>>`
    WITH found AS MATERIALIZED (
      SELECT ${id} AS id, ${sort.column} AS sort FROM ${from} WHERE ${every(conditions)} ${FEW})
    SELECT ${columns}, (SELECT count(*)::int FROM found) AS matching, ${upToLimit(all)} AS "all" FROM ${tables}
    WHERE ${id} IN (SELECT id FROM found ${inOrder(selection, FOUND)} ${limits(place)}) ${inOrder(selection)}`;
}

/** Where more match than are counted, a page is mostly full soon; else everything that matches is put in order. */
async function selectAmongMany<Found extends object>(selection: Selection, place: Place): Promise<Counted<Found>[]> {
  const { id, from, conditions, sort } = selection;
  const asked = every(conditions);
  const near = Prisma.sql`
    (SELECT ${id} AS id, ${sort.column} AS sort, (${asked}) AS fits FROM ${from} ${inOrder(selection)} LIMIT ${NEAR})
    AS found WHERE fits`;
  const isNear = place.page * place.per <= NEAR;
  const soon = isNear ? await selectChosen<Found>(selection, near, place) : [];
  if (soon.length === place.per) return soon;
  // OFFSET 0 keeps the order out of the inner question, which is planned for all of its rows.
  const everything = Prisma.sql`
    (SELECT ${id} AS id, ${sort.column} AS sort FROM ${from} WHERE ${asked} OFFSET 0) AS found`;
  return selectChosen<Found>(selection, everything, place);
}

function selectChosen<Found extends object>(
  selection: Selection,
  found: Prisma.Sql,
  place: Place,
): Promise<Counted<Found>[]> {
  const { columns, tables, id, all } = selection;
  return rows<Counted<Found>>`
    SELECT ${columns}, ${COUNT_LIMIT + 1}::int AS matching, ${upToLimit(all)} AS "all" FROM ${tables}
    WHERE ${id} IN (SELECT id FROM ${found} ${inOrder(selection, FOUND)} ${limits(place)}) ${inOrder(selection)}`;
}

const FOUND = { id: Prisma.sql`found.id`, column: Prisma.sql`found.sort` };

function inOrder({ id, sort }: Selection, named = { id, column: sort.column }): Prisma.Sql {
  const direction = sort.descending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  return Prisma.sql`ORDER BY ${named.column} ${direction} ${sort.nulls}, ${named.id} ${direction}`;
}

function limits({ per, page }: Place): Prisma.Sql {
  return Prisma.sql`LIMIT ${per} OFFSET ${(page - 1) * per}`;
}

/** For a page without rows, which carry the counts otherwise. */
async function countRows({ from, all, conditions }: Selection): Promise<Counted<object>> {
  const which = Prisma.sql`${from} WHERE ${every(conditions)}`;
  const [columns] = await rows<Counted<object>>`SELECT ${upToLimit(which)} AS matching, ${upToLimit(all)} AS "all"`;
  return columns ?? { matching: 0, all: 0 };
}

function every(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], " AND ");
}

function upToLimit(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (SELECT FROM ${which} ${FEW}) AS counted)`;
}

function countsIn({ matching, all }: Counted<object>): { matching: Count; all: Count } {
  return { matching: honest(matching), all: honest(all ?? matching) };
}

function honest(counted: number): Count {
  return { count: Math.min(counted, COUNT_LIMIT), more: counted > COUNT_LIMIT };
}
