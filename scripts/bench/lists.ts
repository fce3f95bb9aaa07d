/** How fast the list of users is among a million, under every filter, in every order, at both ends and in the middle. */
import pg from "pg";
import { z } from "zod";
import { type Cursor, placeParameters } from "@/access/lists/list-place";
import { type Asked, type Measured, PAGE_LIMIT, type Sizes, growthText, measureBeside, tableOfFilters } from "./beside";
import { milliseconds, ratio, table } from "./figures";
import type { MeasuredConsole } from "./pages";

const SEARCH_ROUNDS = 31;
const LETTER_LIMIT = 5;
const SLOWEST_MS = 2_000;

/** The columns of the orders as SQL, and whether their values are times. */
const ORDERS = {
  username: { column: "username_key", isTime: false },
  email: { column: "email", isTime: false },
  name: { column: "display_name", isTime: false },
  created: { column: "created_at", isTime: true },
  updated: { column: "updated_at", isTime: true },
  signin: { column: "coalesce(last_sign_in_at, '-infinity')", isTime: true },
} as const;

const FILTERS: readonly (readonly [name: string, address: string])[] = [
  ["none", ""],
  ["Enabled", "status=ENABLED"],
  ["Disabled", "status=DISABLED"],
  ["Waiting", "status=WAITING"],
  ["of the platform", "origin=PLATFORM"],
  ["Control Center", "access=CONTROL_CENTER"],
  ["Developer Portal Only, Disabled, local", "access=PORTAL_ONLY&status=DISABLED&origin=LOCAL"],
  ["Administrators", "role=ADMINISTRATOR"],
  ["with keys", "keys=yes"],
  ["without keys, Enabled", "keys=no&status=ENABLED"],
  ["created in the last 7 days", "created=7d"],
  ["not created in the last 90 days", "created=-90d"],
  ["updated in the last 30 days", "updated=30d"],
  ["not signed in in the last 90 days", "signIn=-90d"],
  ["never signed in", "signIn=never"],
  ["never signed in, Disabled", "signIn=never&status=DISABLED"],
  ["stale for 90 days", "stale=90"],
];

/** Stands for the username of somebody enabled, whom there is one of. */
const A_NAME = "NAME";

/** The limit is a ratio to the control; null where an answer within two seconds is all that is promised. */
const SEARCHES: readonly (readonly [name: string, text: string, limit: number | null])[] = [
  ["a selective word in all fields", A_NAME, PAGE_LIMIT],
  ["a selective word among the Enabled", `${A_NAME}&status=ENABLED`, PAGE_LIMIT],
  ["one letter that nearly everybody has", "e", LETTER_LIMIT],
  ["one letter that one of seventy has", encodeURIComponent("ж"), LETTER_LIMIT],
  ["one letter that nobody has", encodeURIComponent("ᚠ"), LETTER_LIMIT],
  ["two letters that many have, and hardly anybody side by side", "qx", null],
];

/** The section of the report; `many` is the console of a program with about a million users. */
export async function measureLists(consoles: Sizes<MeasuredConsole>, urls: Sizes<string>): Promise<string> {
  const middles = await findMiddles(urls.many);
  const filters = new Map<string, Measured>();
  for (const [name, address] of FILTERS) {
    const pages = Object.entries(middles).flatMap(([order, middle]) => placesIn(order, address, middle));
    filters.set(name, await measureBeside(consoles, pages));
  }
  const searches = [];
  for (const [name, text, limit] of SEARCHES) {
    const asked = searchFor(text, { few: await findSomebody(urls.few), many: await findSomebody(urls.many) });
    searches.push(searchRow(name, limit, await measureBeside(consoles, [asked], SEARCH_ROUNDS)));
  }
  return [
    `A page of 50 users among 1,000,000, over HTTP, each filter in ${Object.keys(ORDERS).length} orders at the first, a middle and the last place. The control is the same page from constants, asked for in turn with each of them; few are 1,000.`,
    tableOfFilters(filters),
    table(["Search", "Median", "Of the control", "Of itself at few"], searches),
  ].join("\n\n");
}

function placesIn(order: string, address: string, middle: Cursor): Asked[] {
  const path = (place: Record<string, string>): string => {
    const asked = new URLSearchParams([...new URLSearchParams(address), ["sort", order], ...Object.entries(place)]);
    return `/manage/users?${asked.toString()}`;
  };
  const both = (place: string, said: Record<string, string>): Asked => {
    return { name: `${order}, ${place}`, few: path(said), many: path(said) };
  };
  return [
    both("first", {}),
    both("middle", placeParameters({ side: "after", cursor: middle })),
    both("last", placeParameters({ side: "last" })),
  ];
}

function searchFor(text: string, names: Sizes<string>): Asked {
  const path = (name: string): string => `/manage/users?q=${text.replace(A_NAME, encodeURIComponent(name))}`;
  return { name: text, few: path(names.few), many: path(names.many) };
}

function searchRow(name: string, limit: number | null, { pages, control }: Measured): string[] {
  const [{ few, many } = { few: NaN, many: NaN }] = pages;
  const within = `${(many / control).toFixed(2)} (${many <= SLOWEST_MS ? "within" : "over"} 2 s)`;
  const growth = limit === PAGE_LIMIT ? growthText(pages) : (many / few).toFixed(2);
  return [name, milliseconds(many), limit === null ? within : ratio(many / control, limit), growth];
}

const middleRow = z.object({ value: z.string(), id: z.string() });

/** A user in the middle of each order. */
async function findMiddles(databaseUrl: string): Promise<Record<string, Cursor>> {
  const middles: Record<string, Cursor> = {};
  for (const [order, { column, isTime }] of Object.entries(ORDERS)) {
    const value = isTime
      ? `CASE WHEN isfinite(${column}) THEN (extract(epoch FROM ${column}) * 1000)::bigint::text ELSE (${column})::text END`
      : `(${column})::text`;
    const row = await firstRow(
      databaseUrl,
      `SELECT ${value} AS value, id FROM users ORDER BY ${column}, id OFFSET (SELECT count(*) / 2 FROM users) LIMIT 1`,
    );
    middles[order] = { ...middleRow.parse(row), number: null };
  }
  return middles;
}

async function findSomebody(databaseUrl: string): Promise<string> {
  const row = await firstRow(databaseUrl, "SELECT username FROM users WHERE status = 'ENABLED' ORDER BY id LIMIT 1");
  return z.object({ username: z.string() }).parse(row).username;
}

async function firstRow(databaseUrl: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(text);
    return rows[0];
  } finally {
    await client.end();
  }
}
