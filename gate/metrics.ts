/**
 * What Prometheus reads. On the way of an answer decisions are counted in plain numbers, which become metrics when
 * somebody asks for them.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { type Decision } from "./answers";

type Tally = {
  readonly decisions: Record<Decision, number>;
  /** Of calls whose key was remembered, and of those that had to be looked up. */
  hits: number;
  misses: number;
};

export type Metrics = {
  readonly tally: Tally;
  readonly observeDecision: (seconds: number) => void;
  readonly observeLag: (seconds: number) => void;
  readonly print: () => Promise<{ type: string; text: string }>;
};

type State = { readonly cachedKeys: () => number; readonly isListening: () => boolean };

const DECISION_BUCKETS = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.25, 1, 2.5];
const LAG_BUCKETS = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function makeMetrics(state: State): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const tally = emptyTally();
  describeTally(tally, registers);
  describeState(state, registers);
  const decision = new Histogram({
    name: "latchkey_gate_decision_seconds",
    help: "From the headers of a call to its answer.",
    buckets: DECISION_BUCKETS,
    registers,
  });
  const lag = new Histogram({
    name: "latchkey_gate_change_lag_seconds",
    help: "From a change to its acknowledgement by this gate, by the database's clock.",
    buckets: LAG_BUCKETS,
    registers,
  });
  return {
    tally,
    observeDecision: (seconds) => decision.observe(seconds),
    observeLag: (seconds) => lag.observe(seconds),
    print: async () => ({ type: register.contentType, text: await register.metrics() }),
  };
}

function emptyTally(): Tally {
  const decisions = {
    allowed: 0,
    no_key: 0,
    unknown_key: 0,
    user_disabled: 0,
    user_waiting: 0,
    key_disabled: 0,
    key_waiting: 0,
    plan_inactive: 0,
    unavailable: 0,
  };
  return { decisions, hits: 0, misses: 0 };
}

function describeTally(tally: Tally, registers: Registry[]): void {
  new Counter({
    name: "latchkey_gate_decisions_total",
    help: "Answers on /authorize by their reason.",
    labelNames: ["decision"],
    registers,
    collect() {
      this.reset();
      for (const [decision, count] of Object.entries(tally.decisions)) this.inc({ decision }, count);
    },
  });
  describeCount("latchkey_gate_cache_hits_total", "Keys that were remembered.", () => tally.hits, registers);
  describeCount("latchkey_gate_cache_misses_total", "Keys that had to be looked up.", () => tally.misses, registers);
}

function describeCount(name: string, help: string, count: () => number, registers: Registry[]): void {
  new Counter({
    name,
    help,
    registers,
    collect() {
      this.reset();
      this.inc(count());
    },
  });
}

function describeState({ cachedKeys, isListening }: State, registers: Registry[]): void {
  new Gauge({
    name: "latchkey_gate_cached_keys",
    help: "Keys in memory.",
    registers,
    collect() {
      this.set(cachedKeys());
    },
  });
  new Gauge({
    name: "latchkey_gate_listening",
    help: "1 while changes in the database are followed, 0 while every key is looked up.",
    registers,
    collect() {
      this.set(isListening() ? 1 : 0);
    },
  });
}
