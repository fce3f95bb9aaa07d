import type { secondFactor as English } from "@/text/en/second-factor";

export const secondFactor: typeof English = {
  title: "Zweiter Faktor",
  password: "Ihr Passwort",
  missing: { password: "Geben Sie Ihr Passwort ein.", code: "Geben Sie den Code ein, den die App zeigt." },
  wrongPassword: "Das ist nicht Ihr Passwort.",
  off: {
    explanation:
      "Aus. Mit einem zweiten Faktor braucht die Anmeldung Ihr Passwort und einen Code einer Authenticator-App auf Ihrem Telefon.",
    setUp: "Zweiten Faktor einrichten",
    settingUp: "Wird eingerichtet …",
  },
  on: {
    status: "Status",
    isOn: "An",
    since: "An seit",
    codesLeft: "Übrige Wiederherstellungscodes",
    another: "Andere App verwenden",
  },
  setUp: {
    title: "Zweiten Faktor einrichten",
    caption: "Ein Code Ihres Telefons neben Ihrem Passwort.",
    required:
      "Ihre Rolle verlangt einen zweiten Faktor. Richten Sie ihn ein, um fortzufahren: Sie brauchen eine Authenticator-App auf Ihrem Telefon.",
    needed: "Sie brauchen eine Authenticator-App auf Ihrem Telefon.",
    scan: "Scannen Sie dieses Bild mit einer Authenticator-App auf Ihrem Telefon, oder tippen Sie das Geheimnis dort ein.",
    picture: "QR-Code des Geheimnisses",
    secret: "Geheimnis",
    code: "Code",
    codeHint: "Die sechs Ziffern, die die App jetzt zeigt.",
    whatHappens: "Ihre anderen Sitzungen werden abgemeldet, und Sie bekommen Wiederherstellungscodes.",
    submit: "Zweiten Faktor einschalten",
    turningOn: "Wird eingeschaltet …",
    alreadyOn: "Ihr zweiter Faktor ist eingeschaltet.",
    back: "Zurück zu Ihrem Konto",
  },
  codes: {
    title: "Neue Wiederherstellungscodes",
    caption: "Sie bekommen zehn neue. Die bisherigen gelten dann nicht mehr.",
    submit: "Neue Wiederherstellungscodes erzeugen",
    first: "Der zweite Faktor ist eingeschaltet. Das sind Ihre Wiederherstellungscodes.",
    renewed: "Das sind Ihre neuen Wiederherstellungscodes. Die bisherigen gelten nicht mehr.",
    label: "Wiederherstellungscodes",
    keep: "Jeder meldet Sie einmal an, anstelle eines Codes der App. Bewahren Sie sie jetzt dort auf, wo Sie sie auch ohne Ihr Telefon finden: Sie werden nicht im Klartext gespeichert und nicht noch einmal gezeigt.",
  },
  turnOff: {
    title: "Zweiten Faktor abschalten",
    caption:
      "Danach reicht Ihr Passwort zur Anmeldung. Ihre anderen Sitzungen werden abgemeldet, und Ihre Wiederherstellungscodes gelten nicht mehr.",
    submit: "Zweiten Faktor abschalten",
  },
  ofUser: {
    title: "Zweiter Faktor",
    explanation:
      "Ein Code einer Authenticator-App neben dem Passwort. Der Benutzer richtet ihn auf der Seite des eigenen Kontos ein. Entfernen Sie ihn, wenn Telefon und Wiederherstellungscodes verloren sind: Dann reicht das Passwort zur Anmeldung.",
    off: "Aus",
    onSince: (time) => <>An seit {time}</>,
    remove: (username, hidden) => <>Zweiten Faktor entfernen{hidden(<>: {username}</>)}</>,
  },
  removal: {
    title: "Zweiten Faktor entfernen",
    question: (username) => `Den zweiten Faktor von ${username} entfernen?`,
    whatHappens: (name) => (
      <>
        Vergewissern Sie sich, dass wirklich {name} darum bittet. Alle Sitzungen enden, die Wiederherstellungscodes
        gelten nicht mehr, und bis ein neuer zweiter Faktor eingerichtet ist, reicht das Passwort zur Anmeldung.
      </>
    ),
    submit: "Zweiten Faktor entfernen",
    removing: "Wird entfernt …",
  },
};
