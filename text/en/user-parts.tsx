/** What several pages show of a user: what the account is, and its applications, package keys and sessions. */
import type { ReactNode } from "react";
import { number } from "./numbers";

export const userParts = {
  /** What an account is beside its profile. */
  facts: {
    username: "Username",
    managedBy: "Managed by",
    status: "Status",
    roles: "Roles",
    noRoles: "None",
    created: "Created",
    updated: "Updated",
    lastSignIn: "Last sign-in",
    noExternalId: "None",
    lastSync: "Last sync",
    deletedBy: (platform: string): string => `Deleted by ${platform}`,
  },
  /** The pages of a user. */
  rail: {
    label: "User",
    back: "Back",
    usersCrumb: "Users",
    pages: {
      profile: "Profile",
      applications: "Applications",
      "package-keys": "Package Keys",
      sessions: "Sessions",
      history: "History",
      "": "Access Settings",
    },
  },
  locked: {
    elsewhere: (managedBy: ReactNode): ReactNode => <>{managedBy}, and can only be changed there.</>,
    deleted: (managedBy: ReactNode, time: ReactNode): ReactNode => (
      <>
        {managedBy}, where this user was deleted on {time}: disabled here for good.
      </>
    ),
    keysOfAdministrator: "Only an administrator may change the applications and keys of an administrator.",
  },
  /** Of a field that somebody else changed to that value. */
  changedMeanwhile: (value: string): string => `Somebody else changed this to “${value}” meanwhile.`,
  applications: {
    application: "Application",
    packageKeys: "Package Keys",
    created: "Created",
    updated: "Updated",
    actions: "Actions",
    delete: (application: string, username: string): string => `Delete application ${application} of ${username}`,
  },
  keys: {
    key: "Key",
    application: "Application",
    packagePlan: "Package-Plan",
    status: "Status",
    created: "Created",
    updated: "Updated",
    lastUsed: "Last used",
    neverUsed: "Never",
    actions: "Actions",
    delete: (key: string, username: string): string => `Delete key ${key} of ${username}`,
    /** What the link of a status does, heard after the status itself. */
    change: {
      Disable: (key: string, username: string): string => `disable key ${key} of ${username}`,
      Enable: (key: string, username: string): string => `enable key ${key} of ${username}`,
      Approve: (key: string, username: string): string => `approve key ${key} of ${username}`,
    },
  },
  /** Of a full list that may not be all. */
  cutOff: {
    applications: {
      all: (most: number): string => `No more than ${number(most)} applications are listed here.`,
      more: (most: number, link: ReactNode): ReactNode => (
        <>
          No more than {number(most)} applications are listed here; every key of this user is {link}.
        </>
      ),
    },
    "package keys": {
      all: (most: number): string => `No more than ${number(most)} package keys are listed here.`,
      more: (most: number, link: ReactNode): ReactNode => (
        <>
          No more than {number(most)} package keys are listed here; every key of this user is {link}.
        </>
      ),
    },
    amongAllKeys: "among all package keys",
  },
  sessions: {
    browser: "Browser",
    address: "Address",
    signedIn: "Signed in",
    lastUsed: "Last used",
    actions: "Actions",
    thisBrowser: "(this browser)",
    unknownAddress: "Unknown",
    unknownBrowser: "Unknown browser",
    browserOn: (browser: string, system: string): string => `${browser} on ${system}`,
    /** What tells one from the others in the name of its button. */
    which: (browser: string, address: string): string => `${browser} at ${address || "an unknown address"}`,
    cutOff: (most: number): string => `No more than ${number(most)} sessions are listed here, those used last.`,
  },
};
