import type { signIn as English } from "@/text/en/sign-in";

export const signIn: typeof English = {
  title: "Anmelden",
  username: "Benutzername",
  password: "Passwort",
  submit: "Anmelden",
  signingIn: "Anmeldung läuft …",
  missing: {
    username: "Geben Sie Ihren Benutzernamen ein.",
    password: "Geben Sie Ihr Passwort ein.",
    code: "Geben Sie einen Code ein.",
  },
  platform: {
    continueWith: (platform) => `Weiter mit ${platform}`,
    orPassword: "oder mit einem Passwort",
  },
  signedOut: {
    everywhere: "Sie sind abgemeldet.",
    here: (platform) => `Sie sind hier abgemeldet, aber vielleicht noch mit ${platform} angemeldet.`,
    alsoThere: (platform) => `Auch bei ${platform} abmelden`,
  },
  code: {
    title: "Code eingeben",
    label: "Code",
    hint: "Die sechs Ziffern, die Ihre Authenticator-App zeigt.",
    wrong:
      "Dieser Code ist falsch oder wurde schon benutzt. Warten Sie auf den nächsten der App und geben Sie ihn ein.",
    useRecovery: "Wiederherstellungscode verwenden",
    recoveryTitle: "Wiederherstellungscode eingeben",
    recoveryLabel: "Wiederherstellungscode",
    recoveryHint:
      "Einer von denen, die Sie beim Einrichten des zweiten Faktors aufbewahrt haben. Jeder gilt nur einmal.",
    useApp: "Code der App verwenden",
    submit: "Weiter",
  },
  errors: {
    wrong: "Der Benutzername oder das Passwort ist falsch.",
    code_expired: "Ein Code muss innerhalb von fünf Minuten eingegeben werden. Bitte melden Sie sich noch einmal an.",
    unavailable: "Die Anmeldung ist im Augenblick nicht möglich. Versuchen Sie es in einer Minute noch einmal.",
    other: "Die Anmeldung hat nicht geklappt. Versuchen Sie es noch einmal.",
  },
  platformErrors: {
    unknown_subject: (platform) =>
      `Sie sind mit ${platform} angemeldet, haben hier aber noch kein Konto. Fragen Sie den Administrator Ihres API-Programms.`,
    platform_denied: (platform) =>
      `Die Anmeldung mit ${platform} wurde abgebrochen, oder Sie dürfen sich damit hier nicht anmelden.`,
    platform_expired: (platform) =>
      `Die Anmeldung mit ${platform} wurde nicht in diesem Browser begonnen oder dauerte länger als 15 Minuten. Bitte versuchen Sie es noch einmal.`,
    platform_unavailable: (platform) =>
      `Die Anmeldung mit ${platform} ist im Augenblick nicht möglich. Versuchen Sie es in einer Minute noch einmal.`,
    platform_failed: (platform) =>
      `Die Anmeldung mit ${platform} hat nicht geklappt. Wenn das wieder passiert, sagen Sie es dem Administrator Ihres API-Programms.`,
    platform_stays: (platform) =>
      `Sie sind hier abgemeldet, aber die Abmeldung bei ${platform} ist im Augenblick nicht möglich.`,
  },
  throttled: (minutes) =>
    minutes > 90
      ? `Zu viele Versuche. Versuchen Sie es in ${Math.ceil(minutes / 60)} Stunden noch einmal, oder verwenden Sie einen Wiederherstellungscode.`
      : `Zu viele Versuche. Versuchen Sie es in ${minutes} ${minutes === 1 ? "Minute" : "Minuten"} noch einmal.`,
  closed: {
    ended: "Ihre Sitzung ist beendet. Bitte melden Sie sich wieder an.",
    idle: "Ihre Sitzung wurde zu lange nicht benutzt. Bitte melden Sie sich wieder an.",
    expired: "Ihre Sitzung hat 12 Stunden gedauert. Bitte melden Sie sich wieder an.",
    signedOutElsewhere: "Sie wurden von einem anderen Browser aus abgemeldet. Bitte melden Sie sich wieder an.",
    passwordChanged: "Ihr Passwort wurde geändert. Bitte melden Sie sich wieder an.",
    endedByAdministrator: "Ein Administrator hat Ihre Sitzung beendet. Bitte melden Sie sich wieder an.",
    rolesGranted: "Sie haben andere Rollen bekommen. Bitte melden Sie sich wieder an.",
    secondFactorChanged: "Ihr zweiter Faktor wurde geändert. Bitte melden Sie sich wieder an.",
  },
};
