import type { amounts as English } from "@/text/en/amounts";
import { counted, number } from "./numbers";

export const amounts: typeof English = {
  users: (value) => counted(value, "Benutzer", "Benutzer"),
  applications: (value) => counted(value, "Anwendung", "Anwendungen"),
  calls: (value) => counted(value, "Aufruf", "Aufrufe"),
  sessions: (value) => counted(value, "Sitzung", "Sitzungen"),
  openSessions: (value) =>
    value === 0 ? "keine offene Sitzung" : counted(value, "offene Sitzung", "offene Sitzungen"),
  packageKeys: (value) => (value === 0 ? "kein Paketschlüssel" : counted(value, "Paketschlüssel", "Paketschlüssel")),
  workingKeys: (value) =>
    value === 0 ? "kein gültiger Paketschlüssel" : counted(value, "gültiger Paketschlüssel", "gültige Paketschlüssel"),
  keysAtWork: ({ keys, workingKeys }) =>
    keys === 0 ? "Keine" : `${number(workingKeys)} von ${number(keys)} ${workingKeys === 1 ? "gilt" : "gelten"}`,
};
