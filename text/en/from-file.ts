/** Usernames that people bring: the page that takes them, and what can be wrong with a list of them. */
import type { SettableStatus } from "@/access/rules";
import { number } from "./numbers";

export const fromFile = {
  title: "Change users by file",
  trail: "By file",
  caption:
    "Paste usernames or upload a file of them. The next page says who would change and which names nobody has; nothing is changed before you start it there.",
  target: "What shall become of them",
  targets: { DISABLED: "Disable them", ENABLED: "Enable them" } satisfies Record<SettableStatus, string>,
  usernames: "Usernames",
  usernamesHint: (most: number): string =>
    `One a line, or a table with its heading; ${number(most)} at most. Names that stand there twice count once.`,
  file: "Or a file",
  fileHint: (most: number): string =>
    `Plain text with one username a line, or CSV with a column "Username". Commas, semicolons or tabs; UTF-8, or UTF-16 with a byte order mark; 4 MB and ${number(most)} usernames at most.`,
  review: "Review",
  reading: "Reading…",
  both: "Paste usernames or choose a file, not both.",
  missing: "Paste usernames, or choose a file that has some.",
  /** What is wrong with a list of usernames; a command tells it too. */
  problems: {
    noText:
      "This is no plain text. Save the list as text or CSV, with one username a line, in UTF-8 or in UTF-16 with a byte order mark.",
    tooLarge: "This file is larger than 4 MB. Split it into smaller ones.",
    none: "There is no username in this list.",
    tooMany: (most: number): string =>
      `This list has more than ${number(most)} usernames, which is the most that is read at once. Split it.`,
    noHeading:
      'This looks like a table, and none of its first lines names a column "Username". Write Username above the column of usernames, or bring the usernames alone, one a line.',
    headingTwice: (line: number): string =>
      `The heading on line ${number(line)} has more than one column of usernames. Leave one of them, and rename the others.`,
    separatorUnclear: (line: number): string =>
      `The heading on line ${number(line)} can be read with more than one separator. Save the table as CSV again, with one separator.`,
    quoteNotClosed: (line: number): string =>
      `In the row on line ${number(line)} a quotation mark is not closed. Save the table as CSV again, or paste the usernames alone.`,
    quoteMisplaced: (line: number): string =>
      `In the row on line ${number(line)} a quotation mark stands where none can be. Save the table as CSV again, or paste the usernames alone.`,
    packageKey: (line: number): string => `Line ${number(line)} has a package key in it. Only usernames belong here.`,
    tooLong: (line: number): string =>
      `Line ${number(line)} is longer than any username. Each line has one username and nothing else.`,
  },
};
