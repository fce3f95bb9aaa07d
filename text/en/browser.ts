/**
 * What components tell that also run in the browser. Every page loads all of it, in every language, so nothing else
 * belongs here.
 */
import type { AccountStatus, KeyBlock } from "@/access/rules";
import { number } from "./numbers";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const browser = {
  number,
  /** Written by hand, because a list has a hundred times and Intl would take longer than the rows. */
  day: (day: string, month: number, year: number): string => `${day} ${MONTHS[month] ?? ""} ${year}`,
  never: "Never",
  /** A user's status and a package key's are called the same. */
  statuses: { WAITING: "Waiting", ENABLED: "Enabled", DISABLED: "Disabled" } satisfies Record<AccountStatus, string>,
  /** What holds a key back besides its own status. */
  keyBlocks: {
    user_disabled: "Blocked: user disabled",
    user_waiting: "Blocked: user waiting",
    plan_inactive: "Blocked: plan inactive",
  } satisfies Record<KeyBlock, string>,
  problem: "There is a problem",
  close: "Close",
  copy: "Copy",
  copyOf: (label: string): string => `Copy ${label}`,
  copied: "Copied",
  saving: "Saving…",
  tryAgain: "Try again",
  skip: "Skip to content",
  home: "Latchkey, home",
  yourAccount: "Your account: ",
  main: "Main",
  managedBy: "Managed by",
  managedByOf: (manager: string, whom: string): string => `Managed by ${manager}: ${whom}`,
  done: "Done",
  keepSecret: "Keep it now: it is not stored and will not be shown again.",
  /** The rows of the list of users, and the head of its columns. */
  userRows: {
    username: "Username",
    email: "Email",
    displayName: "Display Name",
    company: "Company",
    status: "Status",
    access: "Access Settings",
    keys: "Keys",
    lastSignIn: "Last sign-in",
    created: "Created",
    updated: "Updated",
    actions: "Actions",
    select: (username: string): string => `Select ${username}`,
    /** What the link of a status does, heard after the status itself. */
    enable: (username: string): string => `enable ${username}`,
    disable: (username: string): string => `disable ${username}`,
    settings: (username: string): string => `Settings of ${username}`,
    delete: (username: string): string => `Delete ${username}`,
    notDeletedHere: (manager: string): string => `Managed by ${manager}: not deleted here`,
  },
  /** What is done with the rows that are ticked. */
  selection: {
    label: "Change many",
    page: "Select page",
    none: "Select none",
    count: (chosen: number): string => `${number(chosen)} selected`,
    enable: "Enable selected",
    disable: "Disable selected",
    reading: "Reading…",
  },
  failure: {
    title: "Something went wrong",
    advice:
      "Whoever was changing something should look whether it is done before trying again. If this happens again, tell your operator.",
    reference: "Reference: ",
  },
  upgraded: {
    title: "The console was upgraded while this page was open",
    advice: "Nothing was changed. Load the page again and repeat what you wanted to do.",
    reload: "Load the page again",
  },
  keyboard: {
    title: "Keyboard",
    keys: {
      "/": "To the search or the filters of a list",
      j: "To the next row of a list",
      k: "To the row before",
      Enter: "Opens the row",
      "?": "Shows these keys",
    },
    use: "Use these keys in this browser",
  },
};
