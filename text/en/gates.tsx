/** The gates: their page, and where a change is in force. */
import type { ReactNode } from "react";
import type { GateState } from "@/access/keys/gates";
import { number } from "./numbers";
import { duration, second } from "./times";

export const gates = {
  title: "Gates",
  caption:
    "A gate tells the gateways in front of your APIs, at each call, whether its package key works. A change is in force at a gate as soon as that gate has acknowledged it.",
  gates: (count: number): string => (count === 1 ? "Gate" : "Gates"),
  empty: {
    title: "No gate is running",
    advice: (command: ReactNode): ReactNode => (
      <>
        One starts together with the console. {command} starts another one, on any machine that reaches the database: as
        many as you like.
      </>
    ),
  },
  running: "Gates. Times are in UTC.",
  stopped: "Gates that were stopped. Times are in UTC.",
  stoppedLately: (count: number): string => `Stopped within the last day: ${number(count)}`,
  columns: {
    gate: "Gate",
    state: "State",
    started: "Started",
    heard: "Last heard",
    keys: "Keys in memory",
    change: "Last change",
  },
  states: { listening: "Listening", silent: "Silent", stopped: "Stopped" } satisfies Record<GateState, string>,
  silent: "Refuses every key until it reaches the database again",
  noChange: "None acknowledged yet",
  acknowledged: (afterMs: number, at: ReactNode): ReactNode => (
    <>
      Acknowledged {duration(afterMs)} after it was made at {at}
    </>
  ),
  /** What a notice and the history say of a change. */
  inForce: {
    noGate: "No gate was running.",
    at: (change: { acknowledged: number; expected: number; afterMs: number | null }): string => {
      const gates = change.expected === 1 ? "gate" : "gates";
      const after = change.afterMs === null ? "" : `, ${duration(change.afterMs)}`;
      return `In force at ${number(change.acknowledged)} of ${number(change.expected)} ${gates}${after}.`;
    },
    pending: (gate: string): string => `${gate} has not acknowledged it yet.`,
    silent: (gate: string, since: Date): string =>
      `${gate} is silent since ${second(since)}: it lets nobody pass by what it remembers.`,
  },
};
