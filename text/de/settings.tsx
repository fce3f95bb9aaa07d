import type { settings as English } from "@/text/en/settings";

export const settings: typeof English = {
  pageTitle: "Zugangseinstellungen",
  title: (name) => `Zugangseinstellungen: ${name}`,
  status: {
    title: (username) => <>Kontostatus von {username}</>,
    legend: "Kontostatus",
    explanation:
      "Ein deaktivierter Benutzer wird sofort abgemeldet, erreicht das eigene Konto nicht mehr und hat keinen API-Zugriff. Die Rollen bleiben erhalten und wirken nicht, solange der Benutzer deaktiviert ist.",
    enabling: "Aktivieren öffnet keine Sitzung.",
    choose: "Wählen Sie „Aktiviert“ oder „Deaktiviert“.",
    onlyReason: "Wählen Sie, was geändert werden soll: Ein Grund wird nur mit einer Änderung aufbewahrt.",
  },
  roles: {
    title: "Rollen im Control Center",
    none: "Keine",
    explanation:
      "Mit einer Rolle kann sich der Benutzer im Control Center anmelden. Administratoren dürfen alles; Community-Manager und Programm-Manager verwalten Benutzer und Schlüssel, aber keine Administratoren; Support-Benutzer lesen jede Seite. Ohne Rolle erreicht ein Benutzer nur das eigene Konto. Wer eine Rolle bekommt, meldet sich neu an.",
    unknown: "Wählen Sie Rollen aus der Liste.",
  },
  serviceUser: {
    title: "Dienstbenutzer",
    label: "Dienstbenutzer",
    on: "An",
    off: "Aus",
    explanation:
      "Ein Dienstbenutzer ruft nur die API auf und kann sich auf diesen Seiten nicht anmelden, gleich mit welchen Rollen.",
    ofPlatform: (managedBy) => <>{managedBy}, deren Benutzer nie Dienstbenutzer sind.</>,
    confirm: "Ja, dieser Benutzer soll jeden Zugang zu diesen Seiten verlieren",
    unconfirmed: "Bestätigen Sie, dass dieser Benutzer jeden Zugang zu diesen Seiten verliert.",
  },
  lock: {
    title: "Anmeldung gesperrt",
    until: (time) => <>Gesperrt bis {time}.</>,
    places: (count) =>
      count === 1
        ? "Zu viele falsche Passwörter oder Codes kamen von einem Ort."
        : `Zu viele falsche Passwörter oder Codes kamen von ${count} Orten.`,
    explanation:
      "Falsche Passwörter und Codes sperren ein Konto eine Stunde lang für den Ort, von dem sie kamen; Browser, die schon angemeldet waren, haben eine eigene Zählung. Entsperren Sie es, wenn der Benutzer sich vertippt hat: Das richtige Passwort meldet sofort wieder an.",
    unlock: "Entsperren",
    unlocking: "Wird entsperrt …",
  },
};
