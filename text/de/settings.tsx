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
};
