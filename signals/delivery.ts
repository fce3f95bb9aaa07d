/**
 * Empties the outbox of security events, beside the pages: looks every second for what is due and sends it, each receiver
 * by a lane of its own. Any number of consoles may do so on one database. Never throws: what fails is tried again.
 */
import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { logLine } from "@/access/operation/log-line";
import { listReceivers, pruneSignals } from "@/access/signals/signal-deliveries";
import { Lane, type LaneOptions } from "./lane";

export type DeliveryOptions = Pick<LaneOptions, "url" | "report"> &
  Partial<Pick<LaneOptions, "backOff">> & {
    /** How often to look for what is due. */
    readonly everyMs?: number;
  };

const EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 3_600_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** So long what is being sent may take once the end has begun, before it is broken off. */
const PATIENCE_MS = 1_000;
const LAST_WORDS_MS = 500;

/** Returns the function that ends it, within two seconds. */
export function startDelivery(options: DeliveryOptions): { readonly stop: () => Promise<void> } {
  const ending = new AbortController();
  const interruption = new AbortController();
  // Each push listens to it, and Node would warn of more than ten.
  setMaxListeners(0, interruption.signal);
  const lanes = new Map<string, Lane>();
  const underWay = new Set<Promise<void>>();
  const laneOptions = { backOff, ...options, ending: ending.signal, interruption: interruption.signal };
  let lastPruned = performance.now();
  let isTroubled = false;
  const looking = look();

  async function look(): Promise<void> {
    while (!ending.signal.aborted) {
      await sendDue().then(() => (isTroubled = false), tell);
      await delay(options.everyMs ?? EVERY_MS, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  async function sendDue(): Promise<void> {
    const receivers = await listReceivers();
    const present = new Set(receivers.map(({ id }) => id));
    for (const id of lanes.keys()) if (!present.has(id)) lanes.delete(id);
    for (const { id } of receivers.filter(({ isDue }) => isDue)) {
      const lane = lanes.get(id) ?? new Lane(id, laneOptions);
      lanes.set(id, lane);
      const run = lane.run().finally(() => underWay.delete(run));
      underWay.add(run);
    }
    if (performance.now() - lastPruned < PRUNE_EVERY_MS) return;
    lastPruned = performance.now();
    await pruneSignals();
  }

  function tell(error: unknown): void {
    if (!isTroubled) options.report(`✗ ${logLine("Security events can't be sent", error)}`);
    isTroubled = true;
  }

  async function stop(): Promise<void> {
    ending.abort();
    const ended = Promise.all([looking, ...underWay]);
    await Promise.race([ended, delay(PATIENCE_MS)]);
    interruption.abort();
    await Promise.race([ended, delay(LAST_WORDS_MS)]);
  }

  return { stop };
}

/** 1 s, 2 s, 4 s … up to 15 minutes, a little less each time, so that those who failed together don't come back together. */
export function backOff(failures: number): number {
  const whole = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS);
  return whole * (0.8 + 0.2 * Math.random());
}
