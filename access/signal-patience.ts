/** The page right after an event was asked for: deliveries as they stand once the new ones were tried, not a moment earlier. */
import { setTimeout as delay } from "node:timers/promises";
import type { Actor } from "./actor";
import { type SignalDelivery, listSignalDeliveries } from "./signal-receivers";

// Somebody looks each second for what is due, and a receiver that works answers at once. The page waits so long at most.
const PATIENCE_MS = 1_500;
const FIRST_WAIT_MS = 20;

/** The latest deliveries, once none of them waits for its first attempt or a second and a half has passed. */
export async function awaitFirstAttempts(actor: Actor): Promise<SignalDelivery[]> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; ; wait *= 2) {
    const deliveries = await listSignalDeliveries(actor);
    const untried = deliveries.some(({ status, attempts }) => status === "PENDING" && attempts === 0);
    if (!untried || performance.now() + wait > deadline) return deliveries;
    await delay(wait);
  }
}
