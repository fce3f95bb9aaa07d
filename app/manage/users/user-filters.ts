import type { UserFilters } from "@/access/user-filters";
import type { UserListQuery } from "@/access/user-list";
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
  const filter = (name: keyof UserFilters, label: string, options: Option[]): ListFilter => {
    const value = query[name];
    const without = listPath(query, { [name]: null });
    return { name, label, options, value: value === null ? null : `${value}`, without };
  };
  return [
    filter("status", "Status", wordOptions(browserTexts().statuses)),
    filter("origin", "Managed by", wordOptions(texts().words.origins(platform))),
    filter("access", "Access Settings", wordOptions(texts().words.access)),
    filter("role", "Role", wordOptions(texts().words.roles)),
    filter("keys", "Package Keys", wordOptions({ yes: "has some", no: "has none" })),
    filter("created", "Created", offered(CHANGED, created, rangeWords)),
    filter("updated", "Updated", offered(CHANGED, updated, rangeWords)),
    filter("signIn", "Last sign-in", offered(SIGNED_IN, signIn, rangeWords)),
    filter("stale", "No sign-in and no key use", offered(STALE, stale === null ? null : `${stale}`, staleWords)),
  ];
}

/** What an address says is offered as well, so that applying other filters keeps it. */
function offered(usual: readonly string[], said: string | null, words: (value: string) => string): Option[] {
  const values = said === null || usual.includes(said) ? usual : [...usual, said];
  return values.map((value) => ({ value, label: words(value) }));
}

function rangeWords(value: string): string {
  if (value === "never") return "never";
  return `${value.startsWith("-") ? "not " : ""}in the last ${daysText(Math.abs(Number.parseInt(value, 10)))}`;
}

function staleWords(value: string): string {
  return `for ${daysText(Number(value))}`;
}

function daysText(days: number): string {
  return days === 1 ? "day" : `${days.toLocaleString("en")} days`;
}
