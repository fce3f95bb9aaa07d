/** Amounts in words, as pages and the audit tell them. */
import { counted } from "./numbers";

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
};
