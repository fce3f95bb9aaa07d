/** Security events: who is told of them, and how the deliveries go. */
import type { ReactNode } from "react";
import type { SignalKind, SignalStatus } from "@/access/signals/signals";
import { counted, number } from "./numbers";

export const securityEvents = {
  title: "Security Events",
  caption:
    "Other programs can be told when a user is disabled, enabled or deleted, so that their sessions end as well: by Shared Signals, pushed to them as signed events.",
  keys: "Keys by which a receiver verifies events",
  receivers: {
    title: "Receivers",
    empty: "No receivers yet",
    emptyAdvice: "Nobody is told. Add the first one with New Receiver.",
    table: "Receivers. Times are in UTC.",
    columns: {
      label: "Label",
      endpoint: "Endpoint",
      audience: "Audience",
      pending: "Pending",
      lastDelivery: "Last delivery",
      lastError: "Last error",
      actions: "Actions",
    },
    withAuthorization: "With an Authorization header",
    noDelivery: "None yet",
    noError: "None",
    failing: "Failing",
    verify: "Send a verification event",
    verifyIt: (label: string): string => `Send a verification event to ${label}`,
    sending: "Sending…",
    remove: "Remove",
    removeIt: (label: string): string => `Remove ${label}`,
  },
  newReceiver: {
    title: "New Receiver",
    caption: "It is told of every change of status from then on.",
    label: "Label",
    labelHint: "What this page calls it.",
    endpoint: "Endpoint",
    endpointHint: "Where events are pushed to: https, or http on this machine.",
    audience: "Audience",
    audienceHint: "What the receiver expects as aud in each event, often its own address.",
    authorization: "Authorization (optional)",
    authorizationHint:
      "The whole value of the header, such as Bearer and a token. It is stored sealed and never shown again.",
    add: "Add receiver",
    adding: "Adding…",
    taken: "There is a receiver of that label already.",
  },
  removal: {
    title: "Remove receiver",
    crumb: "Remove",
    question: (label: string): string => `Remove ${label}?`,
    warning: "It is told of no change from then on, and its deliveries leave the list.",
    nothingPending: "No event is on its way to it now.",
    dropped: (count: number): ReactNode => (
      <>
        <strong>{counted(count, "event")}</strong> that did not arrive yet {count === 1 ? "is" : "are"} dropped.
      </>
    ),
    remove: "Remove receiver",
    removing: "Removing…",
  },
  deliveries: {
    title: "Last Deliveries",
    explanation: "What does not arrive is tried again for 24 hours. Events about one user arrive in their order.",
    empty: "No events yet",
    emptyAdvice: "A verification event changes nothing and shows whether the receiver can be reached.",
    table: (count: number): string =>
      `The last ${count === 1 ? "event" : `${number(count)} events`}. Times are in UTC.`,
    columns: {
      time: "Time",
      event: "Event",
      user: "User",
      receiver: "Receiver",
      result: "Result",
      attempts: "Attempts",
      nextAttempt: "Next attempt",
    },
    /** What the standards call them, as words. */
    kinds: {
      ACCOUNT_DISABLED: "Account disabled",
      ACCOUNT_ENABLED: "Account enabled",
      ACCOUNT_PURGED: "Account purged",
      SESSION_REVOKED: "Session revoked",
      VERIFICATION: "Verification",
    } satisfies Record<SignalKind, string>,
    states: { PENDING: "Pending", DELIVERED: "Delivered", EXPIRED: "Given up" } satisfies Record<SignalStatus, string>,
    noUser: "None",
    noAttempt: "None",
  },
};
