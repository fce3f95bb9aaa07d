/**
 * What Prometheus reads of a console. Guarantees that labels are words and addresses of the product, never of a person, so
 * that there is an end of them, and that a database out of reach is a number as well, not an answer that fails.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { commandLineActor } from "@/access/actor";
import { databasePool } from "@/access/database";
import { findOperatingNumbers, type OperatingNumbers } from "@/access/operation/operating-numbers";
import { type Counted, tallied } from "@/access/operation/tally";
import { type Answered } from "./request-log";

export type ConsoleMetrics = {
  readonly observe: (answered: Answered) => void;
  readonly print: () => Promise<{ readonly type: string; readonly text: string }>;
};

const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

export function makeConsoleMetrics(routeOf: (path: string) => string): ConsoleMetrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  for (const tally of TALLIES) describeTally(tally, registers);
  describePool(registers);
  const showNumbers = describeNumbers(registers);
  const observe = describeRequests(registers, routeOf);
  const print = async (): Promise<{ type: string; text: string }> => {
    showNumbers(await findOperatingNumbers(commandLineActor()).catch(() => null));
    return { type: register.contentType, text: await register.metrics() };
  };
  return { observe, print };
}

function describeRequests(registers: Registry[], routeOf: (path: string) => string): ConsoleMetrics["observe"] {
  const requests = new Counter({
    name: "latchkey_console_requests_total",
    help: "Answers by the pattern of the address and the class of the status.",
    labelNames: ["route", "method", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "latchkey_console_request_seconds",
    help: "From the headers of a request to the end of its answer.",
    labelNames: ["route"],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  return ({ method, path, status, seconds }) => {
    const route = routeOf(path);
    requests.inc({ route, method: METHODS.has(method) ? method : "other", status: `${Math.floor(status / 100)}xx` });
    durations.observe({ route }, seconds);
  };
}

type Tally = { readonly what: Counted; readonly name: string; readonly help: string; readonly labelNames: string[] };

const TALLIES: readonly Tally[] = [
  {
    what: "signIns",
    name: "latchkey_console_sign_ins_total",
    help: "Sign-ins that succeeded, and those that did not by their reason.",
    labelNames: ["outcome"],
  },
  {
    what: "refusals",
    name: "latchkey_console_refusals_total",
    help: "Attempts that a rule refused, by the rule.",
    labelNames: ["refusal", "source"],
  },
  {
    what: "statusChanges",
    name: "latchkey_console_status_changes_total",
    help: "Users who were enabled or disabled by this process.",
    labelNames: ["status", "source"],
  },
  {
    what: "scimCalls",
    name: "latchkey_console_scim_calls_total",
    help: "Calls of the identity platform by the class of the status.",
    labelNames: ["method", "status"],
  },
];

function describeTally({ what, name, help, labelNames }: Tally, registers: Registry[]): void {
  new Counter({
    name,
    help,
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const { labels, times } of tallied(what)) this.inc(labels, times);
    },
  });
}

function describePool(registers: Registry[]): void {
  new Gauge({
    name: "latchkey_console_database_connections",
    help: "Connections of the pool: all, those at rest, and how many wait for one.",
    labelNames: ["state"],
    registers,
    collect() {
      const { totalCount, idleCount, waitingCount } = databasePool();
      this.set({ state: "open" }, totalCount);
      this.set({ state: "idle" }, idleCount);
      this.set({ state: "waiting" }, waitingCount);
    },
  });
}

const NUMBERS: Readonly<Record<keyof OperatingNumbers, readonly [name: string, help: string]>> = {
  jobsQueued: ["latchkey_jobs_queued", "Jobs that wait for their turn."],
  jobsRunning: ["latchkey_jobs_running", "Jobs in progress."],
  tasksDue: ["latchkey_queue_due", "Tasks of the queue that are due and that nobody works at."],
  tasksDueSeconds: ["latchkey_queue_due_seconds", "For how long the oldest of them has been due."],
  tasksGivenUp: ["latchkey_queue_given_up", "Tasks of the queue that failed too often."],
  eventsPending: ["latchkey_signals_pending", "Security events that have not arrived at their receiver."],
  eventsPendingSeconds: ["latchkey_signals_pending_seconds", "The age of the oldest of them."],
  gatesListening: ["latchkey_gates_listening", "Gates that were heard of within 30 seconds."],
  gatesSilent: ["latchkey_gates_silent", "Gates that were heard of within a day, and not within 30 seconds."],
  gatesBehindSeconds: [
    "latchkey_gates_behind_seconds",
    "The age of the oldest change of the last five minutes that a listening gate has not acknowledged.",
  ],
};

/** The database has them, so that every console tells the same; without it only that one is told. */
function describeNumbers(registers: Registry[]): (numbers: OperatingNumbers | null) => void {
  const up = new Gauge({ name: "latchkey_console_database_up", help: "1 while the database answers.", registers });
  const gauges = Object.entries(NUMBERS).map(([key, [name, help]]) => ({
    key,
    gauge: new Gauge({ name, help, registers }),
  }));
  return (numbers) => {
    up.set(numbers === null ? 0 : 1);
    const known = new Map<string, number>(Object.entries(numbers ?? {}));
    for (const { key, gauge } of gauges) {
      const value = known.get(key);
      if (value === undefined) gauge.remove();
      else gauge.set(value);
    }
  };
}
