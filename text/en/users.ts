/** The list of users: its search, filters and views, and what is done with many of them. */
import type { Refusal } from "@/access/rules";
import { number } from "./numbers";

export const users = {
  title: "Manage your Users",
  crumb: "Users",
  count: (users: number): string => (users === 1 ? "User" : "Users"),
  newUser: "New User",
  caption: "Users. Times are in UTC.",
  none: { title: "No users yet", advice: "Create the first one with New User." },
  noMatch: {
    title: "No users match",
    advice: "Nobody fits the search and all of the filters.",
    clear: "Clear filters",
  },
  search: "Search users",
  fields: {
    all: "All Fields",
    username: "Username",
    email: "Email",
    name: "Display Name",
    company: "Company",
  },
  filters: {
    status: "Status",
    origin: "Managed by",
    access: "Access Settings",
    role: "Role",
    keys: "Package Keys",
    created: "Created",
    updated: "Updated",
    signIn: "Last sign-in",
    stale: "No sign-in and no key use",
  },
  keys: { yes: "has some", no: "has none" },
  /** What some time of a user is filtered by. */
  ranges: {
    never: "never",
    within: (days: number): string => `in the last ${daysOf(days)}`,
    notWithin: (days: number): string => `not in the last ${daysOf(days)}`,
    staleFor: (days: number): string => `for ${daysOf(days)}`,
  },
  views: {
    label: "Views",
    allUsers: "All users",
    stale: "Stale accounts",
    allViews: "All views",
    save: "Save view",
    exportFile: "Export CSV",
  },
  /** Without a number there are more than anybody counted. */
  everybody: {
    ENABLED: (count: number | null): string => `Enable all ${count === null ? "" : `${number(count)} `}that match`,
    DISABLED: (count: number | null): string => `Disable all ${count === null ? "" : `${number(count)} `}that match`,
  },
  /** What is put down for later: to disable somebody, or to end what they are disabled for. */
  locked: "Sign-in locked",
  scheduled: {
    DISABLED: (time: string): string => `Disable on ${time} UTC`,
    ENABLED: (time: string): string => `Disabled until ${time} UTC`,
  },
  /**
   * Why there is no link, in the few words that a cell has room for; of the platform's users the row tells it by itself. A
   * reader's role is no news to them.
   */
  lockedBecause: (refusal: Refusal): string => {
    if (refusal === "own_account") return "Your own account";
    return refusal === "above_role" ? "An administrator" : "";
  },
};

function daysOf(days: number): string {
  return days === 1 ? "day" : `${number(days)} days`;
}
