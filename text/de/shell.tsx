import type { shell as English } from "@/text/en/shell";

export const shell: typeof English = {
  areas: {
    overview: "Überblick",
    users: "Benutzer",
    "package-keys": "Paketschlüssel",
    packages: "Pakete",
    jobs: "Aufträge",
    audit: "Protokoll",
    gates: "Gates",
    platform: "Plattform",
  },
  description: "Benutzer eines API-Programms aktivieren und deaktivieren, sofort und nachweisbar.",
  signOut: "Abmelden",
  breadcrumb: "Pfad",
  withoutAdministrator: (command) => (
    <>Es gibt keinen aktivierten Administrator mehr. {command} auf dem Server lässt wieder jemanden herein.</>
  ),
  startPage: "Zur Startseite",
  notFound: {
    title: "Seite nicht gefunden",
    heading: "Diese Seite gibt es nicht",
    advice:
      "Vielleicht ist die Adresse falsch geschrieben, der Benutzer gelöscht, oder Ihre Rolle reicht für diese Seite nicht aus.",
  },
  upgraded: {
    title: "Die Konsole wurde aktualisiert, während diese Seite offen war",
    advice:
      "Nichts wurde geändert. Was Sie eingegeben haben, steht wieder im Formular, außer Passwörtern, Codes, Schlüsseln und Dateien. Prüfen Sie es und senden Sie es noch einmal ab.",
    typed: "Was Sie eingegeben haben",
  },
  failureAdvice:
    "Laden Sie die Seite in einer Minute noch einmal. Wer gerade etwas geändert hat, sollte vor einem neuen Versuch nachsehen, ob es schon geschehen ist. Wenn das wieder passiert, nennen Sie dem Betreiber diese Referenz.",
};
