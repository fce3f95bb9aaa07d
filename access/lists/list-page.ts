/**
 * How a page of a list is found and counted: beside the row where it begins, so that the last page costs what the first
 * one does. PostgreSQL goes along the index of the order where it expects matches enough, and passes over a whole table,
 * row by row, where they are few after all or lie at the far end. So what matches is gathered first wherever a search or
 * a filter is given that the index of the order can't answer.
 */
import { rows } from "@/access/database";
import { Prisma } from "@/generated/prisma/client";
import { type Cursor, type IdKind, type Place, type ValueKind, cursorId, cursorValue, valueText } from "./list-place";
import { COUNT_LIMIT, type Count, type Page } from "./lists";

/** As a question of its own, the number is not planned for: it would lead to the plan that is good for many matches. */
const FEW = Prisma.sql`LIMIT (SELECT ${COUNT_LIMIT + 1}::int)`;

/** How many rows from where the page begins are looked at before everything that matches is put in order. */
const NEAR = 5_000;

/** What a list selects, all of it SQL. */
export type Selection = {
  readonly columns: Prisma.Sql;
  /** Everything that the columns come from. */
  readonly tables: Prisma.Sql;
  /** The column by which a row is known. */
  readonly id: { readonly column: Prisma.Sql; readonly kind: IdKind };
  /** As few of the tables as search, filters and order need: rows that are passed over or counted cost no more. */
  readonly from: Prisma.Sql;
  /** A table with a row for each row of the list. */
  readonly all: Prisma.Sql;
  /** What all must hold of a row; none for the whole list. */
  readonly conditions: readonly Prisma.Sql[];
  /** Whether the index of the order answers the conditions on the way, so that nothing need be gathered. */
  readonly onTheWay?: boolean;
  /** Where the order has an index for each value of a column, or of several, those that fit. */
  readonly strands?: Strands | undefined;
  /** Rows that are equal in this column, which is never null, are in the order of their ids; where it is unique, none are. */
  readonly sort: {
    readonly column: Prisma.Sql;
    readonly kind: ValueKind;
    readonly descending: boolean;
    readonly unique?: boolean;
  };
};

type Strands =
  | { readonly column: Prisma.Sql; readonly values: readonly number[] }
  | {
      /** A row for each strand, */
      readonly table: Prisma.Sql;
      /** that a row of the list is of it, */
      readonly fits: Prisma.Sql;
      /** and that it is of any of them. */
      readonly any: Prisma.Sql;
    };

/** A row as the database answers it, with its place in the order, which comes along. */
export type Placed<Row> = Row & {
  /** How many match, where they were gathered and so counted. */
  readonly matching: number | null;
  readonly placeValue: string;
  readonly placeId: string;
};

/** How many match and how many there are, counted up to one above COUNT_LIMIT. */
type Counts = { readonly matching: number; readonly all: number };

type Answer<Found> = { readonly found: readonly Placed<Found>[]; readonly counts: Counts };

type Asked = { readonly place: Place; readonly per: number };

/** One page of a selection; `read` makes a row of the list of what the database answers. */
export async function selectPage<Found extends object, Row>(
  selection: Selection,
  asked: Asked,
  read: (found: Placed<Found>) => Row,
): Promise<Page<Row>> {
  const { found, counts: counted } = await selectRows<Found>(selection, asked);
  const { side } = asked.place;
  // Whoever stood here may be gone: what is left of the list begins or ends here then.
  if (side === "before" && found.length < asked.per) {
    return selectPage(selection, { ...asked, place: { side: "first" } }, read);
  }
  if (side === "after" && found.length === 0) return selectPage(selection, { ...asked, place: { side: "last" } }, read);
  const counts = { matching: countOf(counted.matching), all: countOf(counted.all) };
  return { ...counts, ...pageOf(found, asked, counts.matching, read) };
}

/** One row more than fits on the page was asked for: it only tells that there are others in its direction. */
function pageOf<Found extends object, Row>(
  found: readonly Placed<Found>[],
  { place, per }: Asked,
  matching: Count,
  read: (found: Placed<Found>) => Row,
): Omit<Page<Row>, "matching" | "all"> {
  const isMore = found.length > per;
  const backwards = isBackwards(place);
  const shown = backwards ? found.slice(-lengthOf(place, per, matching)) : found.slice(0, per);
  const [first, last] = [shown[0], shown.at(-1)];
  const isBegin = backwards ? !isMore && shown.length === found.length : place.side === "first";
  const isEnd = backwards ? place.side === "last" : !isMore;
  const position = positionOf(place, shown.length, matching, isBegin, isEnd);
  return {
    rows: shown.map(read),
    position,
    previous: isBegin || !first ? null : { side: "before", cursor: cursorOf(first, position) },
    next: isEnd || !last ? null : { side: "after", cursor: cursorOf(last, position && position + shown.length - 1) },
  };
}

/** The last page of a list that was counted has as many rows as it would have after all the others. */
function lengthOf(place: Place, per: number, matching: Count): number {
  return place.side === "last" && !matching.more ? matching.count % per || per : per;
}

function positionOf(place: Place, shown: number, matching: Count, isBegin: boolean, isEnd: boolean): number | null {
  if (isBegin) return shown === 0 ? null : 1;
  if (isEnd && !matching.more) return matching.count - shown + 1;
  if (place.side === "first" || place.side === "last" || place.cursor.number === null) return null;
  const position = place.side === "after" ? place.cursor.number + 1 : place.cursor.number - shown;
  const fits = position >= 1 && (matching.more || position + shown - 1 <= matching.count);
  return fits ? position : null;
}

function cursorOf({ placeValue, placeId }: Placed<object>, number: number | null): Cursor {
  return { value: placeValue, id: placeId, number };
}

function isBackwards({ side }: Place): boolean {
  return side === "last" || side === "before";
}

/**
 * The rows of a page, and one more, with the counts. Both are asked for at the same time, since counting mostly takes
 * longer than finding: they may be of two moments, a millisecond apart.
 */
async function selectRows<Found extends object>(selection: Selection, asked: Asked): Promise<Answer<Found>> {
  const { conditions, strands, onTheWay = false } = selection;
  if (onTheWay || (conditions.length === 0 && !strands)) {
    const [found, counts] = await Promise.all([selectOnTheWay<Found>(selection, asked), countRows(selection)]);
    return { found, counts };
  }
  const [gathered, all] = await Promise.all([selectAmongCounted<Found>(selection, asked), countAll(selection)]);
  const matching = gathered[0]?.matching ?? (await matchingWithoutRow(selection, asked));
  const found = matching > COUNT_LIMIT ? await selectAmongMany<Found>(selection, asked) : gathered;
  return { found, counts: { matching, all } };
}

/** Without a row nobody knows how many there are: beside a row that was made up may be none of very many. */
async function matchingWithoutRow(selection: Selection, { place }: Asked): Promise<number> {
  return "cursor" in place ? (await countRows(selection)).matching : 0;
}

const NOT_COUNTED = Prisma.sql`NULL::int`;

function selectOnTheWay<Found extends object>(selection: Selection, asked: Asked): Promise<Placed<Found>[]> {
  const { strands } = selection;
  const found = strands
    ? Prisma.sql`${tableOf(strands)}, LATERAL (${ofStrand(selection, asked, strands)}) AS found`
    : Prisma.sql`(${along(selection, asked, [])}) AS found`;
  return selectChosen<Found>(selection, asked, found);
}

function tableOf(strands: Strands): Prisma.Sql {
  return "table" in strands ? strands.table : Prisma.sql`unnest(${strands.values}::smallint[]) AS strand`;
}

function ofStrand(selection: Selection, asked: Asked, strands: Strands): Prisma.Sql {
  if ("fits" in strands) return along(selection, asked, [strands.fits]);
  const { column } = strands;
  return along(selection, asked, [Prisma.sql`${column} >= strand AND ${column} <= strand`], { column, value: STRAND });
}

/**
 * The rows of a page along an index of the order. Where the index has a strand for each value of a column, this column
 * leads the order, as if it could differ: asked for rows with one value, PostgreSQL may pass over the whole table by the
 * index that has the order alone, since it can't know how few have this value.
 */
function along(selection: Selection, asked: Asked, fits: readonly Prisma.Sql[], lead?: Lead): Prisma.Sql {
  const { id, from, sort, conditions } = selection;
  const named = { id: id.column, sort: sort.column, lead };
  const which = [...conditions, ...besidePlace(selection, asked, named), ...fits];
  return Prisma.sql`
    SELECT ${id.column} AS id, ${sort.column} AS sort FROM ${from} WHERE ${every(which)}
    ${inOrder(selection, asked, named)} LIMIT ${asked.per + 1}`;
}

/** Gathers what matches as far as it is counted: unless there is more, the page is among it. */
function selectAmongCounted<Found extends object>(selection: Selection, asked: Asked): Promise<Placed<Found>[]> {
  const { id, from, sort } = selection;
  const gathered = Prisma.sql`
    WITH gathered AS MATERIALIZED (
      SELECT ${id.column} AS id, ${sort.column} AS sort FROM ${from} WHERE ${every(conditionsOf(selection))} ${FEW})`;
  const beside = besidePlace(selection, asked, FOUND);
  const found = Prisma.sql`(SELECT id, sort FROM gathered AS found WHERE ${every(beside)}) AS found`;
  const matching = Prisma.sql`(SELECT count(*)::int FROM gathered)`;
  return selectChosen<Found>(selection, asked, found, matching, gathered);
}

/** Where more match than are counted, a page is mostly full soon; else everything that matches is put in order. */
async function selectAmongMany<Found extends object>(selection: Selection, asked: Asked): Promise<Placed<Found>[]> {
  const { id, from, sort } = selection;
  const named = { id: id.column, sort: sort.column };
  const fits = every(conditionsOf(selection));
  const beside = besidePlace(selection, asked, named);
  const near = Prisma.sql`
    (SELECT id, sort FROM (
       SELECT ${id.column} AS id, ${sort.column} AS sort, (${fits}) AS fits FROM ${from} WHERE ${every(beside)}
       ${inOrder(selection, asked, named)} LIMIT ${NEAR}) AS near WHERE fits) AS found`;
  const soon = await selectChosen<Found>(selection, asked, near);
  if (soon.length > asked.per) return soon;
  // OFFSET 0 keeps the order out of the inner question, which is planned for all of its rows.
  const everything = Prisma.sql`
    (SELECT ${id.column} AS id, ${sort.column} AS sort FROM ${from} WHERE ${every([...beside, fits])} OFFSET 0) AS found`;
  return selectChosen<Found>(selection, asked, everything);
}

/** The rows of the page among those that were found, in the order of the list. */
function selectChosen<Found extends object>(
  selection: Selection,
  asked: Asked,
  found: Prisma.Sql,
  matching = NOT_COUNTED,
  gathered = Prisma.empty,
): Promise<Placed<Found>[]> {
  const { columns, tables, id, sort } = selection;
  const forwards: Asked = { ...asked, place: { side: "first" } };
  return rows<Placed<Found>>`
    ${gathered}
    SELECT ${columns}, ${matching} AS matching, ${valueText(sort.column, sort.kind)} AS "placeValue",
           ${id.column}::text AS "placeId" FROM ${tables}
    WHERE ${id.column} = ANY (ARRAY(SELECT found.id FROM ${found} ${inOrder(selection, asked, FOUND)} LIMIT ${asked.per + 1}))
    ${inOrder(selection, forwards, { id: id.column, sort: sort.column })}`;
}

/** A column that leads the order, and the one value that it has. */
type Lead = { readonly column: Prisma.Sql; readonly value: Prisma.Sql };

type Named = { readonly id: Prisma.Sql; readonly sort: Prisma.Sql; readonly lead?: Lead | undefined };

const FOUND: Named = { id: Prisma.sql`found.id`, sort: Prisma.sql`found.sort` };

const STRAND = Prisma.sql`strand`;

/** In the order of the list, or, for what is read from its end, the other way round. */
function inOrder({ sort }: Selection, { place }: Asked, { id, sort: column, lead }: Named): Prisma.Sql {
  const direction = sort.descending === isBackwards(place) ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const columns = [...(lead ? [lead.column] : []), column, ...(sort.unique ? [] : [id])];
  return Prisma.sql`ORDER BY ${Prisma.join(columns.map((each) => Prisma.sql`${each} ${direction}`))}`;
}

/** On which side of the row that the place names. */
function besidePlace({ id, sort }: Selection, { place }: Asked, { lead, ...named }: Named): Prisma.Sql[] {
  if (!("cursor" in place)) return [];
  const comparison = sort.descending === isBackwards(place) ? Prisma.sql`>` : Prisma.sql`<`;
  const columns = [...(lead ? [lead.column] : []), named.sort, ...(sort.unique ? [] : [named.id])];
  const ofPlace = [
    ...(lead ? [lead.value] : []),
    cursorValue(place.cursor, sort.kind),
    ...(sort.unique ? [] : [cursorId(place.cursor, id.kind)]),
  ];
  return [Prisma.sql`(${Prisma.join(columns)}) ${comparison} (${Prisma.join(ofPlace)})`];
}

/** Where more match than are counted, there are more than are counted: that need not be counted, too. */
async function countRows(selection: Selection): Promise<Counts> {
  if (conditionsOf(selection).length === 0) {
    const all = await countAll(selection);
    return { matching: all, all };
  }
  const [counted] = await rows<Counts>`
    WITH counted AS MATERIALIZED (SELECT ${matchingOf(selection)} AS matching)
    SELECT matching, CASE WHEN matching > ${COUNT_LIMIT} THEN matching ELSE ${upToLimit(selection.all)} END AS "all"
    FROM counted`;
  return counted ?? { matching: 0, all: 0 };
}

async function countAll({ all }: Selection): Promise<number> {
  const [counted] = await rows<{ all: number }>`SELECT ${upToLimit(all)} AS "all"`;
  return counted?.all ?? 0;
}

function matchingOf(selection: Selection): Prisma.Sql {
  return upToLimit(Prisma.sql`${selection.from} WHERE ${every(conditionsOf(selection))}`);
}

/** All conditions, with that of the strands. */
function conditionsOf({ conditions, strands }: Selection): Prisma.Sql[] {
  if (!strands) return [...conditions];
  const any = "any" in strands ? strands.any : Prisma.sql`${strands.column} = ANY (${strands.values}::smallint[])`;
  return [...conditions, any];
}

function every(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], " AND ");
}

/** How many rows there are, counted no further than one above COUNT_LIMIT; countOf says what that means. */
export function upToLimit(which: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (SELECT FROM ${which} ${FEW}) AS counted)`;
}

export function countOf(counted: number): Count {
  return { count: Math.min(counted, COUNT_LIMIT), more: counted > COUNT_LIMIT };
}
