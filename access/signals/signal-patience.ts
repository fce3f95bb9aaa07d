/** The page right after a verification event was asked for: the deliveries as they stand once it was tried. */
import { setTimeout as delay } from "node:timers/promises";
import type { Actor } from "@/access/actor";
import { type SignalDelivery, listSignalDeliveries } from "./signal-receivers";

// Somebody looks each second for what is due, and a receiver that works answers at once. The page waits so long at most.
const PATIENCE_MS = 1_500;
const FIRST_WAIT_MS = 20;

/** The latest deliveries, once no verification waits for its first attempt or a second and a half has passed. */
export async function awaitFirstAttempts(actor: Actor): Promise<SignalDelivery[]> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let wait = FIRST_WAIT_MS; ; wait *= 2) {
    const deliveries = await listSignalDeliveries(actor);
    if (!deliveries.some(isUntried) || performance.now() + wait > deadline) return deliveries;
    await delay(wait);
  }
}

// Other events may well wait behind one that does not arrive.
function isUntried({ kind, status, attempts }: SignalDelivery): boolean {
  return kind === "VERIFICATION" && status === "PENDING" && attempts === 0;
}
