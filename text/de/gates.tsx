import type { gates as English } from "@/text/en/gates";
import { number } from "./numbers";
import { duration, second } from "./times";

export const gates: typeof English = {
  title: "Gates",
  caption:
    "Ein Gate sagt den Gateways vor Ihren APIs bei jedem Aufruf, ob dessen Paketschlüssel gilt. Eine Änderung ist an einem Gate in Kraft, sobald es sie bestätigt hat.",
  gates: (count) => (count === 1 ? "Gate" : "Gates"),
  empty: {
    title: "Es läuft kein Gate",
    advice: (command) => (
      <>
        Eines startet zusammen mit der Konsole. {command} startet ein weiteres, auf jedem Rechner, der die Datenbank
        erreicht: so viele Sie wollen.
      </>
    ),
  },
  running: "Gates. Zeiten in UTC.",
  stopped: "Beendete Gates. Zeiten in UTC.",
  stoppedLately: (count) => `Innerhalb des letzten Tages beendet: ${number(count)}`,
  columns: {
    gate: "Gate",
    state: "Zustand",
    started: "Gestartet",
    heard: "Zuletzt gehört",
    keys: "Schlüssel im Speicher",
    change: "Letzte Änderung",
  },
  states: { listening: "Hört zu", silent: "Schweigt", stopped: "Beendet" },
  silent: "Lehnt jeden Schlüssel ab, bis es die Datenbank wieder erreicht",
  noChange: "Noch keine bestätigt",
  acknowledged: (afterMs, at) => (
    <>
      Bestätigt {duration(afterMs)} nach der Änderung vom {at}
    </>
  ),
  inForce: {
    noGate: "Es lief kein Gate.",
    at: ({ acknowledged, expected, afterMs }) => {
      const after = afterMs === null ? "" : `, ${duration(afterMs)}`;
      return `In Kraft an ${number(acknowledged)} von ${number(expected)} ${expected === 1 ? "Gate" : "Gates"}${after}.`;
    },
    pending: (gate) => `${gate} hat sie noch nicht bestätigt.`,
    silent: (gate, since) => `${gate} schweigt seit ${second(since)}: Es lässt niemanden durch, den es noch kennt.`,
  },
};
