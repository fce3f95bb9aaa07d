import type { jobs as English } from "@/text/en/jobs";
import { counted, number } from "./numbers";

const users = (value: number): string => counted(value, "Benutzer", "Benutzer");

const statuses = { ENABLED: "aktiviert", DISABLED: "deaktiviert" };

function became({ target, changed, failed }: Parameters<typeof English.result.finished>[0]): string {
  const failures = failed > 0 ? ` ${users(failed)} ${failed === 1 ? "ließ" : "ließen"} sich nicht ändern.` : "";
  return `${users(changed)} ${statuses[target]}.${failures}`;
}

export const jobs: typeof English = {
  list: {
    title: "Aufträge",
    caption:
      "Änderungen vieler Benutzer auf einmal. Wählen Sie Benutzer in der Benutzerliste aus, oder bringen Sie deren Benutzernamen mit. Jeder Auftrag wird vor dem Start geprüft und kann rückgängig gemacht werden.",
    count: (jobs) => (jobs === 1 ? "Auftrag" : "Aufträge"),
    fromFile: "Benutzer per Datei ändern",
    none: { title: "Noch keine Aufträge", advice: "Hier steht, was für viele Benutzer auf einmal geändert wurde." },
    tableCaption: "Aufträge, die neuesten zuerst. Zeiten sind in UTC.",
    columns: {
      job: "Auftrag",
      state: "Zustand",
      done: "Erledigt",
      users: "Benutzer",
      reason: "Grund",
      by: "Von",
      created: "Angelegt",
      ended: "Beendet",
    },
    job: (job, order) => `${job}: ${order}`,
    done: ({ changed, planned, failed }) =>
      `${number(changed)} von ${number(planned)}${failed > 0 ? `, ${number(failed)} fehlgeschlagen` : ""}`,
  },
  states: {
    DRAFT: "Entwurf",
    QUEUED: "Eingereiht",
    RUNNING: "Läuft",
    STOPPED: "Angehalten",
    FINISHED: "Fertig",
  },
  orders: {
    ENABLED: (count) => `${users(count)} aktivieren`,
    DISABLED: (count) => `${users(count)} deaktivieren`,
  },
  title: "Auftrag",
  trail: (job) => `Auftrag ${job}`,
  heading: (job, order) => `Auftrag ${job}: ${order}`,
  draftHeading: (order) => `${order}?`,
  selection: {
    rows: (count) => `${number(count)}, in der Benutzerliste ausgewählt`,
    filter: (count, link) => (
      <>
        {number(count)} aus {link("dieser Benutzerliste")}
      </>
    ),
    file: (count, name) => (
      <>
        {number(count)} aus der Datei {name}
      </>
    ),
    pasted: (count) => `${number(count)} aus einer eingefügten Liste`,
    unnamedFile: (count) => `${number(count)} aus einer Datei ohne Namen`,
    undo: (count, job, link) => (
      <>
        {number(count)}, geändert durch {link(`Auftrag ${job}`)}
      </>
    ),
  },
  drafted: (selection, by, time) => (
    <>
      {selection}. Noch ist nichts geändert. Entworfen von {by} am {time}.
    </>
  ),
  ordered: (selection, by, time) => (
    <>
      {selection}. Erteilt von {by} am {time}.
    </>
  ),
  reason: (reason) => <>Grund: {reason}</>,
  draft: {
    nobody: (total) =>
      total === 1 ? "Dieser Benutzer würde sich nicht ändern." : `Keiner dieser ${users(total)} würde sich ändern.`,
    consequences: {
      ENABLED:
        "Sie können sich wieder anmelden. Beendete Sitzungen bleiben beendet, und Schlüssel, die selbst oder durch ihren Plan gesperrt sind, bleiben es. Der ganze Auftrag kann rückgängig gemacht werden.",
      DISABLED:
        "Sie werden sofort abgemeldet, erreichen ihre Konten nicht mehr und haben keinen API-Zugriff. Ihre Rollen bleiben erhalten, und der ganze Auftrag kann rückgängig gemacht werden.",
    },
    reason: "Grund",
    reasonHint: {
      ENABLED: "Wird beim Auftrag und im Verlauf jedes Benutzers aufbewahrt, der aktiviert wird.",
      DISABLED: "Wird beim Auftrag und im Verlauf jedes Benutzers aufbewahrt, der deaktiviert wird.",
    },
    reasonMissing: "Geben Sie einen Grund ein.",
    starting: "Wird gestartet …",
    discard: "Verwerfen",
    discarding: "Wird verworfen …",
  },
  figures: {
    willChange: "Wird geändert",
    failed: "Fehlgeschlagen",
    notReached: "Nicht erreicht",
    skipped: "Übersprungen",
    sessionsWillEnd: "Offene Sitzungen, die enden",
    sessionsEnded: "Beendete Sitzungen",
    keysWillStop: "Gültige Schlüssel, die gesperrt werden",
    keysStopped: "Gesperrte Schlüssel",
    keysWillWork: "Schlüssel, die wieder gültig werden",
    keysRestored: "Wieder gültige Schlüssel",
  },
  progress: {
    done: (done, planned) => `${number(done)} von ${counted(planned, "Benutzer", "Benutzern")} erledigt`,
    label: "Erledigte Benutzer",
    value: (done, planned) => `${number(done)} von ${counted(planned, "Benutzer", "Benutzern")} erledigt`,
    remaining: "Verbleibend",
    perSecond: "Benutzer pro Sekunde",
    timeLeft: "Restzeit",
    seconds: (seconds) => `${seconds} s`,
    minutes: (minutes) => `${minutes} min`,
    hours: (hours, minutes) => `${hours} h ${minutes} min`,
    failed: "Bisher fehlgeschlagen",
    byItself:
      "Die Konsole führt das von selbst aus: Sie können diese Seite verlassen oder schließen und später wiederkommen.",
    stop: "Anhalten",
    stopping: "Wird angehalten …",
    willStop: "Der Auftrag hält nach den Benutzern an, bei denen er gerade ist.",
  },
  result: {
    finished: (job) => `Fertig: ${became(job)}`,
    stopped: (job, why) =>
      `Angehalten: ${became(job)} ${users(job.remaining)} nicht erreicht.${why === null ? "" : ` ${why}.`}`,
    undo: "Rückgängig machen …",
    undoing: "Wird rückgängig gemacht …",
    download: "CSV herunterladen",
  },
  reasons: {
    title: "Nicht geändert",
    atItsTurn: (why) => `${why} (erst bei der Ausführung)`,
    already: { ENABLED: "Schon aktiviert", DISABLED: "Schon deaktiviert" },
    orderVoid: "Wer das beauftragt hat, ist deaktiviert oder hat die nötige Rolle verloren",
    others: {
      platform_user: "Von der Plattform verwaltet und nur dort zu ändern",
      own_account: "Das Konto dessen, der das beauftragt hat",
      above_role: "Ein Administrator, über der Rolle dessen, der das beauftragt hat",
      last_administrator: "Der letzte aktivierte Administrator",
      unknown_user: "Niemand hat diesen Benutzernamen",
      changed_meanwhile: "Inzwischen von jemand anderem geändert",
    },
    ofRows: {
      ambiguous_name: "Zwei Benutzer können gemeint sein, einer mit und einer ohne den Apostroph am Anfang",
      repeated_name: "Weiter oben in derselben Liste schon genannt",
      wrong_cell_count: "Eine Zeile mit mehr oder weniger Zellen als die Überschrift",
      no_username: "Eine Zeile ohne Benutzernamen",
      above_heading: "Steht über der Überschrift",
    },
  },
  items: {
    show: "Zeigen",
    caption: (job, outcome) => `Benutzer des Auftrags ${job}: ${outcome}.`,
    username: "Benutzername",
    atLine: (line, text) => (
      <>
        Zeile {number(line)}: {text}
      </>
    ),
    whatHappens: "Was geschieht",
    whatHappened: "Was geschah",
    why: "Warum",
  },
  choose: { target: "Wählen Sie Aktivieren oder Deaktivieren.", user: "Wählen Sie mindestens einen Benutzer." },
};
