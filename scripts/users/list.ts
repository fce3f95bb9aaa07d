/** `npm run users -- list`: page after page, so that a million users take no more memory than a thousand. */
import { commandLineActor } from "@/access/actor";
import { type Parameters } from "@/access/lists/lists";
import { accessSettings } from "@/access/rules";
import { type ListedUser, type UserListQuery, listUsers, parseUserListQuery } from "@/access/users/user-list";
import { commandSettings, seeHelp, UsageError } from "@/scripts/terminal/command";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { allowOnly, EXIT, type Filter, FILTERS, type Given, printObject, USERS } from "./arguments";

export async function listEverybody(given: Given, words: readonly string[]): Promise<() => Promise<number>> {
  if (words.length > 0) throw new UsageError(`users list takes no names: try --q ${words[0]}. ${seeHelp(USERS)}`);
  allowOnly("list", given, [...FILTER_NAMES, "limit", "json"]);
  const query = readQuery(given);
  const limit = readLimit(given.limit);
  const print = given.json ? printObject : printLine;
  return async () => {
    for await (const user of everybody(query, limit)) print(user);
    return EXIT.done;
  };
}

const FILTER_NAMES = Object.keys(FILTERS).filter(isFilter);

function isFilter(name: string): name is Filter {
  return Object.hasOwn(FILTERS, name);
}

/** On pages a filter that is no filter is passed over; here somebody may act on what is listed. */
function readQuery(given: Given): UserListQuery {
  const asked: Parameters = Object.fromEntries(
    FILTER_NAMES.flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [[FILTERS[name], asInAddress(name, value)]];
    }),
  );
  // In an order that nobody changes meanwhile, or they would be passed over.
  const query = parseUserListQuery({ sort: "username", ...asked, per: "100" });
  const wrong = FILTER_NAMES.find((name) => query.ignored.includes(FILTERS[name]));
  if (wrong === undefined) return query;
  throw new UsageError(`--${wrong} can't be ${JSON.stringify(given[wrong])}. ${seeHelp(USERS)}`);
}

const SPELLED_AS_STORED: readonly Filter[] = ["status", "origin", "access", "role"];

function asInAddress(name: Filter, value: string): string {
  return SPELLED_AS_STORED.includes(name) ? value.toUpperCase().replaceAll("-", "_") : value;
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--limit must be a whole number from 1. ${seeHelp(USERS)}`);
}

async function* everybody(query: UserListQuery, limit: number): AsyncGenerator<ListedUser> {
  const actor = commandLineActor();
  let left = limit;
  for (let place: UserListQuery["place"] | null = query.place; place !== null && left > 0;) {
    const page: Awaited<ReturnType<typeof listUsers>> = await listUsers(actor, { ...query, place });
    const users = page.users.slice(0, left);
    yield* users;
    left -= users.length;
    place = page.next;
  }
}

function printLine({ username, email, status, roles, origin, displayName }: ListedUser): void {
  const platformName = commandSettings().platform.name;
  const columns = [
    username.padEnd(32),
    browserTexts().statuses[status].padEnd(8),
    texts().words.origins(platformName)[origin].padEnd(14),
    texts().words.access[accessSettings(roles)].padEnd(21),
    email.padEnd(36),
    displayName,
  ];
  console.log(columns.join("  "));
}
