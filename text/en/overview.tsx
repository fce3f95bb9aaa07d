/** The start page: how many users there are, what needs attention, what changed, and what to do first. */
import type { ReactNode } from "react";
import type { FirstStep } from "@/access/users/overview";
import { amounts } from "./amounts";
import { number } from "./numbers";

export const overview = {
  title: "Overview",
  caption: "Who there is, what needs attention, and what changed. Times are in UTC.",
  sections: {
    firstSteps: "First steps",
    users: "Users",
    attention: "Needs attention",
    changes: "Changes",
  },
  allUsers: "All users",
  managedBy: (manager: string): string => `Managed by ${manager}`,
  changes: {
    disabledToday: (count: ReactNode): ReactNode => <>{count} disabled today</>,
    enabledToday: (count: ReactNode): ReactNode => <>{count} enabled today</>,
    all: "All of the audit",
    none: "Nothing has changed yet.",
  },
  firstSteps: {
    users: {
      title: "Create the first users",
      what: "One by one here, or many at once from a CSV file with npm run users -- import on the server.",
      action: "New User",
    },
    "off-switch": {
      title: "Try the off-switch",
      what: "In the list of users, the word Enabled beside a user disables them. The notice then says what stopped, and offers Undo.",
      action: "Manage your Users",
    },
    platform: {
      title: "Connect the identity platform",
      what: "With a token it creates, changes, enables and disables its users by SCIM 2.0.",
      action: "New Token",
    },
    package: {
      title: "Create a package with a plan",
      what: "Each package key is for one plan. Gates let a key pass while its owner, plan and key are all good.",
      action: "New Package",
    },
  } satisfies Record<FirstStep, Record<"title" | "what" | "action", string>>,
  /** A sentence, and the link to where it is dealt with. */
  attention: {
    none: "Nothing needs attention.",
    oneAdministrator: {
      text: "Only one administrator is enabled.",
      link: "Administrators",
    },
    unknownProxy: {
      text: (address: string): string =>
        `Everybody seems to come from ${address}, so wrong passwords of one person slow down all others. Where that is a reverse proxy, the operator sets LATCHKEY_TRUSTED_PROXIES.`,
      link: "Who signed in",
    },
    noGate: { text: "No gate is running: gateways that ask get no answer.", link: "See gates" },
    silentGates: {
      text: (names: readonly string[]): string => {
        const [are, they] = names.length === 1 ? ["is", "it refuses"] : ["are", "they refuse"];
        return `${names.join(", ")} ${are} silent: ${they} every key until the database is reached again.`;
      },
      link: "See gates",
    },
    failedCalls: {
      text: (calls: number): string => `${amounts.calls(calls)} of the platform failed within the last day.`,
      link: "Failed calls",
    },
    refusedCallers: {
      text: (calls: number): string => `${amounts.calls(calls)} without a good token within the last day.`,
      link: "Refused calls",
    },
    undeliveredEvents: {
      text: (receivers: readonly string[]): string => `Events do not arrive at ${receivers.join(", ")}.`,
      link: "Events",
    },
    /** The order is what the job is for; `why` is the reason that it gave itself, or nothing. */
    job: {
      queued: (job: number, order: string): string => `Job ${job} is about to begin. ${order}.`,
      running: (job: number, order: string, changed: number, planned: number): string =>
        `Job ${job} is running. ${order}: ${number(changed)} of ${number(planned)} done.`,
      stopped: (job: number, order: string, changed: number, planned: number, why: string): string =>
        `Job ${job} stopped by itself. ${order}: ${number(changed)} of ${number(planned)} done.${why && ` ${why}.`}`,
      link: (job: number): string => `Job ${job}`,
    },
    lockedUser: {
      text: (username: string, more: boolean): string =>
        `Wrong passwords or codes have locked the sign-in of ${username}.${more ? " Others are locked, too." : ""}`,
      link: "Unlock",
    },
    /** Of users there may be more than were counted, so that their number comes in words, too. */
    waitingUsers: {
      text: (count: number, counted: string): string =>
        count === 1 ? "1 user is waiting to be enabled." : `${counted} users are waiting to be enabled.`,
      link: "Waiting users",
    },
    staleUsers: {
      text: (count: number, counted: string, days: number): string =>
        count === 1
          ? `1 user is enabled without a sign-in or a key used for ${days} days.`
          : `${counted} users are enabled without a sign-in or a key used for ${days} days.`,
      link: "Stale users",
    },
    schedules: {
      next: "The next changes that are scheduled:",
      withinAWeek: "Scheduled within a week:",
      overdue: (change: string): string => `${change}: overdue`,
    },
  },
};
