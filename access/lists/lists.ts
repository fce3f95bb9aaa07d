/**
 * What the lists have in common: how an address is read, which never is an error and keeps no whole package key, how
 * text is searched for, and what a page of rows is. Counts are exact up to COUNT_LIMIT and say so beyond.
 */
import { z } from "zod";
import { keyNameIn } from "@/access/keys/package-key-format";
import { Prisma } from "@/generated/prisma/client";
import { FIRST_PLACE, type IdKind, PLACE_PARAMETERS, type Place, type ValueKind, readPlace } from "./list-place";

export const COUNT_LIMIT = 10_000;
export const PAGE_SIZES = [25, 50, 100] as const;

/** The parameters of an address that every list has. */
export const listParameters = {
  q: z.string().default("").transform(searchable),
  per: z.coerce.number().pipe(z.literal(PAGE_SIZES)).default(50),
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
    .default({ column: latest, descending: true });
}

const DEFAULT_SORT = "-updated";

/** How an address says the order; the usual one needs no word. */
export function sortParameters({ column, descending }: Sort<string>): Record<string, string> {
  const sort = `${descending ? "-" : ""}${column}`;
  return sort === DEFAULT_SORT ? {} : { sort };
}

/** How an address says what is searched for and the filters, by their names; what stands at its default is left out. */
export function searchParameters(
  { q, field }: { readonly q: string; readonly field: string },
  filters: Readonly<Record<string, string | number | null>>,
): Record<string, string> {
  const set = Object.entries(filters).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, `${value}`]],
  );
  return { ...(q && { q }), ...(q && field !== "all" && { field }), ...Object.fromEntries<string>(set) };
}

/** What an address says to a list, and which of its parameters say nothing that the list knows. */
export type Understood<Query> = { readonly query: Query; readonly ignored: readonly string[] };

/**
 * Reads an address by the schema of its list, whose fields all have a default. What is no value of its field is as if it
 * were not there; an address never is an error.
 */
export function readList<Query>(schema: z.ZodObject & z.ZodType<Query>, given: Parameters): Understood<Query> {
  const said = firstOfEach(given);
  const known = Object.fromEntries(
    Object.entries(said).filter(
      ([name, value]) => Object.hasOwn(schema.shape, name) && value !== undefined && value !== "",
    ),
  );
  const read = schema.safeParse(known);
  const wrong = new Set(read.success ? [] : read.error.issues.map(({ path: [name] }) => String(name)));
  const right = Object.fromEntries(Object.entries(known).filter(([name]) => !wrong.has(name)));
  const unknown = Object.keys(said).filter(
    (name) => !Object.hasOwn(schema.shape, name) && !BESIDE_THE_LIST.includes(name),
  );
  return { query: schema.parse(right), ignored: [...wrong, ...unknown] };
}

/** The same with the place in the list, which an order and its ids must fit. */
export function atPlace<Query extends object>(
  { query, ignored }: Understood<Query>,
  given: Parameters,
  value: ValueKind,
  id: IdKind,
): Query & { readonly place: Place; readonly ignored: readonly string[] } {
  const place = readPlace(firstOfEach(given), value, id);
  return { ...query, place: place ?? FIRST_PLACE, ignored: place ? ignored : [...ignored, "place"] };
}

/** What addresses say beside what the list shows: the place in it, and what page and framework have to say. */
const BESIDE_THE_LIST: readonly string[] = [...PLACE_PARAMETERS, "notice", "_rsc"];

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

/**
 * Text as it is compared: without regard to case and to compatibility forms. What is stored and what is searched for are
 * both folded by the database, so that no letter folds otherwise here and there.
 */
export function folded(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(folded(${text}) COLLATE "C")`;
}

/** A pattern that finds the text anywhere. Compatibility forms of what stands for something else in it are folded first. */
export function anywhere(text: string): Prisma.Sql {
  return folded(Prisma.sql`${`%${literally(text.normalize("NFKC"))}%`}::text`);
}

/** Text for a pattern in which nothing stands for something else. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

/** Whether one of the users' columns `u` has the text in it; the index of all their text narrows it down. */
export function userHas(text: string, column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${anyFieldHas(text)} AND ${folded(column)} LIKE ${anywhere(text)}`;
}

/** Whether any field of the profile of the users `u` has the text in it. */
export function anyFieldHas(text: string): Prisma.Sql {
  return Prisma.sql`u.search_text LIKE ${anywhere(text)}`;
}

/** A number that is exact, or "more than that". */
export type Count = { readonly count: number; readonly more: boolean };

export type Page<Row> = {
  readonly rows: readonly Row[];
  /** How many match the search and the filters. */
  readonly matching: Count;
  /** How many there are at all. */
  readonly all: Count;
  /** The number of the first row, 1 for the first of all; null where nobody counted so far. */
  readonly position: number | null;
  /** Where the pages before and behind this one begin; null where there is none. */
  readonly previous: Place | null;
  readonly next: Place | null;
};

export const EMPTY_PAGE: Page<never> = {
  rows: [],
  matching: { count: 0, more: false },
  all: { count: 0, more: false },
  position: null,
  previous: null,
  next: null,
};
