import type { userParts as English } from "@/text/en/user-parts";
import { number } from "./numbers";

export const userParts: typeof English = {
  facts: {
    username: "Benutzername",
    managedBy: "Verwaltet von",
    status: "Status",
    roles: "Rollen",
    noRoles: "Keine",
    created: "Angelegt",
    updated: "Geändert",
    lastSignIn: "Letzte Anmeldung",
    noExternalId: "Keine",
    lastSync: "Letzter Abgleich",
    deletedBy: (platform) => `Gelöscht von ${platform}`,
  },
  rail: {
    label: "Benutzer",
    back: "Zurück",
    usersCrumb: "Benutzer",
    pages: {
      profile: "Profil",
      applications: "Anwendungen",
      "package-keys": "Paketschlüssel",
      sessions: "Sitzungen",
      history: "Verlauf",
      "": "Zugang",
    },
  },
  locked: {
    elsewhere: (managedBy) => <>{managedBy} und nur dort zu ändern.</>,
    deleted: (managedBy, time) => (
      <>
        {managedBy}, dort gelöscht am {time}: hier endgültig deaktiviert.
      </>
    ),
    keysOfAdministrator: "Die Anwendungen und Schlüssel eines Administrators kann nur ein Administrator ändern.",
  },
  changedMeanwhile: (value) => `Jemand anders hat das inzwischen in „${value}“ geändert.`,
  applications: {
    application: "Anwendung",
    packageKeys: "Paketschlüssel",
    created: "Angelegt",
    updated: "Geändert",
    actions: "Aktionen",
    delete: (application, username) => `Anwendung ${application} von ${username} löschen`,
  },
  keys: {
    key: "Schlüssel",
    application: "Anwendung",
    packagePlan: "Paket – Plan",
    status: "Status",
    created: "Angelegt",
    updated: "Geändert",
    lastUsed: "Zuletzt benutzt",
    neverUsed: "Nie",
    actions: "Aktionen",
    delete: (key, username) => `Schlüssel ${key} von ${username} löschen`,
    change: {
      Disable: (key, username) => `Schlüssel ${key} von ${username} deaktivieren`,
      Enable: (key, username) => `Schlüssel ${key} von ${username} aktivieren`,
      Approve: (key, username) => `Schlüssel ${key} von ${username} genehmigen`,
    },
  },
  cutOff: {
    applications: {
      all: (most) => `Hier stehen höchstens ${number(most)} Anwendungen.`,
      more: (most, link) => (
        <>
          Hier stehen höchstens {number(most)} Anwendungen; alle Schlüssel dieses Benutzers finden Sie {link}.
        </>
      ),
    },
    "package keys": {
      all: (most) => `Hier stehen höchstens ${number(most)} Paketschlüssel.`,
      more: (most, link) => (
        <>
          Hier stehen höchstens {number(most)} Paketschlüssel; alle Schlüssel dieses Benutzers finden Sie {link}.
        </>
      ),
    },
    amongAllKeys: "unter allen Paketschlüsseln",
  },
  sessions: {
    browser: "Browser",
    address: "Adresse",
    signedIn: "Angemeldet",
    lastUsed: "Zuletzt benutzt",
    actions: "Aktionen",
    thisBrowser: "(dieser Browser)",
    unknownAddress: "Unbekannt",
    unknownBrowser: "Unbekannter Browser",
    browserOn: (browser, system) => `${browser} unter ${system}`,
    which: (browser, address) => `${browser}, ${address || "unbekannte Adresse"}`,
    cutOff: (most) => `Hier stehen höchstens ${number(most)} Sitzungen, die zuletzt benutzten.`,
  },
};
