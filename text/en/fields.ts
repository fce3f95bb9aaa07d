/** What is wrong with what was typed into a field, by the rules of access/users/profile.ts and its like. */
import { number } from "./numbers";
import { words } from "./words";

export const fields = {
  /** What these sentences call a field. */
  names: {
    ...words.profileLabels,
    username: "Username",
    department: words.platformLabels.department,
    employeeNumber: words.platformLabels.employeeNumber,
    manager: words.platformLabels.manager,
    managerName: words.platformLabels.managerName,
    reason: "Reason",
    tokenLabel: "Label",
    receiverLabel: "Label",
    audience: "Audience",
    endpoint: "Endpoint",
    authorization: "Authorization",
    applicationName: "Application name",
    packageName: "Package name",
    planName: "Plan name",
    throttlePerSecond: "Throttle",
    quotaPerDay: "Quota",
  },
  notText: (name: string): string => `${name} must be text.`,
  tooLong: (name: string, most: number): string => `${name} can have at most ${most} characters.`,
  unreadable: (name: string): string => `${name} has a character that can't be shown.`,
  invisible: (name: string): string => `${name} has nothing to see in it.`,
  packageKey: (name: string): string => `${name} can't have a package key in it.`,
  limit: (name: string, most: number): string =>
    `${name} must be a whole number from 1 to ${number(most)}, or empty for no limit.`,
  missing: {
    username: "Enter a username.",
    email: "Enter an email address.",
    displayName: "Enter a display name.",
    tokenLabel: "Enter a label, such as the name of the platform.",
    receiverLabel: "Enter a label, such as the name of the receiver.",
    audience: "Enter the audience that the receiver expects.",
    applicationName: "Enter a name for the application.",
    packageName: "Enter a name for the package.",
    planName: "Enter a name for the plan.",
  },
  onlyDots: "Username can't be only dots.",
  noEmail: "Enter an email address like name@example.com.",
  noWebsite: "Enter a web address that begins with https:// or http://.",
  noEndpoint: "Enter an address that begins with https://, or with http:// for a receiver on this machine.",
  reservedEndpoint: "Enter the address of a receiver. This one belongs to the network itself and is never asked.",
  loopbackEndpoint:
    "This address is on the machine of the console, which the operator has to allow first (RECEIVERS_ON_LOOPBACK).",
  noAuthorization: "Authorization must be one line of plain characters, such as Bearer and a token.",
  password: {
    notText: "Password must be text.",
    tooShort: (least: number): string => `A password must have at least ${least} characters.`,
    tooLong: (most: number): string => `A password can have at most ${most} characters.`,
    easy:
      "This password is easy to guess: choose a longer one, such as several words that have nothing to do with each other " +
      "or with the person.",
    unusable: "The password has a character that can't be used.",
  },
};
