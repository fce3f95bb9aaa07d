/** Amounts in words, as pages and the audit tell them. */
import { counted, number } from "./numbers";

export const amounts = {
  users: (value: number): string => counted(value, "user"),
  applications: (value: number): string => counted(value, "application"),
  calls: (value: number): string => counted(value, "call"),
  sessions: (value: number): string => counted(value, "session"),
  /** "no open session", "1 open session", "2 open sessions". */
  openSessions: (value: number): string => (value === 0 ? "no open session" : counted(value, "open session")),
  packageKeys: (value: number): string => (value === 0 ? "no package key" : counted(value, "package key")),
  workingKeys: (value: number): string =>
    value === 0 ? "no working package key" : counted(value, "working package key"),
  /** "None", "1 of 1 works", "2 of 3 work": how many keys there are, and how many of them a gate would let pass. */
  keysAtWork: ({ keys, workingKeys }: { keys: number; workingKeys: number }): string =>
    keys === 0 ? "None" : `${number(workingKeys)} of ${number(keys)} ${workingKeys === 1 ? "works" : "work"}`,
};
