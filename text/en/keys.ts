/** The package keys of all users, and what can be done with one. */
import type { KeyState } from "@/access/keys/package-key-list";
import type { KeyBlock, SettableKeyStatus } from "@/access/rules";
import { number } from "./numbers";

export const keys = {
  list: {
    title: "Manage your Package Keys",
    count: (keys: number): string => (keys === 1 ? "Package Key" : "Package Keys"),
    caption: "Package keys. Times are in UTC.",
    search: "Search package keys",
    fields: {
      all: "All Fields",
      key: "Key",
      username: "Username",
      email: "Email",
      application: "Application",
    },
    filters: { state: "State", package: "Package", plan: "Plan" },
    states: {
      WORKING: "Works",
      BLOCKED: "Enabled, but blocked",
      WAITING: "Waiting",
      DISABLED: "Disabled",
    } satisfies Record<KeyState, string>,
    columns: {
      key: "Key",
      application: "Application",
      status: "Status",
      package: "Package Name",
      plan: "Plan Name",
      username: "Username",
      created: "Created",
      updated: "Updated",
      lastUsed: "Last used",
    },
    neverUsed: "Never",
    ofAdministrator: "Of an administrator",
    none: { title: "No package keys yet", advice: "A key is created on the page of its user." },
    noMatch: {
      title: "No package keys match",
      advice: "No key fits the search and all of the filters.",
      clear: "Clear filters",
    },
  },
  trail: "Package Keys",
  facts: {
    user: "User",
    application: "Application",
    packagePlan: "Package-Plan",
    status: "Status",
    lastUsed: "Last used",
    neverUsed: "Never",
  },
  status: {
    title: "Package key status",
    step: "Status",
    /** By what is done (keyVerb). */
    questions: {
      Disable: (key: string): string => `Disable key ${key}?`,
      Enable: (key: string): string => `Enable key ${key}?`,
      Approve: (key: string): string => `Approve key ${key}?`,
    },
    submits: { Disable: "Disable key", Enable: "Enable key", Approve: "Approve key" },
    already: {
      ENABLED: "This key is Enabled already.",
      DISABLED: "This key is Disabled already.",
    } satisfies Record<SettableKeyStatus, string>,
    nothingChanged: {
      ENABLED: "The key is Enabled already. Nothing was changed.",
      DISABLED: "The key is Disabled already. Nothing was changed.",
    } satisfies Record<SettableKeyStatus, string>,
    choose: "Choose Enabled or Disabled.",
  },
  /** What becomes of the calls with a key whose status is changed or which is deleted. */
  calls: {
    refused: "Calls with this key are refused from now on.",
    refusedAlready: "Calls with this key are refused already, and stay so.",
    pass: "Calls with this key are let pass from now on.",
    stayRefused: {
      user_disabled: "Calls with this key stay refused as long as the user is disabled.",
      user_waiting: "Calls with this key stay refused as long as the user is waiting.",
      plan_inactive: "Calls with this key stay refused as long as the plan is inactive.",
    } satisfies Record<KeyBlock, string>,
  },
  deletion: {
    title: "Delete package key",
    step: "Delete",
    question: (key: string): string => `Delete key ${key}?`,
    consequences: (calls: string): string =>
      `The key is removed for good. ${calls} To refuse it for a while, disable it instead.`,
    submit: "Delete key",
    deleting: "Deleting…",
  },
  creation: {
    application: "Application",
    chooseApplication: "Choose an application",
    newApplication: "A new application…",
    newName: "Name of the new application",
    otherApplication: (most: number): string =>
      `No more than ${number(most)} applications are offered here. For another one choose “A new application…” and enter its name.`,
    plan: "Package and plan",
    choosePlan: "Choose a plan",
    inactivePlan: (plan: string): string => `${plan} (inactive)`,
    submit: "Create key",
    creating: "Creating…",
    noPlans: {
      title: "No plans yet",
      advice: "A key belongs to a plan of a package. Administrators create both.",
    },
    missing: { application: "Choose an application.", plan: "Choose a plan." },
    /** Of the key itself, which is shown this once. */
    key: "Package key",
    created: (key: string, username: string): string => `Package key ${key} of ${username} is created and enabled.`,
    createdBlocked: (key: string, username: string, block: string): string =>
      `Package key ${key} of ${username} is created and enabled. It does not work yet. ${block}.`,
  },
};
