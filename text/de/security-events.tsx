import type { securityEvents as English } from "@/text/en/security-events";
import { counted, number } from "./numbers";

export const securityEvents: typeof English = {
  title: "Sicherheitsereignisse",
  caption:
    "Andere Programme können erfahren, wenn ein Benutzer deaktiviert, aktiviert oder gelöscht wird, damit seine Sitzungen auch dort enden: mit Shared Signals, als signierte Ereignisse an sie gesendet.",
  keys: "Schlüssel, mit denen ein Empfänger Ereignisse prüft",
  receivers: {
    title: "Empfänger",
    empty: "Noch keine Empfänger",
    emptyAdvice: "Niemand erfährt davon. Fügen Sie den ersten mit „Neuer Empfänger“ hinzu.",
    table: "Empfänger. Zeiten in UTC.",
    columns: {
      label: "Bezeichnung",
      endpoint: "Endpunkt",
      audience: "Audience",
      pending: "Unterwegs",
      lastDelivery: "Letzte Zustellung",
      lastError: "Letzter Fehler",
      actions: "Aktionen",
    },
    withAuthorization: "Mit einem Authorization-Header",
    noDelivery: "Noch keine",
    noError: "Keiner",
    failing: "Scheitert",
    verify: "Prüfereignis senden",
    verifyIt: (label) => `Prüfereignis an ${label} senden`,
    sending: "Wird gesendet …",
    remove: "Entfernen",
    removeIt: (label) => `${label} entfernen`,
  },
  newReceiver: {
    title: "Neuer Empfänger",
    caption: "Er erfährt von da an jede Änderung eines Status.",
    label: "Bezeichnung",
    labelHint: "So heißt er auf dieser Seite.",
    endpoint: "Endpunkt",
    endpointHint: "Wohin Ereignisse gesendet werden: https, oder http auf diesem Rechner.",
    audience: "Audience",
    audienceHint: "Was der Empfänger als aud in jedem Ereignis erwartet, oft seine eigene Adresse.",
    authorization: "Authorization (optional)",
    authorizationHint:
      "Der ganze Wert des Headers, zum Beispiel Bearer und ein Token. Er wird versiegelt gespeichert und nie wieder gezeigt.",
    add: "Empfänger hinzufügen",
    adding: "Wird hinzugefügt …",
    taken: "Es gibt schon einen Empfänger mit dieser Bezeichnung.",
  },
  removal: {
    title: "Empfänger entfernen",
    crumb: "Entfernen",
    question: (label) => `${label} entfernen?`,
    warning: "Er erfährt von da an keine Änderung mehr, und seine Zustellungen verschwinden aus der Liste.",
    nothingPending: "Zurzeit ist kein Ereignis zu ihm unterwegs.",
    dropped: (count) => (
      <>
        <strong>{counted(count, "Ereignis", "Ereignisse")}</strong>, {count === 1 ? "das" : "die"} noch nicht angekommen{" "}
        {count === 1 ? "ist, wird" : "sind, werden"} verworfen.
      </>
    ),
    remove: "Empfänger entfernen",
    removing: "Wird entfernt …",
  },
  deliveries: {
    title: "Letzte Zustellungen",
    explanation:
      "Was nicht ankommt, wird 24 Stunden lang wieder versucht. Ereignisse über einen Benutzer kommen in ihrer Reihenfolge an.",
    empty: "Noch keine Ereignisse",
    emptyAdvice: "Ein Prüfereignis ändert nichts und zeigt, ob der Empfänger erreichbar ist.",
    table: (count) =>
      count === 1 ? "Das letzte Ereignis. Zeiten in UTC." : `Die letzten ${number(count)} Ereignisse. Zeiten in UTC.`,
    columns: {
      time: "Zeit",
      event: "Ereignis",
      user: "Benutzer",
      receiver: "Empfänger",
      result: "Ergebnis",
      attempts: "Versuche",
      nextAttempt: "Nächster Versuch",
    },
    kinds: {
      ACCOUNT_DISABLED: "Konto deaktiviert",
      ACCOUNT_ENABLED: "Konto aktiviert",
      ACCOUNT_PURGED: "Konto gelöscht",
      SESSION_REVOKED: "Sitzung beendet",
      VERIFICATION: "Prüfung",
    },
    states: { PENDING: "Unterwegs", DELIVERED: "Zugestellt", EXPIRED: "Aufgegeben" },
    noUser: "Keiner",
    noAttempt: "Keiner",
  },
};
