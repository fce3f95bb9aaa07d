/**
 * What the lists have in common: how an address is read, which never is an error and keeps no whole package key, how
 * text is searched for, and what a page of rows is. Counts are exact up to COUNT_LIMIT and say so beyond.
 */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";
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
