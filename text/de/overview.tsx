import type { overview as English } from "@/text/en/overview";
import { counted, number } from "./numbers";

export const overview: typeof English = {
  title: "Überblick",
  caption: "Wen es gibt, was Aufmerksamkeit braucht und was sich geändert hat. Alle Zeiten in UTC.",
  sections: {
    firstSteps: "Erste Schritte",
    users: "Benutzer",
    attention: "Braucht Aufmerksamkeit",
    changes: "Änderungen",
  },
  allUsers: "Alle Benutzer",
  managedBy: (manager) => `Verwaltet von ${manager}`,
  changes: {
    disabledToday: (count) => <>{count} heute deaktiviert</>,
    enabledToday: (count) => <>{count} heute aktiviert</>,
    all: "Das ganze Protokoll",
    none: "Noch hat sich nichts geändert.",
  },
  firstSteps: {
    users: {
      title: "Die ersten Benutzer anlegen",
      what: "Hier einzeln, oder viele auf einmal aus einer CSV-Datei mit npm run users -- import auf dem Server.",
      action: "Neuer Benutzer",
    },
    "off-switch": {
      title: "Den Ausschalter ausprobieren",
      what: "In der Liste der Benutzer deaktiviert das Wort „Aktiviert“ neben einem Benutzer diesen Benutzer. Danach steht dort, was gestoppt wurde, und es lässt sich rückgängig machen.",
      action: "Benutzer verwalten",
    },
    platform: {
      title: "Die Identitätsplattform verbinden",
      what: "Mit einem Token legt sie ihre Benutzer über SCIM 2.0 an, ändert, aktiviert und deaktiviert sie.",
      action: "Neues Token",
    },
    package: {
      title: "Ein Paket mit einem Plan anlegen",
      what: "Jeder Paketschlüssel gehört zu einem Plan. Gates lassen einen Schlüssel durch, solange mit Besitzer, Plan und Schlüssel alles in Ordnung ist.",
      action: "Neues Paket",
    },
  },
  attention: {
    none: "Nichts braucht Aufmerksamkeit.",
    oneAdministrator: { text: "Nur ein Administrator ist aktiviert.", link: "Administratoren" },
    unknownProxy: {
      text: (address) =>
        `Alle scheinen von ${address} zu kommen, sodass falsche Passwörter einer Person alle anderen bremsen. Ist das ein Reverse-Proxy, setzt der Betreiber LATCHKEY_TRUSTED_PROXIES.`,
      link: "Wer sich angemeldet hat",
    },
    noGate: { text: "Es läuft kein Gate: Gateways, die fragen, bekommen keine Antwort.", link: "Gates ansehen" },
    silentGates: {
      text: (names) => {
        const [are, they] = names.length === 1 ? ["meldet sich", "Es lehnt"] : ["melden sich", "Sie lehnen"];
        return `${names.join(", ")} ${are} nicht: ${they} jeden Schlüssel ab, bis die Datenbank wieder erreichbar ist.`;
      },
      link: "Gates ansehen",
    },
    failedCalls: {
      text: (calls) =>
        calls === 1
          ? "1 Aufruf der Plattform ist in den letzten 24 Stunden fehlgeschlagen."
          : `${number(calls)} Aufrufe der Plattform sind in den letzten 24 Stunden fehlgeschlagen.`,
      link: "Fehlgeschlagene Aufrufe",
    },
    refusedCallers: {
      text: (calls) => `${counted(calls, "Aufruf", "Aufrufe")} ohne gültiges Token in den letzten 24 Stunden.`,
      link: "Abgelehnte Aufrufe",
    },
    undeliveredEvents: {
      text: (receivers) => `Ereignisse kommen nicht an bei ${receivers.join(", ")}.`,
      link: "Ereignisse",
    },
    job: {
      queued: (job, order) => `Auftrag ${job} beginnt gleich: ${order}.`,
      running: (job, order, changed, planned) =>
        `Auftrag ${job} läuft. ${order}: ${number(changed)} von ${number(planned)} erledigt.`,
      stopped: (job, order, changed, planned, why) =>
        `Auftrag ${job} hat von selbst angehalten. ${order}: ${number(changed)} von ${number(planned)} erledigt.${why && ` ${why}.`}`,
      link: (job) => `Auftrag ${job}`,
    },
    lockedUser: {
      text: (username, more) =>
        `Falsche Passwörter oder Codes haben die Anmeldung von ${username} gesperrt.${more ? " Weitere sind ebenfalls gesperrt." : ""}`,
      link: "Entsperren",
    },
    waitingUsers: {
      text: (count, shown) =>
        count === 1
          ? "1 Benutzer wartet darauf, aktiviert zu werden."
          : `${shown} Benutzer warten darauf, aktiviert zu werden.`,
      link: "Wartende Benutzer",
    },
    staleUsers: {
      text: (count, shown, days) =>
        count === 1
          ? `1 Benutzer ist aktiviert, ohne sich seit ${days} Tagen angemeldet oder einen Schlüssel benutzt zu haben.`
          : `${shown} Benutzer sind aktiviert, ohne sich seit ${days} Tagen angemeldet oder einen Schlüssel benutzt zu haben.`,
      link: "Lange ungenutzte Konten",
    },
    schedules: {
      next: "Die nächsten geplanten Änderungen:",
      withinAWeek: "In den nächsten sieben Tagen geplant:",
      overdue: (change) => `${change}: überfällig`,
    },
  },
};
