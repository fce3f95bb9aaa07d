/**
 * Where in a list a page begins: at one of its ends, or beside a row that is named by its place in the order. So every
 * page costs the same, and nobody is missed or seen twice because others come or go meanwhile. Whatever an address says
 * is a place or is none; it never reaches the database as something else than it should be.
 */
import { z } from "zod";
import { Prisma } from "@/generated/prisma/client";

/** A row of a list, by its value in the order and its id; and its number from the beginning, where that is known. */
export type Cursor = { readonly value: string; readonly id: string; readonly number: number | null };

export type Place =
  | { readonly side: "first" }
  | { readonly side: "last" }
  | { readonly side: "after" | "before"; readonly cursor: Cursor };

export const FIRST_PLACE: Place = { side: "first" };

/** What the values of an order are, and what ids are. Times are kept to the millisecond, and may be infinite. */
export type ValueKind = "text" | "time" | "number";
export type IdKind = "uuid" | "number";

/** The parameters of an address that say a place. */
export const PLACE_PARAMETERS = ["place", "after", "before"] as const;

/** What an address says about the place; null where it is none of this list. */
export function readPlace(given: Record<string, string | undefined>, value: ValueKind, id: IdKind): Place | null {
  const { place, after, before } = given;
  if ([place, after, before].filter((said) => said !== undefined).length > 1) return null;
  if (place !== undefined) return place === "last" ? { side: "last" } : null;
  const side = after === undefined ? "before" : "after";
  const said = after ?? before;
  if (said === undefined) return FIRST_PLACE;
  const cursor = readCursor(said);
  return cursor && VALUES[value](cursor.value) && IDS[id](cursor.id) ? { side, cursor } : null;
}

/** How an address says a place; the first one needs no word. */
export function placeParameters(place: Place): Record<string, string> {
  if (place.side === "first") return {};
  if (place.side === "last") return { place: "last" };
  const { value, id, number } = place.cursor;
  return { [place.side]: Buffer.from(JSON.stringify([value, id, number])).toString("base64url") };
}

const LONGEST = 4_000;
const FARTHEST = 1_000_000_000;
const cursor = z.tuple([z.string(), z.string(), z.number().int().min(1).max(FARTHEST).nullable()]);

function readCursor(text: string): Cursor | null {
  if (text.length > LONGEST || !/^[\w-]+$/.test(text)) return null;
  const read = cursor.safeParse(parsed(Buffer.from(text, "base64url").toString()));
  if (!read.success) return null;
  const [value, id, number] = read.data;
  return { value, id, number };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

// Years of four digits, before which and after which nothing happens.
const EARLIEST = Date.parse("0001-01-01T00:00:00Z");
const LATEST = Date.parse("9999-12-31T00:00:00Z");
const LARGEST = 9_223_372_036_854_775_807n;

const VALUES: Record<ValueKind, (text: string) => boolean> = {
  text: (text) => text.isWellFormed() && !text.includes("\0"),
  time: (text) =>
    /^-?infinity$/.test(text) || (/^-?\d{1,15}$/.test(text) && Number(text) >= EARLIEST && Number(text) <= LATEST),
  number: isNumber,
};

const IDS: Record<IdKind, (text: string) => boolean> = {
  uuid: (text) => z.guid().safeParse(text).success,
  number: isNumber,
};

function isNumber(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST;
}

/** A value of the order as text, the way a cursor has it. */
export function valueText(column: Prisma.Sql, kind: ValueKind): Prisma.Sql {
  if (kind !== "time") return Prisma.sql`(${column})::text`;
  return Prisma.sql`
    CASE WHEN isfinite(${column}) THEN (extract(epoch FROM ${column}) * 1000)::bigint::text ELSE (${column})::text END`;
}

/** What a cursor says, as the database compares it. */
export function cursorValue({ value }: Cursor, kind: ValueKind): Prisma.Sql {
  if (kind === "text") return Prisma.sql`${value}::text`;
  if (kind === "number") return Prisma.sql`${value}::bigint`;
  return Prisma.sql`${value.endsWith("infinity") ? value : new Date(Number(value)).toISOString()}::timestamptz`;
}

export function cursorId({ id }: Cursor, kind: IdKind): Prisma.Sql {
  return kind === "uuid" ? Prisma.sql`${id}::uuid` : Prisma.sql`${id}::bigint`;
}
