import type { singleSignOn as English } from "@/text/en/single-sign-on";
import { number } from "./numbers";

export const singleSignOn: typeof English = {
  title: "Single Sign-on",
  caption:
    "Die Benutzer der Plattform melden sich damit und nur damit an, mit OpenID Connect. Erkannt werden sie an ihrer externen Id, nie an ihrer E-Mail-Adresse.",
  provider: {
    title: "Der Anbieter",
    state: "Zustand",
    setUp: "Eingerichtet",
    name: "Name",
    issuer: "Aussteller (issuer)",
    clientId: "Client-Id",
    claim: "Claim mit der externen Id",
  },
  notSetUp: {
    title: "Single Sign-on ist nicht eingerichtet",
    advice:
      "Die Benutzer der Plattform können sich nicht anmelden. Legen Sie dies in der Umgebung der Konsole fest, und starten Sie sie neu:",
    settings: {
      OIDC_ISSUER: "Die Adresse des Anbieters, zum Beispiel https://login.example.com.",
      OIDC_CLIENT_ID: "Wie der Anbieter diese Konsole nennt.",
      OIDC_CLIENT_SECRET: "Das Geheimnis, das der Anbieter dafür ausgegeben hat.",
      OIDC_NAME: "Optional: Die Anmeldeseite sagt „Weiter mit …“.",
      OIDC_CLAIM: "Optional: der Claim mit der externen Id eines Benutzers, sonst „sub“.",
    },
  },
  addresses: {
    title: "Dort einzutragen",
    explanation: "Wonach der Anbieter fragt, wenn diese Konsole bei ihm registriert wird.",
    redirect: "Redirect-URI",
    signOut: "Redirect-URI nach der Abmeldung",
    initiate: "URI, unter der eine Anmeldung beginnt (initiate login)",
  },
  unknown: {
    title: "Anmeldungen, zu denen es keinen Benutzer gab",
    explanation: (claim) => (
      <>
        Der Anbieter hat sich für jemanden verbürgt, und kein Benutzer der Plattform hat diese externe Id. Vergleichen
        Sie sie mit der externen Id im Profil des Benutzers, der gemeint war: Der Claim {claim} und die externalId von
        SCIM müssen derselbe Text sein.
      </>
    ),
    empty: "Noch keine",
    table: (count) =>
      count === 1
        ? "Die letzte Anmeldung, zu der es keinen Benutzer gab. Zeiten in UTC."
        : `Die letzten ${number(count)} Anmeldungen, zu denen es keinen Benutzer gab. Zeiten in UTC.`,
    columns: { time: "Zeit", externalId: "Externe Id", from: "Von" },
    noId: "Keine",
    noAddress: "Unbekannte Adresse",
  },
};
