/** The identity platform: its connection, its tokens and its calls. */
import type { ReactNode } from "react";
import { number } from "./numbers";

export const platform = {
  area: "Platform",
  pages: { connection: "Connection", "single-sign-on": "Single Sign-On", events: "Security Events" },
  title: "Identity Platform",
  caption:
    "The platform creates, changes, enables and disables its users here, by SCIM 2.0. Paste the base URL and a token into its provisioning settings.",
  connection: {
    baseUrl: "Base URL",
    name: "Called on these pages",
    consoleUrl: "Console of the platform",
    notSet: "Not set",
    callsPerMinute: "Calls a minute with each token",
    atMost: (calls: number): string => `${number(calls)} at most`,
  },
  tokens: {
    title: "Tokens",
    explanation: "Each call comes with one. Two can be in use at once, so that one can take the place of the other.",
    empty: "No tokens yet",
    emptyAdvice:
      "Every call is refused until there is one. Create it with New Token, and paste it into the settings of the platform.",
    live: "Tokens. Times are in UTC.",
    revoked: "Tokens that were revoked. Times are in UTC.",
    revokedCount: (count: number): string => `Revoked: ${number(count)}`,
    columns: {
      label: "Label",
      token: "Token",
      state: "State",
      created: "Created",
      createdBy: "Created by",
      lastUsed: "Last used",
      actions: "Actions",
    },
    states: { live: "In use", revoked: "Revoked" },
    neverUsed: "Never",
    revoke: "Revoke",
    revokeIt: (label: string): string => `Revoke ${label}`,
  },
  newToken: {
    title: "New Token",
    caption: "The identity platform calls with it. It is shown once.",
    label: "Label",
    hint: "The history names the platform by it, such as Okta production.",
    create: "Create token",
    creating: "Creating…",
    created: (label: string): string => `Token ${label} is created.`,
    token: "Token",
    full: "Two tokens are in use already",
    fullAdvice:
      "One can take the place of the other: once the platform calls with the new one, revoke the old one. Then there is room for another.",
    back: "Back to the tokens",
  },
  revocation: {
    title: "Revoke token",
    crumb: "Revoke",
    question: (label: string): string => `Revoke ${label}?`,
    token: "Token",
    created: "Created",
    lastUsed: "Last used",
    neverUsed: "Never",
    warning: "The identity platform's calls with it are refused from then on. Nobody can take that back.",
    revoke: "Revoke token",
    revoking: "Revoking…",
  },
  calls: {
    title: "Last Calls",
    explanation: "What the platform asked for lately, what the answer was, and why it failed where it did.",
    which: "Which calls",
    all: "All",
    failedOnly: "Failed only",
    empty: "No calls yet",
    emptyAdvice: (name: ReactNode): ReactNode => (
      <>
        Paste the base URL and a token into the provisioning settings of {name} and test the connection there. Each call
        is shown here as soon as it was answered.
      </>
    ),
    noneFailed: "No calls failed",
    showAll: "Show all calls",
    table: (count: number): string => `The last ${count === 1 ? "call" : `${number(count)} calls`}. Times are in UTC.`,
    columns: { time: "Time", call: "Call", result: "Result", token: "Token", took: "Took" },
    noToken: "None that is in use",
    from: (address: string): string => `from ${address}`,
    fromUnknown: "from an unknown address",
  },
};
