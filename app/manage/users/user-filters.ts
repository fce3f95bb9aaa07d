import type { UserFilters } from "@/access/users/user-filters";
import type { UserListQuery } from "@/access/users/user-list";
import { type ListFilter, wordOptions } from "@/app/manage/list-toolbar";
import type { Option } from "@/components/input";
import { browserTexts } from "@/text/browser-texts";
import { texts } from "@/text/texts";
import { listPath } from "./list-path";

const CHANGED = ["1d", "7d", "30d", "90d", "-30d", "-90d", "-365d"];
const SIGNED_IN = [...CHANGED, "never"];
const STALE = ["30", "90", "180", "365"];

/** The filters of the list, each with what can be chosen and with the address of the list without it. */
export function userFilters(query: UserListQuery, platform: string): ListFilter[] {
  const { created, updated, signIn, stale } = query;
  const { users, words } = texts();
  const filter = (name: keyof UserFilters, options: Option[]): ListFilter => {
    const value = query[name];
    const without = listPath(query, { [name]: null });
    return { name, label: users.filters[name], options, value: value === null ? null : `${value}`, without };
  };
  return [
    filter("status", wordOptions(browserTexts().statuses)),
    filter("origin", wordOptions(words.origins(platform))),
    filter("access", wordOptions(words.access)),
    filter("role", wordOptions(words.roles)),
    filter("keys", wordOptions(users.keys)),
    filter("created", offered(CHANGED, created, rangeWords)),
    filter("updated", offered(CHANGED, updated, rangeWords)),
    filter("signIn", offered(SIGNED_IN, signIn, rangeWords)),
    filter("stale", offered(STALE, stale === null ? null : `${stale}`, staleWords)),
  ];
}

/** What an address says is offered as well, so that applying other filters keeps it. */
function offered(usual: readonly string[], said: string | null, words: (value: string) => string): Option[] {
  const values = said === null || usual.includes(said) ? usual : [...usual, said];
  return values.map((value) => ({ value, label: words(value) }));
}

function rangeWords(value: string): string {
  const { never, within, notWithin } = texts().users.ranges;
  if (value === "never") return never;
  const days = Math.abs(Number.parseInt(value, 10));
  return value.startsWith("-") ? notWithin(days) : within(days);
}

function staleWords(value: string): string {
  return texts().users.ranges.staleFor(Number(value));
}
