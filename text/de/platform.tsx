import type { platform as English } from "@/text/en/platform";
import { number } from "./numbers";

export const platform: typeof English = {
  area: "Plattform",
  pages: { connection: "Verbindung", "single-sign-on": "Single Sign-on", events: "Sicherheitsereignisse" },
  title: "Identitätsplattform",
  caption:
    "Die Plattform legt ihre Benutzer hier mit SCIM 2.0 an, ändert, aktiviert und deaktiviert sie. Tragen Sie die Basis-URL und ein Token in ihren Einstellungen zur Bereitstellung ein.",
  connection: {
    baseUrl: "Basis-URL",
    name: "Nach „Verwaltet von“ steht auf diesen Seiten",
    consoleUrl: "Konsole der Plattform",
    notSet: "Nicht festgelegt",
    callsPerMinute: "Aufrufe pro Minute mit jedem Token",
    atMost: (calls) => `höchstens ${number(calls)}`,
  },
  tokens: {
    title: "Token",
    explanation:
      "Jeder Aufruf kommt mit einem. Zwei können zugleich benutzt werden, damit eines an die Stelle des anderen treten kann.",
    empty: "Noch keine Token",
    emptyAdvice:
      "Bis es eines gibt, wird jeder Aufruf abgelehnt. Legen Sie es mit „Neues Token“ an, und tragen Sie es in den Einstellungen der Plattform ein.",
    live: "Token. Zeiten in UTC.",
    revoked: "Widerrufene Token. Zeiten in UTC.",
    revokedCount: (count) => `Widerrufen: ${number(count)}`,
    columns: {
      label: "Bezeichnung",
      token: "Token",
      state: "Zustand",
      created: "Angelegt",
      createdBy: "Angelegt von",
      lastUsed: "Zuletzt benutzt",
      actions: "Aktionen",
    },
    states: { live: "In Gebrauch", revoked: "Widerrufen" },
    neverUsed: "Nie",
    revoke: "Widerrufen",
    revokeIt: (label) => `${label} widerrufen`,
  },
  newToken: {
    title: "Neues Token",
    caption: "Die Identitätsplattform weist sich damit aus. Es wird nur einmal gezeigt.",
    label: "Bezeichnung",
    hint: "So nennt der Verlauf die Plattform, zum Beispiel Okta Produktion.",
    create: "Token anlegen",
    creating: "Wird angelegt …",
    created: (label) => `Token ${label} ist angelegt.`,
    token: "Token",
    full: "Es werden schon zwei Token benutzt",
    fullAdvice:
      "Eines kann an die Stelle des anderen treten: Sobald die Plattform das neue benutzt, widerrufen Sie das alte. Dann ist Platz für ein weiteres.",
    back: "Zurück zu den Token",
  },
  revocation: {
    title: "Token widerrufen",
    crumb: "Widerrufen",
    question: (label) => `${label} widerrufen?`,
    token: "Token",
    created: "Angelegt",
    lastUsed: "Zuletzt benutzt",
    neverUsed: "Nie",
    warning:
      "Aufrufe der Identitätsplattform mit diesem Token werden von da an abgelehnt. Das kann niemand rückgängig machen.",
    revoke: "Token widerrufen",
    revoking: "Wird widerrufen …",
  },
  calls: {
    title: "Letzte Aufrufe",
    explanation: "Was die Plattform zuletzt wollte, was die Antwort war, und woran es lag, wo es scheiterte.",
    which: "Welche Aufrufe",
    all: "Alle",
    failedOnly: "Nur gescheiterte",
    empty: "Noch keine Aufrufe",
    emptyAdvice: (name) => (
      <>
        Tragen Sie die Basis-URL und ein Token in den Einstellungen zur Bereitstellung von {name} ein, und prüfen Sie
        die Verbindung dort. Jeder Aufruf steht hier, sobald er beantwortet ist.
      </>
    ),
    noneFailed: "Kein Aufruf ist gescheitert",
    showAll: "Alle Aufrufe zeigen",
    table: (count) =>
      count === 1 ? "Der letzte Aufruf. Zeiten in UTC." : `Die letzten ${number(count)} Aufrufe. Zeiten in UTC.`,
    columns: { time: "Zeit", call: "Aufruf", result: "Ergebnis", token: "Token", took: "Dauer" },
    noToken: "Keines, das in Gebrauch ist",
    from: (address) => `von ${address}`,
    fromUnknown: "von einer unbekannten Adresse",
  },
};
