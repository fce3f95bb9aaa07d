/** User Access Settings: the status, the roles and the Service User switch of a user. */
import type { ReactNode } from "react";

export const settings = {
  pageTitle: "User Access Settings",
  title: (name: string): string => `User Access Settings\u00A0: ${name}`,
  status: {
    title: (username: ReactNode): ReactNode => <>{username}&apos;s Account Status</>,
    legend: "Account Status",
    explanation:
      "A disabled user is signed out at once, can't reach their account and has no API access. Roles are kept and have no effect while the user is disabled.",
    enabling: "Enabling opens no session.",
    choose: "Choose Enabled or Disabled.",
    /** Where nothing else was chosen. */
    onlyReason: "Choose what to change: a reason is kept with a change only.",
  },
  roles: {
    title: "Control Center Roles",
    none: "None",
    explanation:
      "A role lets the user sign in to the Control Center. Administrators may do everything; Community and Program Managers manage users and keys, but no administrators; Support Users read every page. Without a role a user reaches their own account only. Whoever is given a role signs in anew.",
    unknown: "Choose roles from the list.",
  },
  serviceUser: {
    title: "Service User",
    label: "Service User",
    on: "On",
    off: "Off",
    explanation: "A Service User calls the API only and can't sign in to these pages, whatever roles they hold.",
    ofPlatform: (managedBy: ReactNode): ReactNode => <>{managedBy}, whose users are never Service Users.</>,
    confirm: "Yes, this user shall lose all access to these pages",
    unconfirmed: "Confirm that this user loses all access to these pages.",
  },
  lock: {
    title: "Sign-in locked",
    until: (time: ReactNode): ReactNode => <>Locked until {time}.</>,
    places: (count: number): string =>
      count === 1
        ? "Too many wrong passwords or codes came from one place."
        : `Too many wrong passwords or codes came from ${count} places.`,
    explanation:
      "Wrong passwords and codes lock an account for an hour for where they came from; browsers that signed in before have a number of their own. Unlock it where the user got them wrong: the right password signs in again at once.",
    unlock: "Unlock",
    unlocking: "Unlocking…",
  },
};
