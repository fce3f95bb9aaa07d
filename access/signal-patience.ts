/** The page right after an event was asked for: deliveries as they stand once the new ones were tried, not a moment earlier. */
import { setTimeout as delay } from "node:timers/promises";
import type { Actor } from "./actor";
import { type SignalDelivery, listSignalDeliveries } from "./signal-receivers";

// A receiver that works answers within milliseconds. The page waits so long at most.
const PATIENCE_MS = 500;
const FIRST_WAIT_MS = 10;

/** The latest deliveries, once none of them waits for its first attempt or half a second has passed. */
export async function awaitFirstAttempts(actor: Actor): Promise<SignalDelivery[]> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; ; wait *= 2) {
    const deliveries = await listSignalDeliveries(actor);
    const untried = deliveries.some(({ status, attempts }) => status === "PENDING" && attempts === 0);
    if (!untried || performance.now() + wait > deadline) return deliveries;
    await delay(wait);
  }
}
