import type { secondFactor as English } from "@/text/en/second-factor";

export const secondFactor: typeof English = {
  title: "Zweiter Faktor",
  password: "Ihr Passwort",
  missing: {
    password: "Geben Sie Ihr Passwort ein.",
    code: "Geben Sie den Code ein, den die App zeigt.",
    proof: "Geben Sie einen Code Ihrer bisherigen App oder einen Wiederherstellungscode ein.",
    enrolmentCode: "Geben Sie den Einrichtungscode ein.",
  },
  wrongPassword: "Das ist nicht Ihr Passwort.",
  proof: {
    code: {
      label: "Code Ihrer bisherigen App",
      hint: "Die sechs Ziffern, die die benutzte App jetzt zeigt, oder ein Wiederherstellungscode, der danach nicht mehr gilt.",
    },
    "enrolment-code": {
      label: "Einrichtungscode",
      hint: "Sie bekommen ihn von einem Administrator. Er gilt einmal und nur für Sie.",
    },
  },
  wrongProof: "Dieser Code ist falsch, schon benutzt oder abgelaufen.",
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
    enrolmentCode:
      "Außerdem brauchen Sie einen Einrichtungscode, den ein Administrator in Ihren Zugangseinstellungen für Sie erzeugt. Auf dem Server selbst: npm run users -- enrolment-code, gefolgt von Ihrem Benutzernamen.",
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
  enrolment: {
    needed:
      "Eine Rolle dieses Benutzers verlangt einen zweiten Faktor. Um den ersten einzurichten, braucht der Benutzer neben dem Passwort einen Einrichtungscode. Ein neuer Code ersetzt den vorigen.",
    submit: "Einrichtungscode erzeugen",
    creating: "Wird erzeugt …",
    byAdministrators: "Ein anderer Administrator erzeugt ihn.",
    created: (username) => `Das ist der Einrichtungscode von ${username}.`,
    label: "Einrichtungscode",
    keep: (hours) =>
      `Er gilt einmal und ${hours} Stunden lang. Geben Sie ihn persönlich oder am Telefon weiter, nicht per E-Mail. Er wird nicht im Klartext gespeichert und nicht noch einmal gezeigt.`,
  },
  removal: {
    title: "Zweiten Faktor entfernen",
    question: (username) => `Den zweiten Faktor von ${username} entfernen?`,
    whatHappens: (name) => (
      <>
        Vergewissern Sie sich, dass wirklich {name} darum bittet. Alle Sitzungen enden, die Wiederherstellungscodes
        gelten nicht mehr, und bis ein neuer zweiter Faktor eingerichtet ist, reicht das Passwort zur Anmeldung.
        Verlangt eine Rolle einen zweiten Faktor, ist dafür ein Einrichtungscode nötig.
      </>
    ),
    submit: "Zweiten Faktor entfernen",
    removing: "Wird entfernt …",
  },
};
