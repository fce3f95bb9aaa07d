import type { schedules as English } from "@/text/en/schedules";
import { number } from "./numbers";

export const schedules: typeof English = {
  title: "Geplante Änderungen",
  explanation:
    "Die Konsole macht die Änderung innerhalb einer Minute nach ihrer Zeit, oder sobald sie wieder läuft. Alle Zeiten sind in UTC. „Deaktivieren bis“ deaktiviert den Benutzer jetzt und aktiviert ihn dann wieder; wer den Status inzwischen von Hand ändert, hebt das auf.",
  none: "Es ist nichts geplant.",
  form: {
    kind: "Was geschehen soll",
    kinds: { on: "Zu einer Zeit deaktivieren", until: "Jetzt deaktivieren, bis zu einer Zeit" },
    due: "Datum und Uhrzeit in UTC",
    disabledUntil: "Deaktiviert bis (Datum und Uhrzeit in UTC)",
    now: (time) => <>UTC, nicht die Zone Ihrer eigenen Uhr: Jetzt ist es {time}.</>,
    reason: "Grund der geplanten Änderung (freiwillig)",
    submit: "Planen",
    noKind: "Wählen Sie, was geschehen soll.",
    noTime: "Geben Sie Datum und Uhrzeit ein, etwa 2027-01-31 18:00.",
    past: "Diese Zeit ist vorbei. Wählen Sie eine, die noch kommt.",
    taken: "Eine solche Änderung ist schon geplant. Sagen Sie erst jene ab.",
  },
  pending: {
    orderedBy: (username, time, reason) => (
      <>
        Geplant von {username} am {time}
        {reason !== null && <>. Grund: {reason}</>}
      </>
    ),
    cancel: "Absagen",
    cancelChange: (change) => `Absagen: ${change}`,
    cancelling: "Wird abgesagt …",
  },
  settled: {
    count: (value) => `Früher geplant: ${number(value)}`,
    line: (change, outcome, time) => (
      <>
        {change}: {outcome}
        {time !== null && <> {time}</>}
      </>
    ),
    done: { ENABLED: "aktiviert", DISABLED: "deaktiviert" },
    cancelled: "abgesagt",
    notDone: (why) => `nicht ausgeführt. ${why}`,
    alreadySo: { ENABLED: "Der Benutzer war schon aktiviert.", DISABLED: "Der Benutzer war schon deaktiviert." },
    orderVoid: "Wer sie geplant hat, ist deaktiviert oder hat die nötige Rolle nicht mehr.",
  },
};
