import type { userPages as English } from "@/text/en/user-pages";
import { amounts } from "./amounts";

export const userPages: typeof English = {
  profile: {
    pageTitle: "Profil",
    title: (name) => `Profil: ${name}`,
  },
  status: { pageTitle: "Kontostatus", trail: "Kontostatus" },
  deletion: { pageTitle: "Benutzer löschen", trail: "Löschen" },
  applications: {
    pageTitle: "Anwendungen",
    title: (name) => `Anwendungen: ${name}`,
    about: "Womit dieser Benutzer die API aufruft. Jede Anwendung hat ihre eigenen Paketschlüssel.",
    caption: "Anwendungen. Alle Zeiten in UTC.",
    none: { title: "Noch keine Anwendungen", advice: "Legen Sie die erste mit „Neue Anwendung“ an." },
  },
  newApplication: {
    title: "Neue Anwendung",
    caption: (username) => <>Eine Anwendung von {username}. Ihre Schlüssel bekommt sie danach.</>,
    name: "Name",
    hint: "Etwa das Produkt oder der Server, der die API aufruft.",
    submit: "Anwendung anlegen",
    creating: "Wird angelegt …",
  },
  keys: {
    pageTitle: "Paketschlüssel",
    title: (name) => `Paketschlüssel: ${name}`,
    about: "Ein Schlüssel gilt, solange sein Benutzer und er selbst aktiviert sind und sein Plan aktiv ist.",
    caption: "Paketschlüssel. Alle Zeiten in UTC.",
    none: { title: "Noch keine Paketschlüssel", advice: "Legen Sie den ersten mit „Neuer Paketschlüssel“ an." },
  },
  newKey: {
    title: "Neuer Paketschlüssel",
    caption: (username) => (
      <>Ein Schlüssel von {username}, hier erzeugt und von Anfang an aktiviert. Er wird nur einmal gezeigt.</>
    ),
  },
  sessions: {
    pageTitle: "Sitzungen",
    title: (name) => `Sitzungen: ${name}`,
    caption: "Offene Sitzungen, die zuletzt benutzte zuerst. Alle Zeiten in UTC.",
    none: "Keine offenen Sitzungen",
    signedInNowhere: (name) => <>{name} ist im Augenblick nirgends angemeldet.</>,
    ended: "Eine beendete Sitzung gilt vom nächsten Klick an nicht mehr.",
    canSignInAgain: "Der Benutzer kann sich wieder anmelden; um ihn fernzuhalten, deaktivieren Sie den Benutzer.",
    platformDecides: (platform) => <>Ob sich der Benutzer wieder anmelden kann, entscheidet {platform}.</>,
    own: (accountPage) => <>Ihre eigenen Sitzungen beenden Sie auf {accountPage("der Seite Ihres Kontos")}.</>,
    whereSignedIn: "Wo dieser Benutzer angemeldet ist.",
    end: "Sitzung beenden",
    endOne: (session) => `Sitzung beenden: ${session}`,
    ending: "Wird beendet …",
    endAll: "Alle Sitzungen beenden",
  },
  endSessions: {
    pageTitle: "Alle Sitzungen beenden",
    trail: "Alle beenden",
    question: (username) => `Alle Sitzungen von ${username} beenden?`,
    noneOpen: (name) => <>{name} hat zurzeit keine offene Sitzung.</>,
    whatHappens: (count, name) => (
      <>
        Das beendet <strong>{amounts.openSessions(count)}</strong> von {name}.
      </>
    ),
    submit: (count) => `${amounts.sessions(count)} beenden`,
  },
  history: {
    pageTitle: "Verlauf",
    title: (name) => `Verlauf: ${name}`,
    caption: "Änderungen von Status, Rollen, Profil, Anwendungen und Paketschlüsseln, und Anmeldungen.",
    none: "Bisher ist nichts geschehen",
    older: "Ältere Einträge",
  },
};
