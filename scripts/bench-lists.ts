/** How fast the list of users is among a million, under every filter, in every order, at both ends and in the middle. */
import pg from "pg";
import { z } from "zod";
import { type Cursor, placeParameters } from "@/access/list-place";
import { compare, milliseconds, ratio, table } from "./bench-figures";
import { type MeasuredConsole, getPage } from "./bench-pages";

const ROUNDS = 7;
const WARM_UP = 1;
const PAGE_LIMIT = 1.5;
const GROWTH_LIMIT = 1.3;
const LETTER_LIMIT = 5;

/** The columns of the orders as SQL, and whether their values are times. */
const ORDERS = {
  username: { column: "username_key", isTime: false },
  email: { column: "email", isTime: false },
  name: { column: "display_name", isTime: false },
  created: { column: "created_at", isTime: true },
  updated: { column: "updated_at", isTime: true },
  signin: { column: "coalesce(last_sign_in_at, created_at)", isTime: true },
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

const SEARCHES: readonly (readonly [name: string, text: string, limit: number])[] = [
  ["a selective word in all fields", "424242", PAGE_LIMIT],
  ["a selective word among the Disabled", "424242&status=DISABLED", PAGE_LIMIT],
  ["one letter that nearly everybody has", "e", LETTER_LIMIT],
  ["one letter that nobody has", encodeURIComponent("ж"), LETTER_LIMIT],
  ["two letters that few have", "qx", LETTER_LIMIT],
];

type Measured = { readonly name: string; readonly few: number; readonly many: number };

/** The section of the report; `many` is the console of a program with about a million users. */
export async function measureLists(few: MeasuredConsole, many: MeasuredConsole, databaseUrl: string): Promise<string> {
  const middles = await findMiddles(databaseUrl);
  const control = await medianOf(many, "/control");
  const filters = [];
  for (const [name, address] of FILTERS) {
    const pages = Object.entries(middles).flatMap(([order, middle]) => placesIn(order, address, middle));
    filters.push(filterRow(name, await measure(few, many, pages), control));
  }
  const searches = [];
  for (const [name, text, limit] of SEARCHES) {
    const [found] = await measure(few, many, [{ name, path: `/manage/users?q=${text}` }]);
    if (found) searches.push(searchRow(found, control, limit));
  }
  return [
    `A page of 50 users among 1,000,000, over HTTP, each filter in ${Object.keys(ORDERS).length} orders at the first, a middle and the last place. The control, the same page from constants, takes ${milliseconds(control)}.`,
    table(
      [
        "Filter",
        "Median of its pages",
        "Of the control",
        "Slowest page",
        "Of the control",
        "Median of itself at 1,000",
      ],
      filters,
    ),
    table(["Search", "Median", "Of the control", "Of itself at 1,000"], searches),
  ].join("\n\n");
}

async function medianOf(console_: MeasuredConsole, path: string): Promise<number> {
  const times = await compare([{ name: path, work: () => getPage(console_, path) }], 40, 20);
  return times.get(path) ?? NaN;
}

type Page = { readonly name: string; readonly path: string };

function placesIn(order: string, address: string, middle: Cursor): Page[] {
  const path = (place: Record<string, string>): string => {
    const asked = new URLSearchParams([...new URLSearchParams(address), ["sort", order], ...Object.entries(place)]);
    return `/manage/users?${asked.toString()}`;
  };
  return [
    { name: `${order}, first`, path: path({}) },
    { name: `${order}, middle`, path: path(placeParameters({ side: "after", cursor: middle })) },
    { name: `${order}, last`, path: path(placeParameters({ side: "last" })) },
  ];
}

async function measure(few: MeasuredConsole, many: MeasuredConsole, pages: readonly Page[]): Promise<Measured[]> {
  const candidates = pages.flatMap(({ name, path }) => [
    { name: `few ${name}`, work: () => getPage(few, path) },
    { name: `many ${name}`, work: () => getPage(many, path) },
  ]);
  const times = await compare(candidates, ROUNDS, WARM_UP);
  return pages.map(({ name }) => ({
    name,
    few: times.get(`few ${name}`) ?? NaN,
    many: times.get(`many ${name}`) ?? NaN,
  }));
}

function filterRow(name: string, pages: readonly Measured[], control: number): string[] {
  const sorted = [...pages].sort((a, b) => a.many - b.many);
  const middle = sorted[Math.floor(sorted.length / 2)];
  const slowest = sorted.at(-1);
  if (!middle || !slowest) return [name];
  const growths = pages.map(({ few, many }) => many / few).sort((a, b) => a - b);
  return [
    name,
    milliseconds(middle.many),
    ratio(middle.many / control, PAGE_LIMIT),
    `${slowest.name}: ${milliseconds(slowest.many)}`,
    (slowest.many / control).toFixed(2),
    ratio(growths[Math.floor(growths.length / 2)] ?? NaN, GROWTH_LIMIT),
  ];
}

function searchRow({ name, few, many }: Measured, control: number, limit: number): string[] {
  return [name, milliseconds(many), ratio(many / control, limit), (many / few).toFixed(2)];
}

const middleRow = z.object({ value: z.string(), id: z.string() });

/** A user in the middle of each order. */
async function findMiddles(databaseUrl: string): Promise<Record<string, Cursor>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const middles: Record<string, Cursor> = {};
    for (const [order, { column, isTime }] of Object.entries(ORDERS)) {
      const value = isTime ? `(extract(epoch FROM ${column}) * 1000)::bigint::text` : `(${column})::text`;
      const { rows } = await client.query(
        `SELECT ${value} AS value, id FROM users ORDER BY ${column}, id OFFSET (SELECT count(*) / 2 FROM users) LIMIT 1`,
      );
      middles[order] = { ...middleRow.parse(rows[0]), number: null };
    }
    return middles;
  } finally {
    await client.end();
  }
}
