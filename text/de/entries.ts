import type { entries as English } from "@/text/en/entries";
import { amounts } from "./amounts";
import { browser } from "./browser";
import { number } from "./numbers";
import { minute } from "./times";

export const entries: typeof English = {
  by: (happened, who) => `${happened} von ${who}`,
  refusedBy: (refused, who) => `${refused}, versucht von ${who}`,
  who: {
    onCommandLine: (username) => `${username} auf der Befehlszeile`,
    platform: (token) => `der Plattform (Token ${token})`,
    inJob: (username) => `${username}, in einem Auftrag`,
    asScheduled: (username) => `${username}, wie geplant`,
  },
  signInRefusals: {
    wrong_password: "Falsches Passwort.",
    unknown_subject: "Die Plattform kennt diese Person, aber kein Benutzer hat hier diese externe Id.",
    throttled: "Zu viele falsche Passwörter von dieser Adresse: für eine Stunde verlangsamt.",
    wrong_code: "Der Code war falsch, aus einer anderen Zeit oder schon benutzt.",
    codes_throttled: "Das Passwort war richtig, aber es gab zu viele falsche Codes: verlangsamt.",
  },
  heldBack: {
    user_disabled: (platform) => `${proof(platform)}, aber das Konto ist deaktiviert.`,
    user_waiting: (platform) => `${proof(platform)}, aber das Konto wartet auf Bestätigung.`,
    service_user: (platform) => `${proof(platform)}, aber ein Dienstbenutzer hat keine Seiten.`,
  },
  how: {
    platform: "Mit Single Sign-on.",
    code: "Mit Passwort und Code.",
    recoveryCode: (left) =>
      `Mit Passwort und Wiederherstellungscode. Noch übrige Wiederherstellungscodes: ${number(left)}.`,
  },
  changed: (fields) => `Geändert: ${fields}.`,
  added: (roles) => `Hinzugekommen: ${roles}.`,
  removed: (roles) => `Entfernt: ${roles}.`,
  platformDeleted: "In der Plattform gelöscht.",
  reason: (reason) => `Grund: ${reason}`,
  from: (address) => `Von ${address}.`,
  signedInFrom: (address) => `Angemeldet von ${address}.`,
  effects: {
    sessionsEnded: (sessions) => `${amounts.openSessions(sessions)} ${were(sessions)} beendet.`,
    sessionsOfEnded: (sessions, username) =>
      sessions === 0
        ? `Keine Sitzung von ${username} wurde beendet.`
        : `${amounts.sessions(sessions)} von ${username} ${were(sessions)} beendet.`,
    keysStopped: (keys) => `${amounts.packageKeys(keys)} ${keys === 1 ? "gilt" : "gelten"} nicht mehr.`,
    keysRestored: (keys) => `${amounts.packageKeys(keys)} ${keys === 1 ? "gilt" : "gelten"} jetzt.`,
    alsoDeleted: (applications, keys) => {
      const gone = [applications > 0 && amounts.applications(applications), keys > 0 && amounts.packageKeys(keys)];
      return `Ebenfalls gelöscht: ${gone.filter(Boolean).join(" und ")}.`;
    },
    usage: ({ applications, callsLastDay, lastUsedAt }) => {
      const calls = callsLastDay > 0 ? `mindestens ${amounts.calls(callsLastDay)}` : "kein gezählter Aufruf";
      const last = lastUsedAt === null ? "bisher keine Nutzung" : `letzte Nutzung ${minute(lastUsedAt)}`;
      return `In ${amounts.applications(applications)}; ${calls} in den 24 Stunden davor; ${last}.`;
    },
  },
  orders: {
    jobStarted: ({ job, users, target, skipped }) => {
      const whom = users === 0 ? "niemand" : amounts.users(users);
      const without = skipped > 0 ? `, ${number(skipped)} übersprungen` : "";
      return `Auftrag ${job}: ${whom} auf ${browser.statuses[target]} zu setzen${without}.`;
    },
    jobStopped: ({ job, changed, remaining, failed }) => {
      const without = failed > 0 ? `, ${number(failed)} fehlgeschlagen` : "";
      return `Auftrag ${job}: ${number(changed)} geändert, ${number(remaining)} unverändert gelassen${without}.`;
    },
    scheduled: (target, dueAt) => `${browser.statuses[target]} ab ${minute(dueAt)}.`,
    exported: (format, filter) =>
      `Als ${format === "csv" ? "CSV" : "JSON Lines"}, ${filter === "" ? "alle" : `nach dem Filter ${filter}`}.`,
    archived: (first, last, file) =>
      `Die Positionen ${number(first)} bis ${number(last)} sind in die Datei ${file} gewandert.`,
    restored: (madeAt) => `Die Sicherung vom ${minute(madeAt)}. Was danach geschah, ist nicht mehr da.`,
    reviewed: (decision, { users, roles, keys, plans, tokens }) => {
      const what = [
        [users, "Benutzer"],
        [roles, "Rollen eines Benutzers"],
        [keys, "Paketschlüssel"],
        [plans, "Plan"],
        [tokens, "Plattform-Token"],
      ] as const;
      const list = what.flatMap(([count, word]) => (count > 0 ? [`${number(count)} × ${word}`] : [])).join(", ");
      return `Nach der Sicherung entzogener Zugang ${decision === "kept" ? "bleibt entzogen" : "kam zurück"}: ${list}.`;
    },
  },
  objects: {
    token: (token) => `Token ${token}`,
    receiver: (receiver) => `Empfänger ${receiver}`,
    key: (key) => `Paketschlüssel ${key}`,
    someKey: "Ein Schlüssel",
    application: (application) => `Anwendung ${application}`,
    plan: (plan, of) => (of === undefined ? `Plan ${plan} seines Pakets` : `Plan ${plan} von ${of}`),
    package: (name) => `Paket ${name}`,
    keyOf: (key, application, plan, of) => `${key} der Anwendung ${application}, für den Plan ${plan} von ${of}.`,
  },
  notices: {
    theUser: "Der Benutzer",
    saved: "Gespeichert.",
    renamed: (before, after) => `Paket ${before} heißt jetzt ${after}.`,
    ofUser: {
      "user.created": (name) => `${name} ist angelegt und aktiviert.`,
      "user.deleted": (name) => `${name} ist gelöscht.`,
      "user.enabled": (name) => `${name} ist aktiviert.`,
      "user.disabled": (name) => `${name} ist deaktiviert.`,
      "user.roles-changed": (name) => `Die Rollen von ${name} sind gespeichert.`,
      "user.profile-changed": (name) => `Das Profil von ${name} ist gespeichert.`,
      "user.password-changed": () => "Ihr Passwort ist geändert.",
      "user.unlocked": (name) => `${name} ist entsperrt.`,
      "second-factor.enabled": () => "Ihr zweiter Faktor ist eingeschaltet.",
      "second-factor.replaced": () => "Ihr zweiter Faktor ist ersetzt.",
      "second-factor.disabled": () => "Ihr zweiter Faktor ist abgeschaltet.",
      "second-factor.removed": (name) => `Der zweite Faktor von ${name} ist entfernt.`,
      "second-factor.codes-renewed": () => "Ihre Wiederherstellungscodes sind erneuert.",
      "second-factor.enrolment-code-created": (name) => `Ein Einrichtungscode von ${name} ist erzeugt.`,
      "session.ended": () => "Abgemeldet.",
    },
    ofObject: {
      "application.created": (object) => `${object} ist angelegt.`,
      "application.deleted": (object) => `${object} ist gelöscht.`,
      "package-key.created": (object) => `${object} ist angelegt.`,
      "package-key.enabled": (object) => `${object} ist aktiviert.`,
      "package-key.disabled": (object) => `${object} ist deaktiviert.`,
      "package-key.deleted": (object) => `${object} ist gelöscht.`,
      "package.created": (object) => `${object} ist angelegt.`,
      "plan.created": (object) => `${object} ist angelegt.`,
      "plan.changed": (object) => `${object} ist gespeichert.`,
      "plan.activated": (object) => `${object} ist aktiv.`,
      "plan.deactivated": (object) => `${object} ist inaktiv.`,
      "platform-token.created": (object) => `${object} ist angelegt.`,
      "platform-token.revoked": (object) => `${object} ist widerrufen.`,
      "signal-receiver.created": (object) => `${object} ist hinzugefügt.`,
      "signal-receiver.deleted": (object) => `${object} ist entfernt.`,
      "signal-receiver.verified": (object) => `${object} bekommt ein Prüfereignis.`,
    },
  },
};

function proof(platform: boolean): string {
  return platform ? "Single Sign-on gelang" : "Das Passwort war richtig";
}

function were(count: number): string {
  return count === 1 ? "wurde" : "wurden";
}
