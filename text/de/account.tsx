import type { account as English } from "@/text/en/account";

export const account: typeof English = {
  title: "Ihr Konto",
  profile: {
    title: "Profil",
    edit: "Profil bearbeiten",
    trail: "Profil",
    managedBy: (managedBy) => <>{managedBy}: Ihr Profil und Ihr Passwort lassen sich nur dort ändern.</>,
  },
  password: {
    title: "Passwort ändern",
    trail: "Passwort",
    caption: "Ihre anderen Sitzungen werden abgemeldet.",
    present: "Bisheriges Passwort",
    password: "Neues Passwort",
    hint: (least) => `Mindestens ${least} Zeichen. Gut sind einige Wörter, die nur Sie so zusammenstellen.`,
    again: "Neues Passwort noch einmal",
    submit: "Passwort ändern",
    missing: "Geben Sie Ihr bisheriges Passwort ein.",
    wrong: "Das ist nicht Ihr bisheriges Passwort.",
    differs: "Die beiden neuen Passwörter sind verschieden.",
  },
  language: {
    title: "Sprache",
    label: "Sprache dieser Seiten",
    hint: "Gilt in diesem Browser.",
    asked: "Wie der Browser es wünscht",
    unknown: "Wählen Sie eine Sprache aus der Liste.",
  },
  applications: {
    title: "Ihre Anwendungen",
    none: "Sie haben keine Anwendung.",
    caption: "Ihre Anwendungen. Alle Zeiten in UTC.",
  },
  keys: {
    title: "Ihre Paketschlüssel",
    none: "Sie haben keinen Paketschlüssel.",
    caption: "Ihre Paketschlüssel. Alle Zeiten in UTC.",
  },
  sessions: {
    title: "Ihre Sitzungen",
    caption: "Wo Sie angemeldet sind. Alle Zeiten in UTC.",
    signOut: "Abmelden",
    signOutThis: "Abmelden: dieser Browser",
    signOutOf: (session) => `Abmelden: ${session}`,
    signOutOthers: "Alle anderen abmelden",
    signingOut: "Wird abgemeldet …",
    unknown: "Diese Sitzung ist unbekannt.",
  },
};
