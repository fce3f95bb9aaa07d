/** What may be typed behind `npm run users`, and how it ends. */
import { type readWords, seeHelp, UsageError } from "@/scripts/terminal/command";

export const USERS = "users";

export const EXIT = { done: 0, failed: 1, wrongUsage: 2, refused: 3 } as const;

/** Options of the list that are filters, and what the address of the list calls them. */
export const FILTERS = {
  q: "q",
  field: "field",
  status: "status",
  origin: "origin",
  access: "access",
  role: "role",
  keys: "keys",
  created: "created",
  updated: "updated",
  signin: "signIn",
  stale: "stale",
  sort: "sort",
} as const;

export type Filter = keyof typeof FILTERS;

const text = { type: "string" } as const;
const yes = { type: "boolean" } as const;

export const options = {
  ...{ q: text, field: text, status: text, origin: text, access: text, role: text, keys: text },
  ...{ created: text, updated: text, signin: text, stale: text, sort: text, limit: text },
  ...{ file: text, reason: text, report: text },
  ...{ "dry-run": yes, yes, json: yes },
  help: { type: "boolean", short: "h" },
} as const;

export type Given = ReturnType<typeof readWords<typeof options>>["values"];

/** Refuses options that this verb does not know, rather than doing something else than was meant. */
export function allowOnly(verb: string, given: Given, allowed: readonly string[]): void {
  const other = Object.keys(given).find((name) => !allowed.includes(name));
  if (other !== undefined) throw new UsageError(`users ${verb} has no option --${other}. ${seeHelp(USERS)}`);
}

export function printObject(value: object): void {
  console.log(JSON.stringify(value));
}
