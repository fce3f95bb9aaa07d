/**
 * What the lists have in common: how an address is read, which never is an error and keeps no whole package key, and how
 * a page of rows is found and counted, which costs the same at a hundred rows and at a million. Counts are exact up to
 * COUNT_LIMIT and say so beyond.
 */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
import { rows } from "./database";
import { keyNameIn } from "./package-key-format";

export const COUNT_LIMIT = 10_000;
export const PAGE_SIZES = [25, 50, 100] as const;

/** The parameters of an address that every list has. */
export const listParameters = {
  q: z.string().transform(searchable).catch(""),
  per: z.coerce.number().pipe(z.literal(PAGE_SIZES)).catch(50),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
};

export type Sort<Column> = { readonly column: Column; readonly descending: boolean };

/** "name" is ascending, "-name" descending; anything else is the latest change first. */
export function sortParameter<const Column extends string>(
  columns: readonly Column[],
  latest: NoInfer<Column>,
): z.ZodType<Sort<Column>> {
  return z
    .string()
    .transform((value, context): Sort<Column> => {
      const column = columns.find((name) => name === value.replace(/^-/, ""));
      if (column !== undefined) return { column, descending: value.startsWith("-") };
      context.addIssue("Not a column.");
      return z.NEVER;
    })
    .catch({ column: latest, descending: true });
}

/**
 * Search text without what PostgreSQL can't hold, no longer than any field and not cut through a character. A package
 * key in it gives way to its name: people paste one into whatever search is at hand.
 */
function searchable(text: string): string {
  const whole = storable(text);
  const cut = (keyNameIn(whole) ?? whole).trim().slice(0, 200);
  return cut.replace(/\p{Cs}$/u, "");
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}

/** Whether a package key is searched for in so many words; the address must not stay as it is. */
export function hasKeyInSearch({ q }: Parameters): boolean {
  return [q].flat().some((text) => text !== undefined && keyNameIn(storable(text)) !== null);
}

export type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** Of a parameter given twice the first counts. */
export function firstOfEach(parameters: Parameters): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]): [string, string | undefined] => [
      name,
      Array.isArray(value) ? value[0] : value,
    ]),
  );
}

/** A pattern that finds the text anywhere, compatibility forms folded; the database folds the case. */
export function anywhere(text: string): string {
  return `%${literally(text.normalize("NFKC"))}%`;
}

/** Text for a pattern in which nothing stands for something else. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** Whether one of the users' columns `u` has the text in it; the index of all their text narrows it down. */
export function userHas(text: string, column: Prisma.Sql): Prisma.Sql {
  const pattern = anywhere(text);
  return Prisma.sql`${anyFieldHas(text)} AND lower(normalize(${column}, NFKC)) LIKE lower(${pattern}::text)`;
}

/** Whether any field of the profile of the users `u` has the text in it. */
export function anyFieldHas(text: string): Prisma.Sql {
  return Prisma.sql`u.search_text LIKE lower(${anywhere(text)}::text)`;
}

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join([...conditions], " AND ")}`;
}

/** A number that is exact, or "more than that". */
export type Count = { readonly count: number; readonly more: boolean };

export type Page<Row> = {
  readonly rows: Row[];
  /** How many match the search and the filters. */
  readonly matching: Count;
  /** How many there are at all. */
  readonly all: Count;
  /** The page shown: where the address named one behind the end, the last one that was counted. */
  readonly page: number;
};

export const EMPTY_PAGE: Page<never> = {
  rows: [],
  matching: { count: 0, more: false },
  all: { count: 0, more: false },
  page: 1,
};

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
  readonly where: Prisma.Sql;
  readonly order: Prisma.Sql;
};

/** A row as the database answers it, with the counts that come along. */
export type Counted<Row> = Row & { readonly matching: number; readonly all: number | null };

/** One page of a selection; `read` makes a row of the list of what the database answers. */
export async function selectPage<Found extends object, Row>(
  selection: Selection,
  { per, page }: { readonly per: number; readonly page: number },
  read: (found: Counted<Found>) => Row,
): Promise<Page<Row>> {
  const found = await selectRows<Found>(selection, per, page);
  const [first] = found;
  const counts = countsIn(first ?? (await countRows(selection)));
  if (first) return { rows: found.map(read), ...counts, page };
  const last = Math.max(1, Math.ceil(counts.matching.count / per));
  const shown = last < page ? await selectRows<Found>(selection, per, last) : [];
  return { rows: shown.map(read), ...counts, page: last };
}

/** The rows of a page with the counts in each of them: one question instead of three. */
function selectRows<Found extends object>(selection: Selection, per: number, page: number): Promise<Counted<Found>[]> {
  const { columns, tables, id, from, where, order } = selection;
  return rows<Counted<Found>>`
    SELECT ${columns}, ${countColumns(selection)} FROM ${tables} WHERE ${id} IN
      (SELECT ${id} FROM ${from} ${where} ORDER BY ${order} LIMIT ${per} OFFSET ${(page - 1) * per})
    ORDER BY ${order}`;
}

async function countRows(selection: Selection): Promise<Counted<object>> {
  const [columns] = await rows<Counted<object>>`SELECT ${countColumns(selection)}`;
  return columns ?? { matching: 0, all: 0 };
}

function countColumns({ from, all: everything, where }: Selection): Prisma.Sql {
  const all = countOf(everything, Prisma.empty);
  if (where === Prisma.empty) return Prisma.sql`${all} AS matching, NULL AS "all"`;
  return Prisma.sql`${countOf(from, where)} AS matching, ${all} AS "all"`;
}

function countOf(from: Prisma.Sql, where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(SELECT count(*)::int FROM (SELECT FROM ${from} ${where} LIMIT ${COUNT_LIMIT + 1}) AS counted)`;
}

function countsIn({ matching, all }: Counted<object>): { matching: Count; all: Count } {
  return { matching: honest(matching), all: honest(all ?? matching) };
}

function honest(counted: number): Count {
  return { count: Math.min(counted, COUNT_LIMIT), more: counted > COUNT_LIMIT };
}
