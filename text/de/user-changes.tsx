import type { userChanges as English } from "@/text/en/user-changes";
import { amounts } from "./amounts";
import { counted } from "./numbers";

export const userChanges: typeof English = {
  status: {
    title: {
      ENABLED: (username) => `${username} aktivieren?`,
      DISABLED: (username) => `${username} deaktivieren?`,
    },
    whatHappens: {
      ENABLED: (name) => <>{name} kann sich wieder anmelden. Beendete Sitzungen bleiben beendet.</>,
      DISABLED: (name) => (
        <>
          {name} wird sofort abgemeldet, erreicht das eigene Konto nicht mehr und hat keinen API-Zugriff. Die Rollen
          bleiben erhalten.
        </>
      ),
    },
    confirm: {
      ENABLED: (username) => <>{username} aktivieren</>,
      DISABLED: (username) => <>{username} deaktivieren</>,
    },
    alreadySo: {
      ENABLED: (name) => <>{name} ist schon aktiviert.</>,
      DISABLED: (name) => <>{name} ist schon deaktiviert.</>,
    },
    nothingChanged: {
      ENABLED: (username) => `${username} ist schon aktiviert. Es wurde nichts geändert.`,
      DISABLED: (username) => `${username} ist schon deaktiviert. Es wurde nichts geändert.`,
    },
    choose: "Wählen Sie „Aktiviert“ oder „Deaktiviert“.",
    undo: "Rückgängig machen",
    undoing: "Wird rückgängig gemacht …",
  },
  consequences: {
    endedSessions: (count) =>
      count === 0 ? (
        "Zurzeit ist keine Sitzung offen."
      ) : (
        <>
          Das beendet <strong>{amounts.openSessions(count)}</strong>.
        </>
      ),
    stoppedKeys: (count, applications) =>
      count === 0 ? (
        "Zurzeit gilt kein Paketschlüssel."
      ) : (
        <>
          Das stoppt <strong>{counted(count, "gültigen Paketschlüssel", "gültige Paketschlüssel")}</strong> aus{" "}
          <strong>{amounts.applications(applications)}</strong>.
        </>
      ),
    restoredKeys: (count, applications) =>
      count === 0 ? (
        <>
          Dadurch gilt <strong>kein Paketschlüssel</strong>.
        </>
      ) : (
        <>
          Dadurch {count === 1 ? "gilt" : "gelten"} <strong>{amounts.packageKeys(count)}</strong> aus{" "}
          <strong>{amounts.applications(applications)}</strong>.
        </>
      ),
    usage: ({ calls, lastUse }) => {
      if (calls === 0 && lastUse === null) return "Bisher wurde damit kein Aufruf gezählt.";
      return (
        <>
          {calls === 0 ? (
            "In den letzten 24 Stunden wurde damit kein Aufruf gezählt"
          ) : (
            <>
              In den letzten 24 Stunden gab es damit mindestens <strong>{amounts.calls(calls)}</strong>
            </>
          )}
          {lastUse !== null && <>; zuletzt benutzt am {lastUse}</>}. Gates melden Aufrufe bis zu einer halben Minute
          später.
        </>
      );
    },
  },
  deletion: {
    title: (username) => `${username} löschen?`,
    whatHappens: (name) => (
      <>
        Das Konto von {name} wird endgültig entfernt, mit allen Anwendungen und Paketschlüsseln. Das Protokoll behält
        den Benutzernamen. Um den Zugang nur vorübergehend zu nehmen, deaktivieren Sie den Benutzer.
      </>
    ),
    confirm: (username) => <>{username} löschen</>,
    deleting: "Wird gelöscht …",
  },
};
