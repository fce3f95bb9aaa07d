import type { keys as English } from "@/text/en/keys";
import { number } from "./numbers";

export const keys: typeof English = {
  list: {
    title: "Paketschlüssel verwalten",
    count: () => "Paketschlüssel",
    caption: "Paketschlüssel. Zeiten sind in UTC.",
    search: "Paketschlüssel suchen",
    fields: {
      all: "Alle Felder",
      key: "Schlüssel",
      username: "Benutzername",
      email: "E-Mail",
      application: "Anwendung",
    },
    filters: { state: "Zustand", package: "Paket", plan: "Plan" },
    states: {
      WORKING: "Gültig",
      BLOCKED: "Aktiviert, aber gesperrt",
      WAITING: "Wartend",
      DISABLED: "Deaktiviert",
    },
    columns: {
      key: "Schlüssel",
      application: "Anwendung",
      status: "Status",
      package: "Paketname",
      plan: "Planname",
      username: "Benutzername",
      created: "Angelegt",
      updated: "Geändert",
      lastUsed: "Zuletzt benutzt",
    },
    neverUsed: "Nie",
    ofAdministrator: "Von einem Administrator",
    none: {
      title: "Noch keine Paketschlüssel",
      advice: "Ein Schlüssel wird auf der Seite seines Benutzers angelegt.",
    },
    noMatch: {
      title: "Keine passenden Paketschlüssel",
      advice: "Kein Schlüssel passt zur Suche und zu allen Filtern.",
      clear: "Filter entfernen",
    },
  },
  trail: "Paketschlüssel",
  facts: {
    user: "Benutzer",
    application: "Anwendung",
    packagePlan: "Paket – Plan",
    status: "Status",
    lastUsed: "Zuletzt benutzt",
    neverUsed: "Nie",
  },
  status: {
    title: "Status des Paketschlüssels",
    step: "Status",
    questions: {
      Disable: (key) => `Schlüssel ${key} deaktivieren?`,
      Enable: (key) => `Schlüssel ${key} aktivieren?`,
      Approve: (key) => `Schlüssel ${key} genehmigen?`,
    },
    submits: {
      Disable: "Schlüssel deaktivieren",
      Enable: "Schlüssel aktivieren",
      Approve: "Schlüssel genehmigen",
    },
    already: {
      ENABLED: "Dieser Schlüssel ist schon aktiviert.",
      DISABLED: "Dieser Schlüssel ist schon deaktiviert.",
    },
    nothingChanged: {
      ENABLED: "Der Schlüssel ist schon aktiviert. Es wurde nichts geändert.",
      DISABLED: "Der Schlüssel ist schon deaktiviert. Es wurde nichts geändert.",
    },
    choose: "Wählen Sie Aktiviert oder Deaktiviert.",
  },
  calls: {
    refused: "Aufrufe mit diesem Schlüssel werden ab sofort abgelehnt.",
    refusedAlready: "Aufrufe mit diesem Schlüssel werden schon jetzt abgelehnt, und dabei bleibt es.",
    pass: "Aufrufe mit diesem Schlüssel werden ab sofort durchgelassen.",
    stayRefused: {
      user_disabled: "Aufrufe mit diesem Schlüssel werden weiter abgelehnt, solange der Benutzer deaktiviert ist.",
      user_waiting: "Aufrufe mit diesem Schlüssel werden weiter abgelehnt, solange der Benutzer wartet.",
      plan_inactive: "Aufrufe mit diesem Schlüssel werden weiter abgelehnt, solange der Plan inaktiv ist.",
    },
  },
  deletion: {
    title: "Paketschlüssel löschen",
    step: "Löschen",
    question: (key) => `Schlüssel ${key} löschen?`,
    consequences: (calls) =>
      `Der Schlüssel wird endgültig entfernt. ${calls} Um ihn nur vorübergehend abzulehnen, deaktivieren Sie ihn stattdessen.`,
    submit: "Schlüssel löschen",
    deleting: "Wird gelöscht …",
  },
  creation: {
    application: "Anwendung",
    chooseApplication: "Anwendung wählen",
    newApplication: "Eine neue Anwendung …",
    newName: "Name der neuen Anwendung",
    otherApplication: (most) =>
      `Hier stehen höchstens ${number(most)} Anwendungen zur Wahl. Für eine andere wählen Sie „Eine neue Anwendung …“ und geben ihren Namen ein.`,
    plan: "Paket und Plan",
    choosePlan: "Plan wählen",
    inactivePlan: (plan) => `${plan} (inaktiv)`,
    submit: "Schlüssel anlegen",
    creating: "Wird angelegt …",
    noPlans: {
      title: "Noch keine Pläne",
      advice: "Ein Schlüssel gehört zu einem Plan eines Pakets. Beide legen Administratoren an.",
    },
    missing: { application: "Wählen Sie eine Anwendung.", plan: "Wählen Sie einen Plan." },
    key: "Paketschlüssel",
    created: (key, username) => `Der Paketschlüssel ${key} von ${username} ist angelegt und aktiviert.`,
    createdBlocked: (key, username, block) =>
      `Der Paketschlüssel ${key} von ${username} ist angelegt und aktiviert. Er ist noch nicht gültig. ${block}.`,
  },
};
