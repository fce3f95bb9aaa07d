import type { users as English } from "@/text/en/users";
import { number } from "./numbers";

export const users: typeof English = {
  title: "Benutzer verwalten",
  crumb: "Benutzer",
  count: () => "Benutzer",
  newUser: "Neuer Benutzer",
  caption: "Benutzer. Alle Zeiten in UTC.",
  none: { title: "Noch keine Benutzer", advice: "Legen Sie den ersten mit „Neuer Benutzer“ an." },
  noMatch: {
    title: "Keine passenden Benutzer",
    advice: "Niemand passt zur Suche und zu allen Filtern.",
    clear: "Filter entfernen",
  },
  search: "Benutzer suchen",
  fields: {
    all: "Alle Felder",
    username: "Benutzername",
    email: "E-Mail",
    name: "Anzeigename",
    company: "Firma",
  },
  filters: {
    status: "Status",
    origin: "Verwaltet von",
    access: "Zugang",
    role: "Rolle",
    keys: "Paketschlüssel",
    created: "Angelegt",
    updated: "Geändert",
    signIn: "Letzte Anmeldung",
    stale: "Weder Anmeldung noch Schlüssel benutzt",
  },
  keys: { yes: "vorhanden", no: "keine" },
  ranges: {
    never: "nie",
    within: (days) => (days === 1 ? "in den letzten 24 Stunden" : `in den letzten ${number(days)} Tagen`),
    notWithin: (days) =>
      days === 1 ? "nicht in den letzten 24 Stunden" : `nicht in den letzten ${number(days)} Tagen`,
    staleFor: (days) => (days === 1 ? "seit einem Tag" : `seit ${number(days)} Tagen`),
  },
  views: {
    label: "Ansichten",
    allUsers: "Alle Benutzer",
    stale: "Lange ungenutzte Konten",
    allViews: "Alle Ansichten",
    save: "Ansicht speichern",
    exportFile: "CSV exportieren",
  },
  everybody: {
    ENABLED: (count) => (count === null ? "Alle Treffer aktivieren" : `Alle ${number(count)} Treffer aktivieren`),
    DISABLED: (count) => (count === null ? "Alle Treffer deaktivieren" : `Alle ${number(count)} Treffer deaktivieren`),
  },
  locked: "Anmeldung gesperrt",
  scheduled: {
    DISABLED: (time) => `Deaktivieren am ${time} UTC`,
    ENABLED: (time) => `Deaktiviert bis ${time} UTC`,
  },
  lockedBecause: (refusal) => {
    if (refusal === "own_account") return "Ihr eigenes Konto";
    return refusal === "above_role" ? "Ein Administrator" : "";
  },
};
