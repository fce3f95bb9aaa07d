import type { browser as English } from "@/text/en/browser";
import { number } from "./numbers";

const MONTHS = ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."];

export const browser: typeof English = {
  number,
  day: (day, month, year) => `${day}. ${MONTHS[month] ?? ""} ${year}`,
  never: "Nie",
  statuses: { WAITING: "Wartend", ENABLED: "Aktiviert", DISABLED: "Deaktiviert" },
  keyBlocks: {
    user_disabled: "Gesperrt: Benutzer deaktiviert",
    user_waiting: "Gesperrt: Benutzer wartet",
    plan_inactive: "Gesperrt: Plan inaktiv",
  },
  problem: "Es gibt ein Problem",
  close: "Schließen",
  copy: "Kopieren",
  copyOf: (label) => `${label} kopieren`,
  copied: "Kopiert",
  saving: "Wird gespeichert …",
  tryAgain: "Noch einmal versuchen",
  skip: "Zum Inhalt",
  home: "Latchkey, Startseite",
  yourAccount: "Ihr Konto: ",
  main: "Hauptnavigation",
  managedBy: "Verwaltet von",
  managedByOf: (manager, whom) => `Verwaltet von ${manager}: ${whom}`,
  done: "Fertig",
  keepSecret: "Bewahren Sie den Wert jetzt auf: Er wird nicht gespeichert und nicht noch einmal gezeigt.",
  failure: {
    title: "Etwas ist schiefgegangen",
    advice:
      "Wer gerade etwas geändert hat, sollte vor einem neuen Versuch nachsehen, ob es schon geschehen ist. Wenn das wieder passiert, sagen Sie es dem Betreiber.",
    reference: "Referenz: ",
  },
  keyboard: {
    title: "Tastatur",
    keys: {
      "/": "Zur Suche oder zu den Filtern einer Liste",
      j: "Zur nächsten Zeile einer Liste",
      k: "Zur Zeile davor",
      Enter: "Öffnet die Zeile",
      "?": "Zeigt diese Tasten",
    },
    use: "Diese Tasten in diesem Browser verwenden",
  },
};
